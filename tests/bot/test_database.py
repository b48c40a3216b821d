"""The database keeps times in UTC, holds its readers and writers apart, and never prints what somebody wrote."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError, StatementError

from bot import database
from bot.database import Sessions, connect, overwrite_erased, reading, with_driver
from bot.models import Base, Conversation, JournalEntry
from tests.bot.house import NOW, House


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("postgresql://u:p@db/x", "postgresql+psycopg://u:p@db/x"),
        ("postgresql+psycopg://u:p@db/x", "postgresql+psycopg://u:p@db/x"),
        ("sqlite:////var/x.db", "sqlite:////var/x.db"),
    ],
)
def test_the_driver_that_is_installed(url: str, address: str) -> None:
    assert with_driver(url) == address
    assert connect(url).url.render_as_string(hide_password=False) == address


def _conversation(last_at: datetime, *, id: str = "c") -> Conversation:
    return Conversation(id=id, token_hash="", channel="web", summary={}, opened_at=last_at, last_at=last_at)


def test_times_come_back_in_utc(either_house: House) -> None:
    summer = datetime(2026, 7, 1, 12, 0, tzinfo=timezone(timedelta(hours=1)))
    with either_house.sessions.begin() as session:
        session.add(_conversation(summer))
    kept = either_house.conversation("c").last_at
    assert (kept, kept.tzinfo) == (datetime(2026, 7, 1, 11, 0, tzinfo=UTC), UTC)


def test_a_time_without_a_zone_is_refused(house: House) -> None:
    with pytest.raises(StatementError, match="without a zone"), house.sessions.begin() as session:
        session.add(_conversation(NOW.replace(tzinfo=None)))


def test_an_error_does_not_print_what_somebody_wrote(house: House) -> None:
    with pytest.raises(SQLAlchemyError) as failed, house.sessions.begin() as session:
        session.add(JournalEntry(conversation_id="nobody's", seq=1, turn=1, text="xylophone", at=NOW))
    assert "xylophone" not in str(failed.value)


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("secure_delete", 1),
        ("busy_timeout", 10000),
    ],
)
def test_how_sqlite_is_opened(tmp_path: Path, pragma: str, value: object) -> None:
    engine = connect(f"sqlite:///{tmp_path / 'x.db'}")
    with engine.connect() as connection:
        assert connection.execute(text(f"PRAGMA {pragma}")).scalar() == value
    engine.dispose()


def _sqlite(folder: Path) -> Sessions:
    engine = connect(f"sqlite:///{folder / 'x.db'}")
    Base.metadata.create_all(engine)
    return database.sessions(engine)


def test_other_processes_wait_for_a_writer(tmp_path: Path) -> None:
    ours, theirs = _sqlite(tmp_path), _sqlite(tmp_path).kw["bind"]
    with ours.begin() as first, theirs.connect() as second:
        second.connection.dbapi_connection.execute("PRAGMA busy_timeout = 1")
        first.execute(text("SELECT 1"))
        with pytest.raises(SQLAlchemyError, match="locked"):
            second.execute(text("SELECT 1"))


def test_writers_on_sqlite_queue(tmp_path: Path) -> None:
    sessions = _sqlite(tmp_path)

    def write(number: int) -> None:
        with sessions.begin() as session:
            session.add(_conversation(NOW, id=f"{number}"))

    with ThreadPoolExecutor(16) as threads:
        list(threads.map(write, range(200)))
    with reading(sessions) as session:
        assert session.scalar(select(func.count()).select_from(Conversation)) == 200


@pytest.mark.parametrize("fails", [False, True])
def test_the_pen_is_given_back(tmp_path: Path, *, fails: bool) -> None:
    sessions = _sqlite(tmp_path)
    with suppress(ZeroDivisionError), sessions.begin() as session:
        session.add(_conversation(NOW))
        if fails:
            raise ZeroDivisionError
    with sessions.begin() as session:
        assert (session.get(Conversation, "c") is None) is fails


def test_a_reader_waits_for_no_writer(either_house: House) -> None:
    with either_house.sessions.begin() as writer:
        writer.add(_conversation(NOW))
        writer.flush()
        with reading(either_house.sessions) as reader:
            assert reader.get(Conversation, "c") is None
    with reading(either_house.sessions) as reader:
        assert reader.get(Conversation, "c") is not None


def test_a_reader_may_write_nothing_and_the_next_writer_may(either_house: House) -> None:
    with reading(either_house.sessions) as session:
        session.add(_conversation(NOW))
        with pytest.raises(SQLAlchemyError, match=r"read.?only"):
            session.flush()
    with either_house.sessions.begin() as session:
        session.add(_conversation(NOW))


def test_the_log_of_changes_is_emptied(tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path / 'x.db'}")
    Base.metadata.create_all(engine)
    assert (tmp_path / "x.db-wal").stat().st_size > 0
    overwrite_erased(database.sessions(engine))
    assert (tmp_path / "x.db-wal").stat().st_size == 0
    engine.dispose()


def test_on_postgresql_there_is_nothing_to_empty(house_on_postgresql: House) -> None:
    overwrite_erased(house_on_postgresql.sessions)
