"""A layer of the screen fails: every reply carries the urgent lines, and the posts on call are told once."""

from __future__ import annotations

import asyncio
from typing import NoReturn

import pytest

from bot.safety.screen import Screen
from tests.bot.handoff.on_call import OnCall
from tests.bot.house import DISCLOSURE, EVERYDAY, House, kinds, says_999

pytestmark = pytest.mark.anyio


@pytest.fixture
def broken_layer(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> NoReturn:
        raise ZeroDivisionError("xylophone")

    monkeypatch.setattr(Screen, "_hear", fail)


@pytest.mark.usefixtures("broken_layer")
async def test_an_everyday_reply_carries_the_urgent_lines(house: House) -> None:
    async with house.visitor() as visitor:
        messages = await visitor.says(EVERYDAY)
    assert kinds(messages)[-1] == "safety"
    assert says_999(messages)
    assert len(messages) > 1


@pytest.mark.usefixtures("broken_layer")
async def test_a_plain_disclosure_gets_its_card_and_a_case(house: House) -> None:
    async with house.visitor() as visitor:
        messages = await visitor.says(DISCLOSURE)
    assert says_999(messages)
    assert len(house.cases()) == 1


@pytest.mark.usefixtures("broken_layer")
async def test_one_technical_alarm_goes_out(on_call: OnCall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(on_call.house.door, "direct_alarm", on_call.direct)
    on_call.direct.open()
    async with on_call.house.visitor() as visitor:
        for _ in range(3):
            await visitor.says(EVERYDAY)
    assert await asyncio.to_thread(on_call.web.arrived.acquire, timeout=10)
    assert [told["event"] for told in on_call.web.received] == ["technical"]
