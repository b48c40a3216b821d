"""The trail says who did what to which case and when, and holds no words of anybody."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.handoff.audit import Deed, has_read, record
from bot.models import AuditEntry, Case, Staff

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SAM, ALEX = Staff(id=1), Staff(id=2)
FIRST, SECOND = Case(id=11), Case(id=12)


@pytest.mark.parametrize(
    ("staff", "case", "ids"),
    [(SAM, FIRST, (1, 11)), (SAM, None, (1, None)), (None, None, (None, None))],
)
@pytest.mark.parametrize("deed", list(Deed))
def test_an_entry_says_who_what_and_when(
    session: Session, deed: Deed, staff: Staff | None, case: Case | None, ids: tuple[int | None, int | None]
) -> None:
    record(session, deed, staff=staff, case=case, now=NOW)
    session.commit()
    (entry,) = session.scalars(select(AuditEntry))
    assert (entry.deed, entry.staff_id, entry.case_id, entry.at) == (deed.value, *ids, NOW)


def test_an_entry_has_no_room_for_words() -> None:
    assert set(AuditEntry.__table__.columns.keys()) == {
        *("id", "at", "staff_id", "deed", "case_id"),
        *("previous", "hash"),
    }
    assert max(len(deed) for deed in Deed) <= 40


@pytest.mark.parametrize(
    ("deed", "staff", "case", "minutes_ago", "found"),
    [
        (Deed.read_case, SAM, FIRST, 10, True),
        (Deed.read_case, SAM, FIRST, 30, True),
        (Deed.read_case, SAM, FIRST, 31, False),
        (Deed.read_case, ALEX, FIRST, 10, False),
        (Deed.read_case, SAM, SECOND, 10, False),
        (Deed.took, SAM, FIRST, 10, False),
    ],
)
def test_a_reading_is_found_again(
    session: Session, deed: Deed, staff: Staff, case: Case, minutes_ago: int, found: bool
) -> None:
    record(session, deed, staff=staff, case=case, now=NOW - timedelta(minutes=minutes_ago))
    session.commit()
    assert has_read(session, staff=SAM, case=FIRST, since=NOW - timedelta(minutes=30)) is found
