"""A database with a real fault: locked, full, or its server gone. Before and after it nothing is lost."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from typing import Any

import pytest
from sqlalchemy import create_engine, event, text

from tests.bot.handoff.on_call import OnCall
from tests.bot.house import DISCLOSURE, EVERYDAY, House

pytestmark = pytest.mark.anyio


@contextmanager
def _opened_with(house: House, pragma: str) -> Iterator[None]:
    """Have every connection to SQLite opened with a pragma of the test's."""
    engine = house.sessions.kw["bind"]

    def prepare(connection: Any, *_: Any) -> None:
        connection.execute(f"PRAGMA {pragma}")

    engine.dispose()
    event.listen(engine, "connect", prepare)
    try:
        yield
    finally:
        event.remove(engine, "connect", prepare)
        engine.dispose()


@contextmanager
def locked(house: House) -> Iterator[None]:
    """Somebody else holds the pen for longer than anybody waits for it."""
    file = house.sessions.kw["bind"].url.database
    with _opened_with(house, "busy_timeout=20"), closing(sqlite3.connect(file)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        yield


@contextmanager
def full(house: House) -> Iterator[None]:
    """The disk takes not one page more."""
    engine = house.sessions.kw["bind"]
    with closing(engine.raw_connection()) as connection:
        connection.execute("VACUUM")  # what earlier tests left free
    with _opened_with(house, "max_page_count=1"):  # as many as there are now
        yield


@contextmanager
def gone(house: House) -> Iterator[None]:
    """The PostgreSQL server breaks off every connection, and takes none."""
    url = house.sessions.kw["bind"].url
    server = create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"ALTER DATABASE {url.database} ALLOW_CONNECTIONS false"))
        _break_off(connection, url.database)
        yield
        connection.execute(text(f"ALTER DATABASE {url.database} ALLOW_CONNECTIONS true"))
    server.dispose()


def _break_off(connection: Any, database: str | None) -> None:
    breaks = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"
    connection.execute(text(breaks), {"name": database})


LONG = "and it goes on and on. " * 300  # more than fits into the pages that are there

FAULTS = [
    pytest.param("built_house", locked, id="locked"),
    pytest.param("built_house", full, id="full"),
    pytest.param("house_on_postgresql", gone, id="gone"),
]


@pytest.mark.parametrize(("name", "fault"), FAULTS)
async def test_the_card_the_truth_and_nothing_lost_afterwards(
    request: pytest.FixtureRequest, name: str, fault: Callable[[House], AbstractContextManager[None]]
) -> None:
    house: House = request.getfixturevalue(name)
    house.tidy_up()
    words = f"{LONG} {DISCLOSURE}"
    async with house.visitor() as visitor:
        await visitor.says(EVERYDAY)
        with fault(house):
            *card, truth = await visitor.says(words, client_id="a")
            assert card[0]["kind"] == "safety"
            assert truth["text"] == house.door.words.say("not_saved")
        again = await visitor.says(words, client_id="a")
        assert again[0]["seq"] > 0
    assert len(house.cases()) == 1
    kept = [entry.text for entry in house.journal(visitor.id) if entry.author == "user"]
    assert kept == [EVERYDAY, words]


@pytest.mark.parametrize(("name", "fault"), [*FAULTS[:1], *FAULTS[2:]])
async def test_the_first_words_of_all(
    request: pytest.FixtureRequest, name: str, fault: Callable[[House], AbstractContextManager[None]]
) -> None:
    house: House = request.getfixturevalue(name)
    house.tidy_up()
    async with house.web() as web:
        with fault(house):
            refused = await web.post("/api/conversations", json={"text": DISCLOSURE})
        assert (refused.status_code, refused.json()["error"]["code"]) == (503, "not_saved")
        assert refused.json()["messages"][0]["contacts"]
        assert (await web.post("/api/conversations", json={"text": DISCLOSURE})).status_code == 201


async def test_connections_that_the_server_dropped_cost_no_message(house_on_postgresql: House) -> None:
    house_on_postgresql.tidy_up()
    url = house_on_postgresql.sessions.kw["bind"].url
    server = create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    async with house_on_postgresql.visitor() as visitor:
        with server.connect() as connection:
            _break_off(connection, url.database)
        messages = await visitor.says(DISCLOSURE)
    server.dispose()
    assert messages[0]["seq"] > 0
    assert len(house_on_postgresql.cases()) == 1


async def test_with_the_database_locked_the_posts_on_call_are_told_directly(
    on_call: OnCall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(on_call.house.door.unsaved, "direct_alarm", on_call.direct)
    on_call.direct.open()
    async with on_call.house.visitor() as visitor:
        with locked(on_call.house):
            await visitor.says(DISCLOSURE)
    assert await asyncio.to_thread(on_call.web.arrived.acquire, timeout=10)
    assert [one["event"] for one in on_call.web.received] == ["not_saved"]
