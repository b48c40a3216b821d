"""Tells the open streams of a conversation that there is something new, from any thread of this process."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager


class Bell:
    """Rings for everybody who listens to a conversation. Nothing is carried: listeners read the journal."""

    def __init__(self) -> None:
        self._listening: defaultdict[str, set[asyncio.Event]] = defaultdict(set)
        self._loop: asyncio.AbstractEventLoop | None = None

    @contextmanager
    def listening(self, conversation_id: str) -> Iterator[asyncio.Event]:
        """Give the event that a ring sets. Clear it before reading, so that no ring in between is missed."""
        self._loop = asyncio.get_running_loop()
        event = asyncio.Event()
        self._listening[conversation_id].add(event)
        try:
            yield event
        finally:
            self._listening[conversation_id].discard(event)
            if not self._listening[conversation_id]:
                del self._listening[conversation_id]

    def ring(self, conversation_id: str) -> None:
        """Wake the listeners; harmless when there are none."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._wake, conversation_id)

    def _wake(self, conversation_id: str) -> None:
        for event in self._listening.get(conversation_id, ()):
            event.set()


async def rings(event: asyncio.Event, *, within: float) -> bool:
    """Wait for a ring, at most so many seconds. Returns whether it rang."""
    try:
        async with asyncio.timeout(within):
            return await event.wait()
    except TimeoutError:
        return False
