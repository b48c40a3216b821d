"""Trackers at hand, the database as the truth, and no words of a visitor in an error."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from sqlalchemy.exc import IntegrityError

from bot.assistant import tracker_store
from bot.assistant.tracker_store import NearbyTrackerStore

# Rasa 3.6 makes its address the old way.
pytestmark = pytest.mark.filterwarnings("ignore:Calling URL")

DOMAIN = Domain.empty()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "assistant.db"


def _store(path: Path) -> NearbyTrackerStore:
    return NearbyTrackerStore(DOMAIN, dialect="sqlite", db=str(path))


def _say(store: NearbyTrackerStore, conversation: str, text: str) -> None:
    async def said() -> None:
        tracker = await store.get_or_create_tracker(conversation, append_action_listen=False)
        tracker.update(UserUttered(text))
        await store.save(tracker)

    asyncio.run(said())


def _texts(store: NearbyTrackerStore, conversation: str) -> list[str]:
    tracker = asyncio.run(store.retrieve(conversation))
    return [event.text for event in tracker.events if isinstance(event, UserUttered)] if tracker else []


def test_a_conversation_is_at_hand_and_in_the_database(path: Path) -> None:
    store = _store(path)
    _say(store, "a", "one")
    _say(store, "a", "two")
    assert _texts(store, "a") == ["one", "two"]
    assert asyncio.run(store.retrieve("a")) is asyncio.run(store.retrieve("a"))
    assert _texts(_store(path), "a") == ["one", "two"]


def test_only_the_latest_are_at_hand(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tracker_store, "AT_HAND", 1)
    store = _store(path)
    for conversation in ("a", "b"):
        _say(store, conversation, conversation)
    assert asyncio.run(store.retrieve("a")) is not asyncio.run(store.retrieve("a"))
    assert _texts(store, "a") == ["a"]


def test_what_cannot_be_stored_is_not_at_hand_and_not_in_the_error(path: Path) -> None:
    store = _store(path)
    _say(store, "a", "stored")
    with store.engine.connect() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER full BEFORE INSERT ON events BEGIN SELECT RAISE(ABORT, 'full'); END"
        )
    with pytest.raises(IntegrityError) as failed:
        _say(store, "a", "quokka")
    assert "quokka" not in str(failed.value)
    assert "a" not in store._at_hand
