"""The share of the cases in which a person's first words came within the target, today and in seven days."""

from __future__ import annotations

from dataclasses import astuple
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.handoff.promptness import Share, shares
from bot.models import Case, Conversation
from tests.bot.house import House

TARGET = timedelta(seconds=20)
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
IN_TIME, LATE, NEVER = 20.0, 20.5, None


def _add(house: House, opened_at: datetime, after: float | None, state: str = "with_staff") -> None:
    with house.sessions.begin() as session:
        number = len(house.cases())
        times: dict[str, Any] = {"opened_at": opened_at, "last_at": opened_at}
        session.add(Conversation(id=f"{number:032}", token_hash="", channel="web", summary={}, **times))
        session.flush()
        case = Case(conversation_id=f"{number:032}", state=state, action="escalate", opened_at=opened_at)
        case.first_words_after = after
        session.add(case)


def _shares(house: House, now: datetime = NOON) -> list[tuple[int, int]]:
    with house.sessions() as session:
        found = shares(session, target=TARGET, now=now)
    return [astuple(found[name]) for name in ("today", "week")]


@pytest.mark.parametrize(
    ("ago", "after", "state", "counts"),
    [
        (600, IN_TIME, "with_staff", (1, 1)),
        (600, LATE, "ended", (0, 1)),
        (600, NEVER, "waiting", (0, 1)),
        (21, NEVER, "with_staff", (0, 1)),
        (19, NEVER, "waiting", (0, 0)),
        (19, NEVER, "ended", (0, 1)),
        (5, 4.0, "with_staff", (1, 1)),
    ],
    ids=["in time", "late", "never", "taken, no word", "has time", "ended, no word", "at once"],
)
def test_what_counts(
    either_house: House, ago: int, after: float | None, state: str, counts: tuple[int, int]
) -> None:
    _add(either_house, NOON - timedelta(seconds=ago), after, state)
    assert _shares(either_house) == [counts, counts]


@pytest.mark.parametrize(
    ("opened", "counts"),
    [
        ("2026-07-15T00:00+01:00", [(1, 1), (1, 1)]),
        ("2026-07-14T23:59+01:00", [(0, 0), (1, 1)]),
        ("2026-07-09T00:00+01:00", [(0, 0), (1, 1)]),
        ("2026-07-08T23:59+01:00", [(0, 0), (0, 0)]),
    ],
)
def test_a_day_begins_at_midnight_on_british_clocks(
    either_house: House, opened: str, counts: list[tuple[int, int]]
) -> None:
    _add(either_house, datetime.fromisoformat(opened), IN_TIME)
    assert _shares(either_house, datetime.fromisoformat("2026-07-15T12:00+01:00")) == counts


def test_several(house: House) -> None:
    for after in (1.0, IN_TIME, LATE):
        _add(house, NOON - timedelta(hours=1), after)
    _add(house, NOON - timedelta(days=3), NEVER)
    assert _shares(house) == [(2, 3), (2, 4)]


@pytest.mark.parametrize(
    ("share", "percent"), [(Share(0, 0), 0), (Share(2, 3), 66), (Share(199, 200), 99), (Share(3, 3), 100)]
)
def test_per_cent_are_rounded_down(share: Share, percent: int) -> None:
    assert share.percent == percent
