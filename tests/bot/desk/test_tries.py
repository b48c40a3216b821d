"""Guessing is slowed down, each e-mail for itself and all together, and nobody is locked out for long."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.desk.tries import Tries

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SAM = "sam@council.gov.uk"


def after(tries: Tries, emails: list[str], *, every: int = 0) -> datetime:
    """Fail once for each e-mail, so many seconds apart; returns the moment of the last."""
    now = NOW
    for number, email in enumerate(emails):
        now = NOW + timedelta(seconds=every * number)
        assert tries.admit(email, now=now) == 0
    return now


@pytest.mark.parametrize(
    ("failures", "seconds"), [(0, 0), (4, 0), (5, 1), (6, 2), (7, 4), (8, 8), (9, 16), (10, 30), (12, 30)]
)
def test_each_failure_doubles_the_wait_up_to_half_a_minute(failures: int, seconds: int) -> None:
    tries = Tries()
    last = after(tries, [SAM] * failures, every=40)
    assert tries.admit(SAM, now=last) == seconds


def test_the_wait_ends() -> None:
    tries = Tries()
    last = after(tries, [SAM] * 10, every=40)
    assert tries.admit(SAM, now=last + timedelta(seconds=29)) == 1
    assert tries.admit(SAM, now=last + timedelta(seconds=30)) == 0


def test_asking_while_waiting_does_not_make_it_longer() -> None:
    tries = Tries()
    last = after(tries, [SAM] * 5)
    assert [tries.admit(SAM, now=last) for _ in range(5)] == [1] * 5
    assert tries.admit(SAM, now=last + timedelta(seconds=1)) == 0


def test_one_email_does_not_slow_another() -> None:
    tries = Tries()
    last = after(tries, [SAM] * 5)
    assert tries.admit("alex@council.gov.uk", now=last) == 0


def test_an_email_is_the_same_however_it_is_written() -> None:
    tries = Tries()
    last = after(tries, [SAM, " Sam@council.gov.uk", "SAM@COUNCIL.GOV.UK", SAM, SAM])
    assert tries.admit("sam@Council.gov.uk ", now=last) == 1


@pytest.mark.parametrize(("failures", "seconds"), [(49, 0), (50, 1), (51, 2), (52, 4), (55, 5)])
def test_failures_of_many_emails_slow_everybody_a_little(failures: int, seconds: int) -> None:
    tries = Tries()
    last = after(tries, [f"{n}@council.gov.uk" for n in range(failures)], every=6)
    assert tries.admit(SAM, now=last) == seconds


def test_success_forgets_the_failures() -> None:
    tries = Tries()
    last = after(tries, [SAM] * 5)
    tries.succeeded(SAM, now=last)
    assert tries.admit(SAM, now=last) == 0


def test_sign_ins_that_succeed_slow_nobody() -> None:
    tries = Tries()
    for _ in range(100):
        assert tries.admit(SAM, now=NOW) == 0
        tries.succeeded(SAM, now=NOW)


def test_a_quarter_of_an_hour_forgets() -> None:
    tries = Tries()
    last = after(tries, [SAM] * 5)
    later = last + timedelta(minutes=15)
    assert [tries.admit(SAM, now=later) for _ in range(5)] == [0] * 5
