"""The bell wakes those who listen, from any thread, and forgets nobody in between."""

from __future__ import annotations

import asyncio

import pytest

from bot.front_door.bell import Bell, rings

SOON = 5.0  # seconds that no test that passes waits for
pytestmark = pytest.mark.anyio


async def test_a_ring_from_another_thread_wakes_every_listener() -> None:
    bell = Bell()
    with bell.listening("chat") as one, bell.listening("chat") as other:
        await asyncio.to_thread(bell.ring, "chat")
        assert await rings(one, within=SOON)
        assert await rings(other, within=SOON)


async def test_a_ring_before_the_waiting_is_not_lost() -> None:
    bell = Bell()
    with bell.listening("chat") as event:
        event.clear()
        bell.ring("chat")
        await asyncio.sleep(0)  # what a listener does in between: it reads
        assert await rings(event, within=SOON)


async def test_only_its_own_conversation() -> None:
    bell = Bell()
    with bell.listening("chat") as event:
        bell.ring("another")
        assert not await rings(event, within=0.01)


async def test_after_clearing_it_waits_again() -> None:
    bell = Bell()
    with bell.listening("chat") as event:
        bell.ring("chat")
        assert await rings(event, within=SOON)
        event.clear()
        assert not await rings(event, within=0.01)


async def test_who_has_gone_is_forgotten() -> None:
    bell = Bell()
    with bell.listening("chat"):
        pass
    assert not bell._listening
    bell.ring("chat")


async def test_nobody_has_ever_listened() -> None:
    Bell().ring("chat")


def test_the_loop_of_a_listener_is_closed() -> None:
    bell = Bell()

    async def listen() -> None:
        with bell.listening("chat"):
            pass

    asyncio.run(listen())
    bell.ring("chat")
