"""The queue: the open cases, in the order in which people should look at them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from bot.models import Case, Conversation
from bot.safety.screening import ACTIONS

_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Row:
    """One open case, as the desk lists it. Holds nothing that the visitor wrote."""

    case_id: int
    state: str  # waiting or with_staff
    action: str  # none, check_in, escalate or emergency
    area: str | None
    audience: str | None
    waiting_since: datetime | None  # None: the last word was ours
    holder: str | None  # first name of the member of staff

    def minutes(self, now: datetime) -> int | None:
        """For how many whole minutes the visitor has waited for a person's answer."""
        if self.waiting_since is None:
            return None
        return max(0, int((now - self.waiting_since).total_seconds()) // 60)


def rows(session: Session) -> list[Row]:
    """Return the waiting and the held cases: by what the screen asked for, then longest waiting first."""
    found = session.execute(
        select(Case, Conversation.area, Conversation.audience)
        .join(Conversation, Conversation.id == Case.conversation_id)
        .where(Case.state != "ended")
        .options(joinedload(Case.staff))
    )
    return sorted((_row(case, area, audience) for case, area, audience in found), key=_order)


def waiting(session: Session) -> int:
    """Return how many cases nobody has taken."""
    return session.scalar(select(func.count()).where(Case.state == "waiting")) or 0


def _row(case: Case, area: str | None, audience: str | None) -> Row:
    held = case.state == "with_staff"
    return Row(
        case_id=case.id,
        state=case.state,
        action=case.action,
        area=area,
        audience=audience,
        waiting_since=case.visitor_at if held else case.waiting_since or case.opened_at,
        holder=case.staff.first_name if held and case.staff else None,
    )


def _order(row: Row) -> tuple[int, datetime, int]:
    return -ACTIONS.index(row.action), row.waiting_since or _NEVER, row.case_id
