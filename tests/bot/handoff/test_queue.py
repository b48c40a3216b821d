"""The queue: what the screen asked for comes first, then who has waited longest; nobody is scored."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from bot.handoff.queue import Row, rows, waiting
from bot.models import Case, Conversation, Staff

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SAM = 1


def add(
    session: Session,
    number: int,
    action: str,
    minutes: int | None,
    *,
    state: str = "waiting",
    area: str | None = None,
    audience: str | None = None,
) -> None:
    """A case that waits since so many minutes; held by Sam unless it is waiting."""
    since = None if minutes is None else NOW - timedelta(minutes=minutes)
    held = state == "with_staff"
    if session.get(Staff, SAM) is None:
        session.add(Staff(id=SAM, email="s@x.org", first_name="Sam", password_hash="", added_at=NOW))
    session.add(
        Conversation(
            id=f"c{number}",
            token_hash="",
            channel="web",
            area=area,
            audience=audience,
            opened_at=NOW,
            last_at=NOW,
        )
    )
    session.flush()
    session.add(
        Case(
            id=number,
            conversation_id=f"c{number}",
            state=state,
            action=action,
            opened_at=NOW - timedelta(hours=1),
            waiting_since=None if held else since,
            visitor_at=since if held else None,
            staff_id=SAM if held else None,
        )
    )
    session.commit()


@pytest.mark.parametrize(
    ("cases", "order"),
    [
        ([(1, "none", 9), (2, "check_in", 9), (3, "escalate", 9), (4, "emergency", 9)], [4, 3, 2, 1]),
        ([(1, "none", 600), (2, "emergency", 0)], [2, 1]),
        ([(1, "escalate", 3), (2, "escalate", 30), (3, "escalate", 1)], [2, 1, 3]),
        ([(2, "none", 5), (1, "none", 5)], [1, 2]),
    ],
)
def test_the_most_pressing_then_the_longest_waiting(
    session: Session, cases: list[tuple[int, str, int]], order: list[int]
) -> None:
    for number, action, minutes in cases:
        add(session, number, action, minutes)
    assert [row.case_id for row in rows(session)] == order


def test_held_cases_show_who_holds_them_and_ended_ones_are_gone(session: Session) -> None:
    add(session, 1, "escalate", None, state="with_staff")
    add(session, 2, "escalate", 4, state="with_staff")
    add(session, 3, "escalate", 2)
    add(session, 4, "emergency", 2, state="ended")
    shown = [(row.case_id, row.state, row.holder, row.minutes(NOW)) for row in rows(session)]
    assert shown == [(2, "with_staff", "Sam", 4), (3, "waiting", None, 2), (1, "with_staff", "Sam", None)]
    assert waiting(session) == 1


def test_a_row_says_where_and_who_but_holds_no_score_and_no_words(session: Session) -> None:
    add(session, 1, "check_in", 7, area="peterborough", audience="young_person")
    (row,) = rows(session)
    assert (row.area, row.audience, row.action) == ("peterborough", "young_person", "check_in")
    assert {field.name for field in fields(Row)} == {
        "case_id",
        "state",
        "action",
        "area",
        "audience",
        "waiting_since",
        "holder",
    }


@pytest.mark.parametrize(
    ("seconds", "minutes"), [(0, 0), (59, 0), (60, 1), (3599, 59), (86_400, 1440), (-5, 0)]
)
def test_minutes_are_whole_and_never_negative(seconds: int, minutes: int) -> None:
    row = Row(
        case_id=1,
        state="waiting",
        action="none",
        area=None,
        audience=None,
        waiting_since=NOW - timedelta(seconds=seconds),
        holder=None,
    )
    assert row.minutes(NOW) == minutes


def test_an_empty_queue(session: Session) -> None:
    assert rows(session) == []
    assert waiting(session) == 0
