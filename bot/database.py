"""The database: one engine, one declarative base, a session for each piece of work."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, DateTime, Engine, create_engine, event
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker
from sqlalchemy.types import TypeDecorator

Sessions = sessionmaker[Session]


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
        "busy_timeout=10000",  # ms; below the 12 s that a page waits. SQLite is not fair: of many, one may wait long
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A reader that later wants to write would be refused; so whoever begins holds the pen from the start.
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def with_driver(url: str) -> str:
    """Return an address that names our driver: `postgresql://…` alone would ask for another one."""
    return url.replace("postgresql://", "postgresql+psycopg://", 1)


def connect(url: str) -> Engine:
    """Return an engine for a `sqlite:///…` or `postgresql://…` address."""
    # An error must not print what somebody wrote.
    # A connection that the server has dropped is noticed and made anew: its next user may have something to disclose.
    engine = create_engine(with_driver(url), hide_parameters=True, pool_pre_ping=True)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def sessions(engine: Engine) -> Sessions:
    """Return the maker of sessions: `with sessions.begin() as session:` commits at the end."""
    return sessionmaker(engine, expire_on_commit=False)


def overwrite_erased(sessions: Sessions) -> None:
    """Empty SQLite's log of changes, in which what was erased would stand until it is full; else do nothing."""
    engine: Engine = sessions.kw["bind"]
    if engine.dialect.name == "sqlite":
        connection = engine.raw_connection()  # not a session: that would begin a transaction
        try:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            connection.close()
