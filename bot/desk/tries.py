"""Tries to sign in by network address, and how long to wait before the next one.

A slow-down and not a lock: an office is often one address, and waits half a minute at most after somebody in it
has been guessing. Kept in memory: a restart forgets it. The lock of an account is `bot.handoff.lock_out`.
"""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta
from math import ceil
from threading import Lock

from bot.handoff.staff import Refused

_REMEMBERED = timedelta(minutes=15)
_FREE_EACH, _LONGEST_EACH = 5, timedelta(seconds=30)
_FREE_ALL, _LONGEST_ALL = 50, timedelta(seconds=5)

_Moments = deque[datetime]


class Tries:
    """The tries of the last quarter of an hour that did not succeed: of each address, and of all together."""

    def __init__(self) -> None:
        self._all: _Moments = deque()
        self._each: dict[str, _Moments] = {}
        self._lock = Lock()

    def admit(self, address: str, *, now: datetime) -> None:
        """Note a try; raises Refused with the whole seconds for which this address must still wait."""
        with self._lock:
            self._forget(now)
            own = self._each.setdefault(address, deque())
            wait = max(
                _left(own, _FREE_EACH, _LONGEST_EACH, now), _left(self._all, _FREE_ALL, _LONGEST_ALL, now)
            )
            # Noted before the password is checked, so that a hundred tries at once count as a hundred.
            if not wait:
                own.append(now)
                self._all.append(now)
        if wait:
            raise Refused("too_many_tries", wait=wait)

    def succeeded(self, address: str, *, now: datetime) -> None:
        """Forget the tries of this address, and among those of all the one admitted at `now`."""
        with self._lock:
            self._each.pop(address, None)
            if now in self._all:
                self._all.remove(now)

    def _forget(self, now: datetime) -> None:
        for moments in (self._all, *self._each.values()):
            while moments and moments[0] <= now - _REMEMBERED:
                moments.popleft()
        self._each = {address: moments for address, moments in self._each.items() if moments}


def _left(moments: _Moments, free: int, longest: timedelta, now: datetime) -> int:
    # After the free tries the wait doubles with each further one: 1 s, 2 s, 4 s … up to the longest.
    extra = len(moments) - free
    if extra < 0:
        return 0
    wait = min(timedelta(seconds=2 ** min(extra, 10)), longest)
    return max(0, ceil((moments[-1] + wait - now).total_seconds()))
