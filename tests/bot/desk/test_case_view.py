"""A case in words: times on British clocks, names instead of ids, and what came with a message."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from fastapi import FastAPI, Request

from bot.database import Sessions
from bot.desk.case_view import CaseView, NoSuchCase, find, view
from bot.desk.context import Context
from bot.models import Staff
from tests.bot.desk.fakes import add_case, add_message


def seen(app: FastAPI, sessions: Sessions, case_id: int, staff: Staff) -> CaseView:
    here = Context(Request({"type": "http", "app": app}))
    with sessions() as session:
        return view(session, find(session, case_id), here=here, staff=staff)


@pytest.mark.parametrize(
    ("author", "name", "who"),
    [
        ("user", None, "Visitor"),
        ("bot", None, "Bot"),
        ("system", None, "System"),
        ("staff", "Sam", "Sam (Staff)"),
    ],
)
def test_a_line_says_who_spoke(
    app: FastAPI, sessions: Sessions, sam: Staff, author: str, name: str | None, who: str
) -> None:
    case_id = add_case(sessions)
    add_message(sessions, 1, author, "words", name=name)
    (line,) = seen(app, sessions, case_id, sam).lines
    assert (line.who, line.text) == (who, "words")


@pytest.mark.parametrize(
    ("at", "shown"),
    [
        (datetime(2026, 11, 23, 9, 5, tzinfo=UTC), "23 Nov, 09:05"),
        (datetime(2026, 7, 1, 22, 30, tzinfo=UTC), "1 Jul, 23:30"),  # summer time
    ],
)
def test_times_are_those_of_british_clocks(
    app: FastAPI, sessions: Sessions, sam: Staff, at: datetime, shown: str
) -> None:
    case_id = add_case(sessions, opened_at=at)
    assert ("Case opened", shown) in seen(app, sessions, case_id, sam).facts


@pytest.mark.parametrize(
    ("action", "noticed"),
    [
        (None, None),
        ("none", None),
        ("check_in", "Check in"),
        ("escalate", "Person needed"),
        ("emergency", "Emergency"),
    ],
)
def test_a_message_that_was_noticed_is_marked(
    app: FastAPI, sessions: Sessions, sam: Staff, action: str | None, noticed: str | None
) -> None:
    case_id = add_case(sessions)
    add_message(sessions, 1, "user", "words", action=action)
    (line,) = seen(app, sessions, case_id, sam).lines
    assert line.noticed == noticed


@pytest.mark.parametrize(
    ("extras", "shown"),
    [
        ({}, []),
        ({"services": None, "pathway": None, "contacts": None, "buttons": None}, []),
        ({"services": [{"name": "Short Breaks"}, {"name": "SENDIASS"}]}, ["Short Breaks", "SENDIASS"]),
        ({"pathway": {"name": "Section 117"}}, ["Section 117"]),
        ({"contacts": [{"label": "Childline", "value": "0800 1111"}]}, ["Childline: 0800 1111"]),
        ({"contacts": [{"label": None, "value": "999"}]}, ["999"]),
        ({"buttons": [{"title": "Yes", "token": "b1"}]}, ["[Yes]"]),
    ],
)
def test_what_came_with_a_message_is_named(
    app: FastAPI, sessions: Sessions, sam: Staff, extras: dict[str, Any], shown: list[str]
) -> None:
    case_id = add_case(sessions)
    add_message(sessions, 1, "bot", "words", extras=extras)
    (line,) = seen(app, sessions, case_id, sam).lines
    assert line.shown == shown


def test_the_summary_is_what_the_visitor_sees_with_their_corrections(
    app: FastAPI, sessions: Sessions, sam: Staff
) -> None:
    case_id = add_case(
        sessions, summary={"needs": ["sleep"], "ages": [7], "corrected": {"what_would_help": "a quiet night"}}
    )
    told = [said for _, said in seen(app, sessions, case_id, sam).summary]
    assert told[1:] == ["7", "Peterborough", "a quiet night"]


def test_a_case_that_is_not_there(sessions: Sessions) -> None:
    with sessions() as session, pytest.raises(NoSuchCase):
        find(session, 404)
