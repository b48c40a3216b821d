"""The directory as actions use it: open for one action, closed after it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session, sessionmaker


@dataclass(frozen=True)
class Library:
    """The directory's sessions and the clock."""

    sessions: sessionmaker[Session]
    clock: Callable[[], datetime]

    @contextmanager
    def open(self) -> Iterator[Session]:
        """Open the directory for reading."""
        with self.sessions() as session:
            yield session

    def now(self) -> datetime:
        """Return the present moment, with its zone."""
        return self.clock()
