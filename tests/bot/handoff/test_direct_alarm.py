"""An alarm that needs no database: at once, to everybody on call, from any thread, and not over and over."""

from __future__ import annotations

import asyncio
import json

import pytest

from bot.handoff import direct_alarm
from bot.handoff.direct_alarm import AT_MOST_EVERY
from tests.bot.handoff.on_call import OnCall, rota

pytestmark = pytest.mark.anyio


async def _arrived(on_call: OnCall, times: int = 1) -> list[dict[str, object]]:
    """Wait until so many webhooks have come."""
    for _ in range(times):
        assert await asyncio.to_thread(on_call.web.arrived.acquire, timeout=10)
    await asyncio.gather(*on_call.direct._under_way)
    return on_call.web.received


async def test_everybody_on_call_is_told_once(on_call: OnCall) -> None:
    on_call.direct.open()
    on_call.direct.not_saved()
    (told,) = await _arrived(on_call)
    assert (told["event"], told["case"], told["link"]) == ("not_saved", None, "http://desk.example/desk")
    assert "could not be saved" in str(told["text"])
    assert on_call.mail.to == ["duty@example.gov.uk"]


async def test_from_another_thread(on_call: OnCall) -> None:
    on_call.direct.open()
    await asyncio.to_thread(on_call.direct.technical, "the classifier")
    (told,) = await _arrived(on_call)
    assert "the classifier" in str(told["text"])


async def test_of_each_kind_one_a_minute(on_call: OnCall) -> None:
    on_call.direct.open()
    for _ in range(5):
        on_call.direct.not_saved()
        on_call.direct.technical("the classifier")
        on_call.direct.technical("the patterns")
    assert len(await _arrived(on_call, 3)) == 3
    on_call.steady.now += AT_MOST_EVERY
    on_call.direct.not_saved()
    assert len(await _arrived(on_call)) == 4


async def test_it_is_tried_again(on_call: OnCall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(direct_alarm, "pause", lambda _: 0.0)
    on_call.web.mood = "broken"
    on_call.direct.open()
    on_call.direct.not_saved()
    assert await asyncio.to_thread(on_call.web.arrived.acquire, timeout=10)
    on_call.web.mood = "sound"
    assert len(await _arrived(on_call)) == 1
    assert len({json.loads(body)["key"] for _, body in on_call.web.tried}) == 1


async def test_what_stays_broken_is_given_up_and_disturbs_nobody(
    on_call: OnCall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(direct_alarm, "pause", lambda _: 0.0)
    on_call.web.mood = "broken"
    on_call.direct.open()
    on_call.direct.not_saved()
    await _arrived(on_call, 6)
    assert (len(on_call.web.tried), on_call.mail.to) == (6, ["duty@example.gov.uk"])


async def test_nobody_on_call_or_no_server_yet_is_no_error(on_call: OnCall) -> None:
    on_call.direct.not_saved()  # before the server runs
    on_call.restart(rota([]))
    on_call.direct.open()
    on_call.direct.not_saved()
    await asyncio.gather(*on_call.direct._under_way)
    assert on_call.web.tried == []
