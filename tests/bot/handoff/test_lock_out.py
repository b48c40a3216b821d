"""Ten failures lock an e-mail for a quarter of an hour, whether anybody has it or not, restarts or not."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from bot.database import Sessions
from bot.handoff import lock_out
from bot.handoff.staff import Refused
from tests.bot.house import NOW, House

SAM = "sam@council.gov.uk"


def tries(sessions: Sessions, email: str = SAM, *, times: int = 1, minutes: float = 0) -> list[int]:
    """Try so many times; returns the seconds to wait of each, 0 for a try that was let through."""
    return [_try(sessions, email, minutes) for _ in range(times)]


def _try(sessions: Sessions, email: str, minutes: float) -> int:
    try:
        with sessions.begin() as session:
            lock_out.admit(session, email, now=NOW + timedelta(minutes=minutes))
    except Refused as refused:
        return refused.wait if refused.reason == "locked_out" else -1
    return 0


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
        lock_out.lift(session, SAM.upper())
    assert tries(house.sessions, times=9) == [0] * 9
    assert tries(house.sessions, times=10, minutes=15) == [0] * 10


def test_tries_at_once_all_count(either_house: House) -> None:
    with ThreadPoolExecutor(4) as pool:
        found = [*pool.map(lambda _: _try(either_house.sessions, SAM, 0), range(20))]
    assert sorted(found) == [0] * 10 + [900] * 10
