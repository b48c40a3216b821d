"""Rasa's database, as its tracker store makes it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.privacy.erasure import Eraser

Remember = Callable[..., None]


@pytest.fixture
def in_rasa(tmp_path: Path) -> Path:
    return tmp_path / "assistant.db"


@pytest.fixture
def eraser(in_rasa: Path) -> Eraser:
    return Eraser(in_rasa)


@pytest.fixture
def remember(in_rasa: Path) -> Remember:
    """Let Rasa keep an event of these conversations."""

    def remember(*conversation_ids: str, text: str = "xylophone") -> None:
        with closing(sqlite3.connect(in_rasa)) as connection:
            connection.execute("CREATE TABLE IF NOT EXISTS events (id INTEGER, sender_id TEXT, data TEXT)")
            rows = [(conversation_id, text * 500) for conversation_id in conversation_ids]
            connection.executemany("INSERT INTO events (sender_id, data) VALUES (?, ?)", rows)
            connection.commit()

    return remember
