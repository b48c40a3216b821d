"""The actions, over a small directory in a database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from rasa_sdk.interfaces import Action
from sqlalchemy import create_engine
from sqlalchemy.orm import Session, sessionmaker

from actions.cards import Cards
from actions.library import Library
from actions.needs import Needs
from actions.server import all_actions
from actions.words import Words
from services_directory.checks import record
from services_directory.load import load
from services_directory.models import Base
from tests.actions.acting import CONTENT, EVIDENCE, NOW, WRONG


@pytest.fixture(scope="session")
def sessions(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sessionmaker[Session]]:
    engine = create_engine(f"sqlite:///{tmp_path_factory.mktemp('directory') / 'directory.db'}")
    Base.metadata.create_all(engine)
    load(engine, CONTENT)
    made = sessionmaker(engine)
    with made.begin() as session:
        for wrong in (
            f"phone/{WRONG}",
            *(f"{entry}/all/{EVIDENCE['source']}" for entry in ("shut-door", "their-form")),
        ):
            record(session, wrong, outcome="wrong", checked=NOW.date(), by="Lou", how="rang")
    yield made
    engine.dispose()


@pytest.fixture(scope="session")
def library(sessions: sessionmaker[Session]) -> Library:
    return Library(sessions, lambda: NOW)


@pytest.fixture(scope="session")
def cards(library: Library) -> Cards:
    with library.open() as session:
        return Cards(Words.load(), Needs.load(session))


@pytest.fixture(scope="session")
def actions(sessions: sessionmaker[Session]) -> dict[str, Action]:
    """Every action by its name."""
    return {str(action.name()): action for action in all_actions(sessions, clock=lambda: NOW)}
