"""Ten failures lock an e-mail for a quarter of an hour, whether anybody has it or not, restarts or not."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.database import Sessions
from bot.handoff import lock_out
from bot.handoff.audit_check import verify
from bot.handoff.staff import Refused
from bot.models import AuditEntry, Staff
from tests.bot.house import NOW, House

SAM = "sam@council.gov.uk"


def tries(sessions: Sessions, email: str = SAM, *, times: int = 1, minutes: float = 0) -> list[int]:
    """Try so many times; returns the seconds to wait of each, 0 for a try that was let through."""
    return [_try(sessions, email, minutes) for _ in range(times)]


def _try(sessions: Sessions, email: str, minutes: float) -> int:
    """Try with a wrong password."""
    try:
        with lock_out.trying(sessions, email, now=NOW + timedelta(minutes=minutes)):
            raise Refused("sign_in")
    except Refused as refused:
        wait = refused.wait
    return wait


@pytest.mark.parametrize("email", [SAM, "nobody@council.gov.uk"])
def test_the_eleventh_try_waits_a_quarter_of_an_hour(either_house: House, email: str) -> None:
    assert tries(either_house.sessions, email, times=11) == [0] * 10 + [900]
    assert tries(either_house.sessions, email, minutes=5) == [600]  # asking makes it no longer
    assert tries(either_house.sessions, email, minutes=15) == [0]


def test_an_email_is_the_same_however_it_is_written_and_no_other(house: House) -> None:
    tries(house.sessions, times=10)
    assert tries(house.sessions, "  Sam@Council.GOV.uk ") == [900]
    assert tries(house.sessions, "alex@council.gov.uk") == [0]


def test_success_and_time_forget(house: House) -> None:
    tries(house.sessions, times=10)
    with house.sessions.begin() as session:
        lock_out.lift(session, SAM.upper(), by=None, now=NOW)
    assert tries(house.sessions, times=9) == [0] * 9
    assert tries(house.sessions, times=10, minutes=15) == [0] * 10


def test_tries_at_once_all_count(either_house: House) -> None:
    sam = _sam(either_house)
    with ThreadPoolExecutor(4) as pool:
        found = [*pool.map(lambda _: _try(either_house.sessions, SAM, 0), range(20))]
    assert sorted(found) == [0] * 10 + [900] * 10
    assert _trail(either_house) == [("was_locked_out", sam.id)]


# -- the trail


def _sam(house: House) -> Staff:
    sam = house.add_staff()
    with house.sessions.begin() as session:
        session.get_one(Staff, sam.id).email = SAM
    return sam


def _trail(house: House) -> list[tuple[str, int | None]]:
    with house.sessions() as session:
        entries = session.scalars(select(AuditEntry).order_by(AuditEntry.id))
        return [(entry.deed, entry.staff_id) for entry in entries]


@pytest.mark.parametrize(
    ("email", "times", "noted"), [(SAM, 9, 0), (SAM, 10, 1), (SAM, 30, 1), ("nobody@council.gov.uk", 30, 0)]
)
def test_the_trail_says_once_whose_account_is_locked(
    either_house: House, email: str, times: int, noted: int
) -> None:
    sam = _sam(either_house)
    tries(either_house.sessions, email, times=times)
    assert _trail(either_house) == [("was_locked_out", sam.id)] * noted
    assert verify(either_house.sessions).faults == []


def test_each_lock_is_noted_for_itself(house: House) -> None:
    sam = _sam(house)
    tries(house.sessions, times=12)
    tries(house.sessions, times=12, minutes=15)
    assert _trail(house) == [("was_locked_out", sam.id)] * 2


def test_a_lock_that_a_stopped_server_could_not_note_is_noted_at_the_next_try(house: House) -> None:
    sam = _sam(house)
    for _ in range(10):  # counted; and then the server stops, each time
        with house.sessions.begin() as session:
            lock_out.admit(session, SAM, now=NOW)
    assert _trail(house) == []
    assert tries(house.sessions) == [900]
    assert _trail(house) == [("was_locked_out", sam.id)]


@pytest.mark.parametrize(
    ("times", "by_sam", "after", "lifted"),
    [(10, False, 1, True), (10, True, 1, True), (9, False, 1, False), (10, False, 15, False)],
    ids=["at the machine", "by who came in", "no lock", "over already"],
)
def test_the_trail_says_who_lifted_a_lock(
    either_house: House, times: int, by_sam: bool, after: int, lifted: bool
) -> None:
    sam = _sam(either_house)
    tries(either_house.sessions, times=times)
    with either_house.sessions.begin() as session:
        by = sam if by_sam else None
        lock_out.lift(session, SAM, by=by, now=NOW + timedelta(minutes=after))
    entries = [("lifted_lock", sam.id if by_sam else None), ("lock_was_lifted", sam.id)]
    assert _trail(either_house)[1:] == (entries if lifted else [])
