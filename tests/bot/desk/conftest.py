"""The desk in an app of its own, on a database in a file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI
from fastapi.templating import Jinja2Templates

from bot import database
from bot.database import Base, Sessions, connect
from bot.desk.door import add_desk
from bot.desk.tries import Tries
from bot.front_door.words import Words
from bot.handoff import password
from bot.models import Staff
from bot.web import TEMPLATES
from services_directory.models import Base as Directory
from services_directory.stale import checkers
from tests.bot.desk.fakes import SEAL, TARGET, Browser, Clock, FakeRelay, Trail, add_staff


@pytest.fixture(autouse=True)
def cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(password, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    password._hash_of_nobody.cache_clear()


@pytest.fixture
def sessions(tmp_path: Path) -> Iterator[Sessions]:
    engine = connect(f"sqlite:///{tmp_path / 'fingerpost.db'}")
    Base.metadata.create_all(engine)
    Directory.metadata.create_all(engine)
    yield database.sessions(engine)
    engine.dispose()


@pytest.fixture
def relay() -> FakeRelay:
    return FakeRelay()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def desk() -> FastAPI:
    """Made once: reading the words and compiling the templates takes longer than most tests."""
    app = FastAPI()
    app.state.templates = Jinja2Templates(TEMPLATES)
    app.state.door = SimpleNamespace(words=Words.load(days=30), need_names={"sleep": "better sleep"})
    add_desk(app)
    return app


@pytest.fixture
def app(desk: FastAPI, sessions: Sessions, relay: FakeRelay, clock: Clock) -> FastAPI:
    desk.state.sessions, desk.state.relay, desk.state.clock = sessions, relay, clock
    desk.state.casework = desk.state.held_lines = relay
    desk.state.second_step, desk.state.answer_target = False, TARGET
    desk.state.seal, desk.state.checkers = SEAL, checkers()
    desk.state.demonstration, desk.state.desk_tries = False, Tries()
    return desk


@pytest.fixture
def sam(sessions: Sessions) -> Staff:
    return add_staff(sessions)


@pytest.fixture
def outside(app: FastAPI) -> Browser:
    """A browser in which nobody is signed in."""
    return Browser(app)


@pytest.fixture
def browser(app: FastAPI, sam: Staff) -> Browser:
    """Sam's browser, signed in."""
    browser = Browser(app)
    assert browser.sign_in().status_code == 303
    return browser


@pytest.fixture
def trail(sessions: Sessions) -> Trail:
    return Trail(sessions)
