"""Guessing is slowed down, each address for itself and all together, and nobody is locked out for long."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.desk.tries import Tries
from bot.handoff.staff import Refused

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HERE = "192.0.2.1"


def wait(tries: Tries, address: str, *, now: datetime) -> int:
    """Try; returns the seconds for which the address must wait first."""
    try:
        tries.admit(address, now=now)
    except Refused as refused:
        return refused.wait if refused.reason == "too_many_tries" else -1
    return 0


def after(tries: Tries, addresses: list[str], *, every: int = 0) -> datetime:
    """Fail once for each address, so many seconds apart; returns the moment of the last."""
    now = NOW
    for number, address in enumerate(addresses):
        now = NOW + timedelta(seconds=every * number)
        assert wait(tries, address, now=now) == 0
    return now


@pytest.mark.parametrize(
    ("failures", "seconds"), [(0, 0), (4, 0), (5, 1), (6, 2), (7, 4), (8, 8), (9, 16), (10, 30), (12, 30)]
)
def test_each_failure_doubles_the_wait_up_to_half_a_minute(failures: int, seconds: int) -> None:
    tries = Tries()
    last = after(tries, [HERE] * failures, every=40)
    assert wait(tries, HERE, now=last) == seconds


def test_the_wait_ends() -> None:
    tries = Tries()
    last = after(tries, [HERE] * 10, every=40)
    assert wait(tries, HERE, now=last + timedelta(seconds=29)) == 1
    assert wait(tries, HERE, now=last + timedelta(seconds=30)) == 0


def test_asking_while_waiting_does_not_make_it_longer() -> None:
    tries = Tries()
    last = after(tries, [HERE] * 5)
    assert [wait(tries, HERE, now=last) for _ in range(5)] == [1] * 5
    assert wait(tries, HERE, now=last + timedelta(seconds=1)) == 0


def test_one_address_does_not_slow_another() -> None:
    tries = Tries()
    last = after(tries, [HERE] * 5)
    assert wait(tries, "192.0.2.2", now=last) == 0


@pytest.mark.parametrize(("failures", "seconds"), [(49, 0), (50, 1), (51, 2), (52, 4), (55, 5)])
def test_failures_of_many_addresses_slow_everybody_a_little(failures: int, seconds: int) -> None:
    tries = Tries()
    last = after(tries, [f"198.51.100.{n}" for n in range(failures)], every=6)
    assert wait(tries, HERE, now=last) == seconds


def test_success_forgets_the_failures() -> None:
    tries = Tries()
    last = after(tries, [HERE] * 5)
    tries.succeeded(HERE, now=last)
    assert wait(tries, HERE, now=last) == 0


def test_sign_ins_that_succeed_slow_nobody() -> None:
    tries = Tries()
    for _ in range(100):
        assert wait(tries, HERE, now=NOW) == 0
        tries.succeeded(HERE, now=NOW)


def test_a_quarter_of_an_hour_forgets() -> None:
    tries = Tries()
    last = after(tries, [HERE] * 5)
    later = last + timedelta(minutes=15)
    assert [wait(tries, HERE, now=later) for _ in range(5)] == [0] * 5
