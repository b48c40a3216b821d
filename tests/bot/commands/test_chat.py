"""A conversation in the terminal, over the real API in this process."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from bot.commands import chat
from bot.errors import SetUpError
from tests.bot.house import EVERYDAY, House

CARD = {
    "id": "home-start",
    "name": "Home-Start",
    "what": "Visits at home.",
    "why": "Chosen because you told me about sleep.",
    "how_to_get": ["Ring them."],
    "contacts": [{"kind": "phone", "value": "01234 567890", "label": "weekdays"}],
    "freshness": "Last checked on 2026-11-01.",
}
RULE = {
    "answer": "Yes.",
    "because": "It is so.",
    "next_steps": ["Ask."],
    "law": "An Act",
    "caveat": None,
    "freshness": "From a page.",
}

Chat = Callable[..., str]


class Wire(httpx.BaseTransport):
    """Carries the requests of an ordinary client to the app in this process."""

    def __init__(self, house: House) -> None:
        self._house = house

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        async def carried() -> httpx.Response:
            async with self._house.web() as web:
                headers = {
                    name: request.headers[name]
                    for name in ("authorization", "content-type")
                    if name in request.headers
                }
                return await web.request(
                    request.method, request.url.path, content=request.read(), headers=headers
                )

        answer = asyncio.run(carried())
        return httpx.Response(answer.status_code, content=answer.content)


@pytest.fixture
def talk(house: House, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Chat:
    """Type these lines; returns what was printed."""
    client = httpx.Client

    def through(**options: Any) -> httpx.Client:
        return client(**options, transport=Wire(house))

    def talk(*lines: str, **known: str | None) -> str:
        typed = iter(lines)
        monkeypatch.setattr(httpx, "Client", through)
        monkeypatch.setattr("builtins.input", lambda _prompt: next(typed, chat.QUIT))
        chat.run(argparse.Namespace(**{"audience": None, "area": None, **known}))
        return capsys.readouterr().out

    return talk


def test_greeting_and_answer(talk: Chat, house: House) -> None:
    shown = talk(EVERYDAY, audience="parent")
    assert house.door.words.greeting("parent")[-1] in shown
    assert "Here is what could help." in shown


def test_a_number_presses_a_button(talk: Chat, house: House) -> None:
    house.rasa.says("Pick.", buttons=[{"title": "More", "payload": "/ask_more"}])
    shown = talk(EVERYDAY, "1", "2")
    assert "1. More" in shown
    assert [asked["text"] for asked in house.rasa.asked] == [EVERYDAY, "/ask_more", "2"]


def test_services_rules_and_contacts_are_printed(talk: Chat, house: House) -> None:
    house.rasa.says("Here.", custom={"kind": "services", "services": [CARD], "pathway": RULE})
    shown = talk(EVERYDAY)
    for words in ("Home-Start", "Ring them.", "01234 567890", "Last checked", "It is so.", "An Act"):
        assert words in shown
    assert "None" not in shown


def test_an_error_is_printed_and_the_chat_goes_on(talk: Chat, house: House) -> None:
    shown = talk(*[EVERYDAY] * 13, "something else")
    assert "[too_many]" in shown
    assert shown.rstrip().endswith("Here is what could help.")


def test_what_the_page_cannot_know(talk: Chat) -> None:
    with pytest.raises(SetUpError, match="could not be opened"):
        talk(area="leeds")


def test_nothing_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FINGERPOST_PORT", "1")
    with pytest.raises(SetUpError, match="make up"):
        chat.run(argparse.Namespace(audience=None, area=None))
