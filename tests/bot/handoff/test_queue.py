"""The queue: what the screen asked for comes first, then who has waited longest; nobody is scored."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from bot.handoff.queue import Row, next_for, rows, waiting
from bot.models import Case, Conversation, Decline, Staff
from bot.safety.screening import ACTIONS

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
RISES_AFTER = timedelta(minutes=15)
SAM = 1


def listed(session: Session) -> list[Row]:
    return rows(session, now=NOW, rises_after=RISES_AFTER)


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
            waiting_since=since,
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
    assert [row.case_id for row in listed(session)] == order


def test_held_cases_show_who_holds_them_and_ended_ones_are_gone(session: Session) -> None:
    add(session, 1, "escalate", None, state="with_staff")
    add(session, 2, "escalate", 4, state="with_staff")
    add(session, 3, "escalate", 2)
    add(session, 4, "emergency", 2, state="ended")
    shown = [
        (
            row.case_id,
            row.state,
            row.holder,
            row.waiting_since and (NOW - row.waiting_since) // timedelta(minutes=1),
        )
        for row in listed(session)
    ]
    assert shown == [(2, "with_staff", "Sam", 4), (3, "waiting", None, 2), (1, "with_staff", "Sam", None)]
    assert waiting(session) == 1


def test_a_row_says_where_and_who_but_holds_no_score_and_no_words(session: Session) -> None:
    add(session, 1, "check_in", 7, area="peterborough", audience="young_person")
    (row,) = listed(session)
    assert (row.area, row.audience, row.action) == ("peterborough", "young_person", "check_in")
    assert {field.name for field in fields(Row)} == {
        "case_id",
        "state",
        "action",
        "area",
        "audience",
        "waiting_since",
        "holder",
        "declined_by",
    }


def row(number: int, action: str, minutes: float) -> Row:
    since = NOW - timedelta(minutes=minutes)
    return Row(
        case_id=number,
        state="waiting",
        action=action,
        area=None,
        audience=None,
        waiting_since=since,
        holder=None,
    )


def order(waiting: list[Row]) -> list[Row]:
    return sorted(waiting, key=lambda row: row.place(now=NOW, rises_after=RISES_AFTER))


@pytest.mark.parametrize(
    ("cases", "first"),
    [
        ([("none", 14.9), ("check_in", 0)], "check_in"),
        ([("none", 15), ("check_in", 0)], "none"),
        ([("none", 15), ("escalate", 0)], "escalate"),
        ([("none", 30), ("escalate", 0)], "none"),
        ([("check_in", 15), ("escalate", 14)], "check_in"),
        ([("check_in", 15), ("escalate", 16)], "escalate"),
        ([("escalate", 10_000), ("emergency", 0)], "emergency"),
        ([("none", -1), ("check_in", -2)], "check_in"),  # a clock that was put back
    ],
)
def test_who_has_waited_long_goes_before_who_has_just_come(
    cases: list[tuple[str, float]], first: str
) -> None:
    waiting = [row(number, action, minutes) for number, (action, minutes) in enumerate(cases)]
    for way in (waiting, waiting[::-1]):
        assert order(way)[0].action == first


anything = st.lists(st.tuples(st.sampled_from(ACTIONS), st.integers(-5, 200)), max_size=12)


@given(anything)
def test_the_order_keeps_its_promises(cases: list[tuple[str, int]]) -> None:
    waiting = [row(number, action, minutes) for number, (action, minutes) in enumerate(cases)]
    placed = order(waiting)
    for place, before in enumerate(placed):
        for after in placed[place + 1 :]:
            assert before.waiting_since
            assert after.waiting_since
            if before.action == after.action:
                assert before.waiting_since <= after.waiting_since
            if after.action == "emergency":
                assert before.action == "emergency"
            if before.waiting_since > after.waiting_since:  # overtaken by somebody who came later
                steps = ACTIONS.index(before.action) - ACTIONS.index(after.action)
                rises = [
                    max(0, (NOW - since) // RISES_AFTER)
                    for since in (before.waiting_since, after.waiting_since)
                ]
                assert before.action == "emergency" or rises[1] - rises[0] < steps


@pytest.mark.parametrize(
    ("declined", "leave_out", "first"),
    [((), (), 2), ((2,), (), 3), ((2, 3), (1,), None), ((), (2, 3, 1), None)],
)
def test_the_next_is_the_first_that_waits_and_was_not_declined(
    session: Session, declined: tuple[int, ...], leave_out: tuple[int, ...], first: int | None
) -> None:
    add(session, 1, "none", 1)
    add(session, 2, "emergency", 2)
    add(session, 3, "escalate", 3)
    add(session, 4, "emergency", 9, state="with_staff")
    for number in declined:
        session.add(Decline(case_id=number, staff_id=SAM, reason="other", at=NOW))
    session.flush()
    found = next_for(session, Staff(id=SAM), now=NOW, rises_after=RISES_AFTER, leave_out=leave_out)
    assert found == first
    assert {row.case_id for row in listed(session) if SAM in row.declined_by} == {*declined}


def test_an_empty_queue(session: Session) -> None:
    assert listed(session) == []
    assert waiting(session) == 0
