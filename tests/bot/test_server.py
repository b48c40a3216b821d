"""The application as a whole: what it serves, and the watches that run beside it."""

from __future__ import annotations

import asyncio
import logging

import pytest

from bot import server
from tests.bot.house import CHECK_IN, DISCLOSURE, House

pytestmark = pytest.mark.anyio


async def test_it_says_that_it_is_up(house: House) -> None:
    async with house.web() as web:
        assert (await web.get("/health")).json() == {"status": "ok"}


async def test_the_contract_is_described(house: House) -> None:
    async with house.web() as web:
        paths = (await web.get("/api/openapi.json")).json()["paths"]
    root = "/api/conversations"
    one = f"{root}/{{conversation_id}}"
    assert {path: set(calls) for path, calls in paths.items() if path.startswith(root)} == {
        root: {"post"},
        one: {"delete"},
        f"{one}/messages": {"get", "post"},
        f"{one}/events": {"get"},
        f"{one}/person": {"post"},
        f"{one}/summary": {"get", "patch"},
        f"{one}/end": {"post"},
    }


def test_unsigned_content_is_a_demonstration(house: House) -> None:
    assert house.app.state.demonstration is True


async def _until_it_rings(house: House, conversation_id: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run the watches, often, until one of them says something to a visitor."""
    often = house.settings.model_copy(update={"watch_every": 0.01})
    monkeypatch.setitem(house.app.state._state, "settings", often)

    async def closed() -> None:
        """Leave the way to Rasa open for the other tests."""

    monkeypatch.setattr(house.door.assistant, "close", closed)
    with house.door.bell.listening(conversation_id) as rung:
        async with server._lifespan(house.app), asyncio.timeout(10):
            await rung.wait()


async def test_unanswered_cases_are_requeued_while_it_runs(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    sam = house.add_staff()
    async with house.visitor() as visitor:
        await visitor.says(DISCLOSURE)
    (case,) = house.cases()
    house.relay.take(case.id, sam)
    house.clock.move(seconds=house.settings.staff_answer_within + 1)
    await _until_it_rings(house, visitor.id, monkeypatch)
    assert house.cases()[0].state == "waiting"


async def test_who_has_gone_quiet_is_spoken_to_while_it_runs(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with house.visitor() as visitor:
        await visitor.says(CHECK_IN)
    house.clock.move(seconds=house.settings.check_in_again_after + 1)
    await _until_it_rings(house, visitor.id, monkeypatch)
    assert [case.action for case in house.cases()] == ["check_in"]


async def test_a_watch_that_failed_looks_again(caplog: pytest.LogCaptureFixture) -> None:
    looked = asyncio.Event()
    loop = asyncio.get_running_loop()
    times = 0

    def look() -> None:
        nonlocal times
        times += 1
        if times == 1:
            raise RuntimeError("xylophone")
        loop.call_soon_threadsafe(looked.set)

    with caplog.at_level(logging.DEBUG):
        watch = asyncio.create_task(server._again(0.0, look))
        async with asyncio.timeout(10):
            await looked.wait()
        watch.cancel()
        with pytest.raises(asyncio.CancelledError):
            await watch
    assert "a watch failed and goes on: RuntimeError" in caplog.text
    assert "xylophone" not in caplog.text
