"""The way to Rasa: an answer that can be shown, or None, and never the visitor's words in a log."""

from __future__ import annotations

import asyncio
import json
import logging
from typing import Any

import httpx
import pytest

from bot.front_door.assistant import PATH, SECRET_HEADER, Answer, Assistant

pytestmark = pytest.mark.anyio

CANARY = "xylophone marmalade"
WHOLE = {"messages": [{"text": "Hello", "buttons": None, "custom": None}], "slots": {"area": None}}


async def _ask(answer: Any, *, within: float = 5.0) -> Answer | None:
    assistant = Assistant(url="http://rasa", secret="s3cret", transport=httpx.MockTransport(answer))
    try:
        return await assistant.ask("c1", CANARY, metadata={"action": "none"}, within=within)
    finally:
        await assistant.close()


async def test_what_is_asked() -> None:
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200, json=WHOLE)

    assert await _ask(answer) is not None
    (request,) = asked
    assert request.url.path == PATH
    assert request.headers[SECRET_HEADER] == "s3cret"
    assert json.loads(request.content) == {
        "conversation": "c1",
        "text": CANARY,
        "metadata": {"action": "none"},
    }


async def test_what_is_answered() -> None:
    custom = {"kind": "services", "services": [{"id": "home-start"}]}
    said = {"text": "Hi", "buttons": [{"title": "Sleep", "payload": "/x"}], "custom": custom}
    body = {"messages": [said, {"text": None, "custom": {"person": True}}], "slots": {"needs": ["sleep"]}}
    answer = await _ask(lambda _: httpx.Response(200, json=body))
    assert answer is not None
    first, second = answer.messages
    assert (first.text, second.text, answer.slots) == ("Hi", None, {"needs": ["sleep"]})
    assert first.buttons is not None
    assert first.buttons[0].payload == "/x"
    assert first.custom is not None
    assert first.custom.services == [{"id": "home-start"}]
    assert second.custom is not None
    assert second.custom.person


async def test_nothing_to_say_is_an_answer() -> None:
    answer = await _ask(lambda _: httpx.Response(200, json={"messages": [], "slots": {}}))
    assert answer == Answer(messages=[], slots={})


def _fail(error: Exception) -> Any:
    def answer(_: httpx.Request) -> httpx.Response:
        raise error

    return answer


def _body(content: Any) -> Any:
    return lambda _: httpx.Response(200, json=content)


@pytest.mark.parametrize(
    "answer",
    [
        _fail(httpx.ConnectError("refused")),
        _fail(httpx.ReadTimeout("late")),
        _fail(httpx.RemoteProtocolError("gone")),
        lambda _: httpx.Response(500, json=WHOLE),
        lambda _: httpx.Response(302, headers={"Location": "http://elsewhere"}),
        lambda _: httpx.Response(200, content=b"<html>"),
        lambda _: httpx.Response(200, content=b"\xff\xfe"),
        lambda _: httpx.Response(200, content=b""),
        _body([]),
        _body("hello"),
        _body(None),
        _body({}),
        _body({"messages": None, "slots": {}}),
        _body({"messages": ["hello"], "slots": {}}),
        _body({"messages": [{"text": 7}], "slots": {}}),
        _body({"messages": [{"text": "Hi", "buttons": [{"title": "No payload"}]}], "slots": {}}),
        _body({"messages": [{"text": "Hi", "custom": "text"}], "slots": {}}),
        _body({"messages": [{"text": "Hi", "custom": {"services": ["home-start"]}}], "slots": {}}),
        _body({"messages": [{"text": "Hi", "custom": {"pathway": "a"}}], "slots": {}}),
        _body({"messages": [], "slots": ["area"]}),
    ],
)
async def test_whatever_goes_wrong_is_none(answer: Any, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        assert await _ask(answer) is None
    assert "the assistant gave no answer" in caplog.text
    assert "xylophone" not in caplog.text


async def test_a_server_that_never_answers_is_left_in_time() -> None:
    async def hang(_: httpx.Request) -> httpx.Response:
        await asyncio.Event().wait()
        raise AssertionError

    async with asyncio.timeout(5):
        assert await _ask(hang, within=0.01) is None
