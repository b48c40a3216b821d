"""What stands beside a transcript, for staff only: answers that wait, notes, who declined, who could take over."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.desk.case_view import clock
from bot.desk.context import Context
from bot.front_door import held_lines
from bot.handoff import sign_in
from bot.handoff.staff import may
from bot.models import Case, Decline, HeldLine, Note, Staff


@dataclass(frozen=True)
class Held:
    """An answer that the visitor has not seen."""

    id: int
    who: str
    at: str
    text: str
    unknown: str  # the contacts that stopped it
    mine: bool
    returned: bool
    can_be_sent: bool  # its writer holds the case still


@dataclass(frozen=True)
class Aside:
    """What only staff see."""

    held: list[Held]
    notes: list[tuple[str, str, str]]  # who, when, what
    declined: list[tuple[str, str]]  # who, why
    colleagues: list[tuple[int, str]]  # who could take over: at work, and have not declined
    lead: bool  # whether the reader may do what leads do
    lead_at_work: bool


def aside(session: Session, case: Case, *, here: Context, staff: Staff) -> Aside:
    """Return what stands beside a case, as `staff` sees it."""
    notes = session.scalars(select(Note).where(Note.case_id == case.id).order_by(Note.id))
    declined = session.scalars(select(Decline).where(Decline.case_id == case.id).order_by(Decline.at)).all()
    at_work = sign_in.at_work(session, now=here.now)
    left_out = {decline.staff_id for decline in declined} | {case.staff_id if _held(case) else None}
    return Aside(
        held=[_line(line, case, staff) for line in held_lines.of_case(session, case)],
        notes=[(note.staff.first_name, clock(note.at), note.text) for note in notes],
        declined=[
            (one.staff.first_name, here.words.decline_reasons.get(one.reason, one.reason)) for one in declined
        ],
        colleagues=[(one.id, one.first_name) for one in at_work if one.id not in left_out],
        lead=may(staff, "lead"),
        lead_at_work=any(may(one, "lead") for one in at_work),
    )


def _held(case: Case) -> bool:
    return case.state == "with_staff"


def _line(line: HeldLine, case: Case, staff: Staff) -> Held:
    return Held(
        id=line.id,
        who=line.staff.first_name,
        at=clock(line.at),
        text=line.text,
        unknown=", ".join(line.unknown),
        mine=line.staff_id == staff.id,
        returned=line.returned_at is not None,
        can_be_sent=_held(case) and case.staff_id == line.staff_id,
    )
