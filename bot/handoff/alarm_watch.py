"""The watch that tells the posts on call: looks every second or so, sends what is due, and tries again what failed."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic

from bot.database import Sessions
from bot.handoff import alarms
from bot.handoff.alarms import Notice
from bot.handoff.duty import Rota
from bot.handoff.letter import Letters
from bot.handoff.post_room import PostRoom
from bot.models import Alarm

log = logging.getLogger(__name__)

LONGEST_PAUSE = 60.0  # seconds between two tries


def pause(tries: int) -> float:
    """Return how long to wait after so many failed tries, in seconds."""
    return min(2.0**tries, LONGEST_PAUSE)


@dataclass
class AlarmWatch:
    """One object for the process. Nothing that it remembers is needed after a restart."""

    sessions: Sessions
    rota: Rota
    letters: Letters
    post_room: PostRoom
    clock: Callable[[], datetime]
    steady: Callable[[], float] = monotonic
    _seen: dict[int, float] = field(default_factory=dict)  # alarm -> when first looked at
    _tries: dict[str, int] = field(default_factory=dict)
    _not_before: dict[str, float] = field(default_factory=dict)
    _under_way: dict[str, asyncio.Task[None]] = field(default_factory=dict)

    async def run(self, *, every: float) -> None:
        """Look now and then, for ever."""
        try:
            while True:
                await self._look_again()
                await asyncio.sleep(every)
        finally:
            for task in [*self._under_way.values()]:
                task.cancel()

    async def _look_again(self) -> None:
        try:
            await self.look()
        except Exception as error:
            log.critical("the alarms could not be looked at: %s", type(error).__name__)

    async def look(self) -> None:
        """Begin to send all that is due and not under way."""
        for notice in await asyncio.to_thread(self._due):
            pauses = self._not_before.get(notice.key, 0.0) > self.steady()
            if notice.key not in self._under_way and not pauses:
                self._under_way[notice.key] = asyncio.create_task(self._tell(notice))

    async def settle(self) -> None:
        """Wait until nothing is under way."""
        await asyncio.gather(*self._under_way.values())

    def _due(self) -> list[Notice]:
        before, self._seen = self._seen, {}
        now, steady = self.clock(), self.steady()

        def waited(alarm: Alarm) -> timedelta:
            # By whichever clock says longer: the one on the wall may be put back.
            self._seen[alarm.id] = seen = before.get(alarm.id, steady)
            return max(now - alarm.at, timedelta(seconds=steady - seen))

        with self.sessions.begin() as session:
            return alarms.due(
                session, self.rota, now=now, channels=self.post_room.carriers.keys(), waited=waited
            )

    async def _tell(self, notice: Notice) -> None:
        try:
            letter = self.letters.about_case(notice)
            await self.post_room.deliver(notice.channel, notice.address, letter)
            await asyncio.to_thread(self._note, notice)
        except Exception as error:
            tries = self._tries[notice.key] = self._tries.get(notice.key, 0) + 1
            self._not_before[notice.key] = self.steady() + pause(tries)
            log.error("alarm %s was not delivered (try %d): %s", notice.key, tries, type(error).__name__)
        else:
            self._tries.pop(notice.key, None)
            self._not_before.pop(notice.key, None)
        finally:
            del self._under_way[notice.key]

    def _note(self, notice: Notice) -> None:
        with self.sessions.begin() as session:
            alarms.note_told(session, notice, now=self.clock())
