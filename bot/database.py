"""The database: one engine, one declarative base, a session for each piece of work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, DateTime, Engine, create_engine, event
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker
from sqlalchemy.types import TypeDecorator

from bot.pen import Pen

Sessions = sessionmaker[Session]

_PATIENCE = 10.0  # seconds that a writer waits; below the 12 that a page waits
_READS = "fingerpost_reads"  # an option of a connection: it writes nothing
_HAS_PEN = "has_pen"


class Moment(TypeDecorator[datetime]):
    """A point in time, always in UTC. SQLite forgets time zones; this puts UTC back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Any) -> datetime | None:
        """Refuse a time without a zone, and store UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored: pass an aware datetime")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _dialect: Any) -> datetime | None:
        """Give the time back in UTC."""
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """The tables of conversations, cases and staff. The directory has its own base."""


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver begins nothing by itself: _begin_sqlite does
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",  # readers do not wait for the writer
        "synchronous=FULL",  # what was answered is on the disk: a power cut loses no message
        "foreign_keys=ON",
        "secure_delete=ON",  # what is erased is overwritten on the disk
        f"busy_timeout={_PATIENCE * 1000:.0f}",  # ms, for other processes: our own threads queue for the pen
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(engine: Engine) -> None:
    """Let writers queue, and readers pass.

    A reader that later wants to write would be refused; so whoever may write holds the pen from the start, until the
    connection is given back.
    """
    pen = Pen(_PATIENCE)

    def begin(connection: Connection) -> None:
        reads = _READS in connection.get_execution_options()
        record = connection.connection.record_info
        if not reads and record is not None and not record.get(_HAS_PEN):
            pen.take()
            record[_HAS_PEN] = True
        connection.exec_driver_sql(f"PRAGMA query_only={reads:d}")
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")

    def give_back(_connection: Any, record: Any) -> None:
        if record.record_info.pop(_HAS_PEN, False):
            pen.pass_on()

    event.listen(engine, "begin", begin)
    event.listen(engine.pool, "checkin", give_back)


def with_driver(url: str) -> str:
    """Return an address that names our driver: `postgresql://…` alone would ask for another one."""
    return url.replace("postgresql://", "postgresql+psycopg://", 1)


def connect(url: str) -> Engine:
    """Return an engine for a `sqlite:///…` or `postgresql://…` address."""
    # An error must not print what somebody wrote.
    # A connection that the server has dropped is noticed and made anew: its next user may have something to disclose.
    # Who waits for the pen holds a connection: SQLite's cost next to nothing, and readers must not wait for one.
    unlimited = {"max_overflow": -1} if url.startswith("sqlite:///") else {}
    engine = create_engine(with_driver(url), hide_parameters=True, pool_pre_ping=True, **unlimited)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        _begin_sqlite(engine)
    return engine


def sessions(engine: Engine) -> Sessions:
    """Return the maker of sessions: `with sessions.begin() as session:` commits at the end."""
    return sessionmaker(engine, expire_on_commit=False)


@contextmanager
def reading(sessions: Sessions) -> Iterator[Session]:
    """Give a session that waits for no writer and may write nothing."""
    with sessions() as session:
        session.connection(execution_options={_READS: True, "postgresql_readonly": True})
        yield session


def overwrite_erased(sessions: Sessions) -> None:
    """Empty SQLite's log of changes, in which what was erased would stand until it is full; else do nothing."""
    engine: Engine = sessions.kw["bind"]
    if engine.dialect.name == "sqlite":
        connection = engine.raw_connection()  # not a session: that would begin a transaction
        try:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            connection.close()
