"""A database in a file with one conversation in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from bot.database import Base, connect
from bot.front_door import conversations
from bot.models import Conversation
from tests.bot.house import NOW


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    engine = connect(f"sqlite:///{tmp_path / 'fingerpost.db'}")
    Base.metadata.create_all(engine)
    with Session(engine, expire_on_commit=False) as session:
        yield session
    engine.dispose()


@pytest.fixture
def conversation(session: Session) -> Conversation:
    conversation, _ = conversations.start(
        session, channel="web", audience=None, area=None, language=None, now=NOW
    )
    session.flush()
    return conversation
