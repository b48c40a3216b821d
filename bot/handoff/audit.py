"""The audit trail: who looked at or did what, and when. It never holds what was said.

Each entry holds the hash of its own content and of the entry before, so that none can be changed, taken out, put in
or moved unseen.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.models import AuditEntry, AuditHead, Case, Staff

NOTHING = "0" * 64  # what the first entry follows
_HEAD = 1


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
    resealed = "resealed"  # the keys of the apps, with a new key
    invited = "invited"
    joined = "joined"
    signed_in = "signed_in"
    signed_out = "signed_out"
    second_step_set_up = "second_step_set_up"
    renewed_codes = "renewed_codes"
    changed_password = "changed_password"  # noqa: S105  (a deed, not a password)
    was_locked_out = "was_locked_out"  # the account: nobody knows who tried
    checked_fact = "checked_fact"  # of the directory; which, and what came of it, stands with the fact
    # Two entries each: who did it, and to whom.
    changed_role = "changed_role"
    became_staff = "became_staff"
    became_lead = "became_lead"
    became_admin = "became_admin"
    reset_second_step = "reset_second_step"
    second_step_was_reset = "second_step_was_reset"
    lifted_lock = "lifted_lock"
    lock_was_lifted = "lock_was_lifted"
    removed = "removed"
    was_removed = "was_removed"


def record(session: Session, deed: Deed, *, staff: Staff | None, case: Case | None, now: datetime) -> None:
    """Add one entry. `staff` is None when the deed was done at the command line, `case` when it has none."""
    end = head(session)
    entry = AuditEntry(
        id=end.entries + 1,
        at=now,
        staff_id=staff.id if staff else None,
        deed=deed.value,
        case_id=case.id if case else None,
        previous=end.hash,
    )
    entry.hash = digest(entry)
    session.add(entry)
    end.entries, end.hash = entry.id, entry.hash


def head(session: Session) -> AuditHead:
    """Return the end of the trail, held until this transaction ends: two writers would fork the chain."""
    session.flush()  # what this session has added itself must not be read over
    found = session.get(AuditHead, _HEAD, with_for_update=True, populate_existing=True)
    if found is None:  # a new trail; or somebody took the row away: what staff do must go on
        last = session.scalar(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1))
        found = AuditHead(id=_HEAD, entries=last.id if last else 0, hash=last.hash if last else NOTHING)
        session.add(found)
    return found


def digest(entry: AuditEntry) -> str:
    """Return the SHA-256 of an entry as canonical JSON: its number, what it says, and the hash before it."""
    content = {
        "id": entry.id,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "staff_id": entry.staff_id,
        "deed": entry.deed,
        "case_id": entry.case_id,
        "previous": entry.previous,
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def has_read(session: Session, *, staff: Staff, case: Case, since: datetime) -> bool:
    """Whether the trail shows that this person opened this case at or after `since`."""
    entries = select(AuditEntry.id).where(
        AuditEntry.deed == Deed.read_case.value,
        AuditEntry.staff_id == staff.id,
        AuditEntry.case_id == case.id,
        AuditEntry.at >= since,
    )
    return session.scalar(entries.limit(1)) is not None
