"""The journal cannot be written: the visitor still gets the card, and is told the truth."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, event
from sqlalchemy.exc import OperationalError

from bot.front_door import journal
from bot.models import Conversation
from tests.bot.handoff.on_call import OnCall
from tests.bot.house import DISCLOSURE, EMERGENCY, EVERYDAY, House

pytestmark = pytest.mark.anyio


@pytest.fixture
def break_database(house: House) -> Iterator[Callable[[], None]]:
    """Make every statement fail from a moment on."""
    engine = house.sessions.kw["bind"]

    def fail(*_: Any) -> None:
        raise OperationalError("INSERT", {"text": "xylophone"}, Exception("disk I/O error xylophone"))

    yield lambda: event.listen(engine, "before_cursor_execute", fail)
    if event.contains(engine, "before_cursor_execute", fail):
        event.remove(engine, "before_cursor_execute", fail)


def _words(messages: list[dict[str, Any]]) -> list[str]:
    return [message["text"] for message in messages]


async def test_an_everyday_message(house: House, break_database: Callable[[], None]) -> None:
    async with house.visitor() as visitor:
        break_database()
        messages = await visitor.says(EVERYDAY)
    assert _words(messages) == [house.door.words.say("not_saved")]
    assert messages[0]["seq"] == 0
    assert "999" in json.dumps(messages[0]["contacts"])


@pytest.mark.parametrize("text", [DISCLOSURE, EMERGENCY])
async def test_a_disclosure(house: House, break_database: Callable[[], None], text: str) -> None:
    async with house.visitor() as visitor:
        break_database()
        *card, truth = await visitor.says(text)
    assert {message["kind"] for message in card} == {"safety"}
    assert card[0]["contacts"]
    assert truth["text"] == house.door.words.say("not_saved")
    assert "passed" not in " ".join(_words(card))


async def test_the_database_file_is_read_only(house: House) -> None:
    engine = house.sessions.kw["bind"]

    def read_only(connection: Connection) -> None:
        connection.exec_driver_sql("PRAGMA query_only = ON")

    async with house.visitor() as visitor:
        event.listen(engine, "begin", read_only)
        try:
            messages = await visitor.says(DISCLOSURE)
        finally:
            event.remove(engine, "begin", read_only)
        assert messages[-1]["text"] == house.door.words.say("not_saved")
        assert _words(await visitor.says(EVERYDAY)) == ["Here is what could help."]


@pytest.mark.parametrize(("text", "card"), [(EVERYDAY, False), (DISCLOSURE, True)])
async def test_the_message_was_saved_and_the_answer_cannot_be(
    house: House, monkeypatch: pytest.MonkeyPatch, text: str, card: bool
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise OperationalError("INSERT", {}, Exception("disk full"))

    async with house.visitor() as visitor:
        with monkeypatch.context() as patch:
            patch.setattr(journal, "replies", fail)
            messages = await visitor.says(text)
    assert messages[-1]["text"] == house.door.words.say("late")
    assert bool(messages[:-1]) is card
    assert text in [entry.text for entry in house.journal(visitor.id)]
    assert len(house.cases()) == card


async def test_the_alarm_is_in_the_log_and_no_words_are(
    house: House, break_database: Callable[[], None], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        async with house.visitor() as visitor:
            break_database()
            await visitor.says(f"{DISCLOSURE} xylophone")
            refused = await visitor.call("PATCH", "/summary", json={"who": "xylophone"})
            assert refused.status_code == 503
            assert refused.json()["urgent"]
    assert [record.levelname for record in caplog.records].count("CRITICAL") == 2
    assert "xylophone" not in caplog.text


async def test_a_new_conversation(house: House, break_database: Callable[[], None]) -> None:
    async with house.web() as web:
        break_database()
        refused = await web.post("/api/conversations")
    assert refused.status_code == 503
    assert refused.json() == {
        "error": {"code": "not_saved", "message": house.door.words.error("not_saved")},
        "urgent": house.door.urgent(),
    }


async def test_a_new_conversation_that_begins_with_a_disclosure(
    house: House, break_database: Callable[[], None]
) -> None:
    async with house.web() as web:
        break_database()
        refused = await web.post("/api/conversations", json={"text": DISCLOSURE})
    assert refused.status_code == 503
    *card, truth = refused.json()["messages"]
    assert card[0]["contacts"]
    assert truth["text"] == house.door.words.say("not_saved")


async def test_sent_again_when_all_is_well_it_is_saved(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise OperationalError("INSERT", {}, Exception("locked"))

    async with house.visitor() as visitor:
        with monkeypatch.context() as patch:
            patch.setattr(journal, "write_down", fail)
            await visitor.says(DISCLOSURE, client_id="a")
        assert house.cases() == []
        messages = await visitor.says(DISCLOSURE, client_id="a")
    assert messages[0]["seq"] > 0
    assert len(house.cases()) == house.count(Conversation) == 1


@pytest.mark.parametrize(
    ("method", "rest", "body", "event"),
    [
        ("POST", "/messages", {"text": f"{DISCLOSURE} xylophone"}, "not_saved"),
        ("POST", "/messages", {"text": f"{EVERYDAY} xylophone"}, "technical"),
        ("POST", "/person", None, "not_saved"),
        ("PATCH", "/summary", {"who": "xylophone"}, "not_saved"),
        ("GET", "/messages", None, "technical"),
    ],
)
async def test_the_posts_on_call_are_told_directly(
    on_call: OnCall,
    break_database: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
    method: str,
    rest: str,
    body: dict[str, str] | None,
    event: str,
) -> None:
    for place in (on_call.house.door, on_call.house.door.unsaved):
        monkeypatch.setattr(place, "direct_alarm", on_call.direct)
    on_call.direct.open()
    async with on_call.house.visitor() as visitor:
        break_database()
        await visitor.call(method, rest, json=body)
    told = on_call.web.received
    while event not in [one["event"] for one in told]:  # another alarm may arrive before it
        assert await asyncio.to_thread(on_call.web.arrived.acquire, timeout=10)
    assert {one["case"] for one in told} == {None}
    assert "xylophone" not in json.dumps(told)
