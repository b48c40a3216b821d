"""Cases: opened or joined by a disclosure or by asking for a person; taken, handed back and ended by staff."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.errors import CaseChanged
from bot.handoff import alarms
from bot.models import Case, Decline, Staff
from bot.safety.screening import ACTIONS as ACTIONS

ASKED = "asked"  # the reason of a case that a visitor asked for


def open_case(session: Session, conversation_id: str) -> Case | None:
    """Return the open case of a conversation, if it has one."""
    return session.scalar(
        select(Case).where(Case.conversation_id == conversation_id, Case.state != "ended").with_for_update()
    )


def told(case: Case | None) -> tuple[str, ...]:
    """Return the categories of what was told: none of a case that a visitor only asked for."""
    return tuple(reason for reason in case.reasons if reason != ASKED) if case else ()


def open_or_join(
    session: Session, conversation_id: str, *, action: str, reasons: Sequence[str], now: datetime
) -> tuple[Case, bool]:
    """Open a case, or join the open one. Returns it, and whether staff are alarmed (again).

    `action` is what the screen said, `none` when the visitor only asked. Joining never lowers the action.
    """
    case = open_case(session, conversation_id)
    if case is None:
        case = Case(
            conversation_id=conversation_id,
            state="waiting",
            action=action,
            reasons=list(reasons),
            opened_at=now,
        )
        session.add(case)
        session.flush()
        alarms.sound(case, now=now)
        return case, True
    rises = ACTIONS.index(action) > ACTIONS.index(case.action)
    if rises:
        case.action = action
        alarms.sound(case, now=now)
    case.reasons = list(dict.fromkeys([*case.reasons, *reasons]))
    case.asks_visitor = False  # what they say now is news: staff must look before the bot may go on
    return case, rises


def find(session: Session, case_id: int) -> Case:
    """Return a case by its number; raises CaseChanged when there is none or it has ended."""
    case = session.scalar(select(Case).where(Case.id == case_id).with_for_update())
    if case is None or case.state == "ended":
        raise CaseChanged("this case has ended")
    return case


def take(case: Case, staff: Staff, *, now: datetime) -> None:
    """Give a waiting case to a member of staff; raises CaseChanged when somebody holds it.

    The visitor goes on waiting until that person's first words.
    """
    if case.state != "waiting":
        raise CaseChanged("somebody else has taken this case")
    give(case, staff, now=now)


def give(case: Case, staff: Staff, *, now: datetime) -> None:
    """Give a case to a member of staff, whoever holds it."""
    case.state, case.staff_id, case.asks_visitor = "with_staff", staff.id, False
    case.visitor_at = now
    _waits(case, now=now, at_once=False)


def held_by(case: Case, staff: Staff) -> None:
    """Check that a member of staff holds the case; raises CaseChanged otherwise."""
    if case.state != "with_staff" or case.staff_id != staff.id:
        raise CaseChanged("this case is not with you: take it first")


def answered(case: Case, *, now: datetime) -> None:
    """Note that a person has said something that the visitor can read, and how long the first words took."""
    case.visitor_at = case.waiting_since = None
    if case.first_words_after is None:
        case.first_words_after = max(0.0, (now - case.opened_at).total_seconds())  # a clock may be put back


def requeue(case: Case, *, now: datetime) -> None:
    """Put a case back into the queue, where it is as old as the visitor's wait."""
    case.state, case.staff_id, case.outcome = "waiting", None, None
    case.visitor_at, case.asks_visitor = None, False
    _waits(case, now=now, at_once=True)


def _waits(case: Case, *, now: datetime, at_once: bool) -> None:
    """Start the clock, unless it runs. Somebody who holds the case is given a moment: nobody else is told at once."""
    if case.waiting_since is None:
        alarms.sound(case, now=now, at_once=at_once)


def decline(session: Session, case: Case, staff: Staff, *, reason: str, now: datetime) -> None:
    """Note that somebody will not take a case: *Take the next* leaves it out for them from now on."""
    session.merge(Decline(case_id=case.id, staff_id=staff.id, reason=reason, at=now))


def has_declined(session: Session, case: Case, staff: Staff) -> bool:
    """Whether this person will not take the case."""
    return session.get(Decline, (case.id, staff.id)) is not None


def end(case: Case, *, now: datetime, outcome: str | None = None) -> None:
    """End a case. `outcome` is what came of it, where that is not known already."""
    case.state, case.ended_at, case.waiting_since = "ended", now, None
    case.outcome = outcome or case.outcome


def visitor_wrote(session: Session, conversation_id: str, *, now: datetime) -> None:
    """Note that the visitor waits for an answer of the person who holds the case."""
    case = open_case(session, conversation_id)
    if case is not None and case.state == "with_staff":
        case.visitor_at = case.visitor_at or now
        _waits(case, now=now, at_once=False)


def unanswered(session: Session, *, before: datetime) -> Sequence[int]:
    """Return the numbers of held cases whose visitor has waited for words since before a moment."""
    return session.scalars(select(Case.id).where(Case.state == "with_staff", Case.visitor_at < before)).all()


def held_by_one(session: Session, staff_id: int) -> Sequence[int]:
    """Return the numbers of the cases that one person holds."""
    return session.scalars(select(Case.id).where(Case.state == "with_staff", Case.staff_id == staff_id)).all()
