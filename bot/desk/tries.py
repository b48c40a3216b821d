"""Tries to sign in, and how long to wait before the next one.

A slow-down and not a lock: when somebody has been guessing at a password, its owner waits half a minute at
most after the guessing stops. Kept in memory: a restart forgets it, and it holds no password.
"""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta
from math import ceil
from threading import Lock

_REMEMBERED = timedelta(minutes=15)
_FREE_EACH, _LONGEST_EACH = 5, timedelta(seconds=30)
_FREE_ALL, _LONGEST_ALL = 50, timedelta(seconds=5)

_Moments = deque[datetime]


class Tries:
    """The tries of the last quarter of an hour that did not succeed: of each e-mail, and of all together."""

    def __init__(self) -> None:
        self._all: _Moments = deque()
        self._each: dict[str, _Moments] = {}
        self._lock = Lock()

    def admit(self, email: str, *, now: datetime) -> int:
        """Return 0 and note a try, or the whole seconds for which this e-mail must still wait."""
        with self._lock:
            self._forget(now)
            own = self._each.setdefault(_key(email), deque())
            wait = max(
                _left(own, _FREE_EACH, _LONGEST_EACH, now), _left(self._all, _FREE_ALL, _LONGEST_ALL, now)
            )
            # Noted before the password is checked, so that a hundred tries at once count as a hundred.
            if not wait:
                own.append(now)
                self._all.append(now)
        return wait

    def succeeded(self, email: str, *, now: datetime) -> None:
        """Forget the tries of this e-mail, and among those of all the one admitted at `now`."""
        with self._lock:
            self._each.pop(_key(email), None)
            if now in self._all:
                self._all.remove(now)

    def _forget(self, now: datetime) -> None:
        for moments in (self._all, *self._each.values()):
            while moments and moments[0] <= now - _REMEMBERED:
                moments.popleft()
        self._each = {email: moments for email, moments in self._each.items() if moments}


def _key(email: str) -> str:
    return email.strip().casefold()


def _left(moments: _Moments, free: int, longest: timedelta, now: datetime) -> int:
    # After the free tries the wait doubles with each further one: 1 s, 2 s, 4 s … up to the longest.
    extra = len(moments) - free
    if extra < 0:
        return 0
    wait = min(timedelta(seconds=2 ** min(extra, 10)), longest)
    return max(0, ceil((moments[-1] + wait - now).total_seconds()))
