"""The queue: the open cases, in the order in which people should look at them.

The most pressing action comes first, and then who has waited longest. So that nobody waits for ever behind a
stream of more pressing cases, a case counts as one action more pressing for each `rises_after` that it has
waited. No wait makes an emergency of it: those stay in front.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from bot.models import Case, Conversation, Decline, Staff
from bot.safety.screening import ACTIONS

_NEVER = datetime.max.replace(tzinfo=UTC)
_HIGHEST_BY_WAITING = ACTIONS.index("escalate")


@dataclass(frozen=True, kw_only=True)
class Row:
    """One open case, as the desk lists it. Holds nothing that the visitor wrote."""

    case_id: int
    state: str  # waiting or with_staff
    action: str  # none, check_in, escalate or emergency
    area: str | None
    audience: str | None
    waiting_since: datetime | None  # None: the last word was a person's
    holder: str | None  # first name of the member of staff
    declined_by: frozenset[int] = frozenset()  # staff who will not take it

    def place(self, *, now: datetime, rises_after: timedelta) -> tuple[int, datetime, int]:
        """Where it stands: the lowest comes first."""
        since = self.waiting_since or _NEVER
        risen = max(0, (now - since) // rises_after)
        pressing = ACTIONS.index(self.action)
        return -max(pressing, min(pressing + risen, _HIGHEST_BY_WAITING)), since, self.case_id


def rows(session: Session, *, now: datetime, rises_after: timedelta) -> list[Row]:
    """Return the waiting and the held cases, in order."""
    found = session.execute(
        select(Case, Conversation.area, Conversation.audience)
        .join(Conversation, Conversation.id == Case.conversation_id)
        .where(Case.state != "ended")
        .options(joinedload(Case.staff))
    ).all()
    declined = _declined(session, [case.id for case, _, _ in found])
    listed = [_row(case, area, audience, declined) for case, area, audience in found]
    return sorted(listed, key=lambda row: row.place(now=now, rises_after=rises_after))


def next_for(
    session: Session, staff: Staff, *, now: datetime, rises_after: timedelta, leave_out: Sequence[int] = ()
) -> int | None:
    """Return the case that this person should take next: the first that they have not declined."""
    return next(
        (
            row.case_id
            for row in rows(session, now=now, rises_after=rises_after)
            if row.state == "waiting" and staff.id not in row.declined_by and row.case_id not in leave_out
        ),
        None,
    )


def waiting(session: Session) -> int:
    """Return how many cases nobody has taken."""
    return session.scalar(select(func.count()).where(Case.state == "waiting")) or 0


def _declined(session: Session, case_ids: Sequence[int]) -> dict[int, frozenset[int]]:
    found = session.scalars(select(Decline).where(Decline.case_id.in_(case_ids))).all()
    return {
        case_id: frozenset(one.staff_id for one in found if one.case_id == case_id) for case_id in case_ids
    }


def _row(case: Case, area: str | None, audience: str | None, declined: dict[int, frozenset[int]]) -> Row:
    held = case.state == "with_staff"
    return Row(
        case_id=case.id,
        state=case.state,
        action=case.action,
        area=area,
        audience=audience,
        waiting_since=case.waiting_since,
        holder=case.staff.first_name if held and case.staff else None,
        declined_by=declined[case.id],
    )
