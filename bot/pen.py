"""Whose turn it is to write: one after the other, in the order in which they asked."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass, field

from sqlalchemy.exc import TimeoutError as WaitedTooLong


@dataclass
class Pen:
    """One for a database that takes one writer at a time.

    SQLite lets those who wait try again at random, and newcomers before them: of many, one may wait for ever. Here
    the pen goes from hand to hand. Other processes still meet at SQLite's own lock.
    """

    patience: float  # seconds
    _guard: threading.Lock = field(default_factory=threading.Lock)
    _taken: bool = False
    _waiting: deque[threading.Event] = field(default_factory=deque)

    def take(self) -> None:
        """Wait until it is one's turn. Raises sqlalchemy's TimeoutError when that takes too long."""
        turn = self._ask()
        if turn is None:
            return
        came = False
        try:
            came = turn.wait(self.patience)
        finally:
            left = not came and self._leave(turn)
        if left:
            raise WaitedTooLong(f"the database was busy for {self.patience:g} seconds: try again")

    def _leave(self, turn: threading.Event) -> bool:
        """Leave the queue. False when the pen came at the last moment: it is ours."""
        with self._guard:
            waiting = turn in self._waiting
            if waiting:
                self._waiting.remove(turn)
            return waiting

    def _ask(self) -> threading.Event | None:
        """Return what will be set when it is our turn; None when it is now."""
        with self._guard:
            if not self._taken:
                self._taken = True
                return None
            turn = threading.Event()
            self._waiting.append(turn)
            return turn

    def pass_on(self) -> None:
        """Give the pen to whoever has waited longest, or put it down."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._taken = False
