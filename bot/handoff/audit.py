"""The audit trail: who looked at or did what, and when. It never holds what was said."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.models import AuditEntry, Case, Staff


class Deed(StrEnum):
    """What somebody did. Those of a case come first, then those of the desk itself."""

    read_case = "read_case"
    took = "took"
    said = "said"
    released = "released"
    handed_back = "handed_back"
    ended = "ended"
    declined = "declined"
    assigned = "assigned"
    transferred = "transferred"
    noted = "noted"
    line_held = "line_held"  # until a lead has looked at it
    line_approved = "line_approved"
    line_returned = "line_returned"
    line_withdrawn = "line_withdrawn"
    asked_visitor = "asked_visitor"  # whether the bot may go on
    visitor_went_on = "visitor_went_on"
    visitor_stayed = "visitor_stayed"
    invited = "invited"
    joined = "joined"
    signed_in = "signed_in"
    signed_out = "signed_out"


def record(session: Session, deed: Deed, *, staff: Staff | None, case: Case | None, now: datetime) -> None:
    """Add one entry. `staff` is None when the deed was done at the command line, `case` when it has none."""
    session.add(
        AuditEntry(
            at=now,
            staff_id=staff.id if staff else None,
            deed=deed.value,
            case_id=case.id if case else None,
        )
    )


def has_read(session: Session, *, staff: Staff, case: Case, since: datetime) -> bool:
    """Whether the trail shows that this person opened this case at or after `since`."""
    entries = select(AuditEntry.id).where(
        AuditEntry.deed == Deed.read_case.value,
        AuditEntry.staff_id == staff.id,
        AuditEntry.case_id == case.id,
        AuditEntry.at >= since,
    )
    return session.scalar(entries.limit(1)) is not None
