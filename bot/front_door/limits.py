"""Limits on opening conversations in bulk and on bodies that repeat. Never on a child who types fast."""

from __future__ import annotations

import hashlib
import threading
from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.errors import TooMany

_MINUTE = timedelta(minutes=1)
_REMEMBERED = 10_000  # callers and texts; more than this machine can serve in a minute


class Limits:
    """Counts in memory, for one minute. Texts are kept as hashes only."""

    def __init__(self, *, opened: int, same_text: int, clock: Callable[[], datetime]) -> None:
        self._opened = opened
        self._same_text = same_text
        self._clock = clock
        self._times: dict[str, deque[datetime]] = {}
        self._counting = threading.Lock()

    def opens(self, caller: str) -> None:
        """Count a new conversation of a caller (an address); raises TooMany."""
        self._count(f"open {caller}", self._opened)

    def repeats(self, conversation_id: str, text: str) -> None:
        """Count the same words in a conversation; raises TooMany."""
        digest = hashlib.sha256(text.encode()).hexdigest()
        self._count(f"text {conversation_id} {digest}", self._same_text)

    def _count(self, key: str, at_most: int) -> None:
        now = self._clock()
        with self._counting:
            if len(self._times) > _REMEMBERED:
                self._times = {key: times for key, times in self._times.items() if times[-1] > now - _MINUTE}
            times = self._times.setdefault(key, deque(maxlen=at_most))
            # A time that is still to come was counted before the clock was put back: it must not bar anybody.
            if len(times) == at_most and now - _MINUTE < times[0] <= now:
                raise TooMany(retry_after=int((times[0] + _MINUTE - now).total_seconds()) + 1)
            times.append(now)
