"""Alarms without a case: what could not be saved, and parts of the product that fail. At once, as well as can be."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from time import monotonic
from uuid import uuid4

from bot.handoff.alarm_watch import pause
from bot.handoff.duty import Channel, Rota
from bot.handoff.letter import Event, Letter, Letters
from bot.handoff.post_room import PostRoom

log = logging.getLogger(__name__)

AT_MOST_EVERY = 60.0  # seconds for each kind
_TRIES = 6


@dataclass
class DirectAlarm:
    """Tells every post on call. Needs no database; what is not delivered in a few tries is in the log only."""

    rota: Rota
    letters: Letters
    post_room: PostRoom
    steady: Callable[[], float] = monotonic
    _last: dict[str, float] = field(default_factory=dict)
    _loop: asyncio.AbstractEventLoop | None = None
    _under_way: set[asyncio.Task[None]] = field(default_factory=set)

    def open(self) -> None:
        """Note the event loop of the server, so that any thread can raise an alarm."""
        self._loop = asyncio.get_running_loop()

    def not_saved(self) -> None:
        """Say that a message that calls for a person could not be saved. From any thread; never raises."""
        self._raise("not_saved", "")

    def technical(self, what: str) -> None:
        """Say that a part of the product fails. `what` names the part, and is never a visitor's words.

        From any thread; never raises. For each part at most one alarm a minute goes out.
        """
        self._raise("technical", what)

    def _raise(self, event: Event, what: str) -> None:
        log.error("direct alarm: %s %s", event, what)
        last, now = self._last.get(event + what), self.steady()
        if last is not None and now - last < AT_MOST_EVERY:
            return
        self._last[event + what] = now
        if self._loop and not self._loop.is_closed():
            letter = self.letters.direct(event, key=f"{event}-{uuid4().hex}", what=what)
            self._loop.call_soon_threadsafe(self._send, letter)

    def _send(self, letter: Letter) -> None:
        for channel, address in {*self._ways()}:
            task = asyncio.ensure_future(self._try(channel, address, letter))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)

    def _ways(self) -> Iterator[tuple[Channel, str]]:
        for team in self.rota.teams():
            for post in team.posts:
                yield from (way for way in post.ways() if way[0] in self.post_room.carriers)

    async def _try(self, channel: Channel, address: str, letter: Letter) -> None:
        for tries in range(1, _TRIES + 1):
            try:
                return await self.post_room.deliver(channel, address, letter)
            except Exception as error:
                log.error("direct alarm was not delivered (try %d): %s", tries, type(error).__name__)
            await asyncio.sleep(pause(tries))
        return None
