"""Erasing a conversation: ours and Rasa's, whether Rasa runs or not."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from bot.models import Button, Case, Conversation

NO_TOKEN = ""  # no token has this hash, so nobody can open the conversation any more


@dataclass(frozen=True)
class Eraser:
    """Deletes conversations. `tracker_database` is the file in which Rasa keeps its events."""

    tracker_database: Path

    def erase(self, session: Session, conversation: Conversation) -> bool:
        """Erase a conversation; with a case, the record of it stays and only the visitor's view goes.

        Returns whether everything is gone.
        """
        session.execute(delete(Button).where(Button.conversation_id == conversation.id))
        if session.scalar(select(exists().where(Case.conversation_id == conversation.id))):
            conversation.token_hash, conversation.state = NO_TOKEN, "ended"
            return False
        session.delete(conversation)
        return True

    def known_to_rasa(self) -> set[str]:
        """Return the conversations of which Rasa keeps events."""
        with self._rasa() as connection:
            found = connection.execute("SELECT DISTINCT sender_id FROM events") if connection else ()
            return {sender_id for (sender_id,) in found}

    def forget_in_rasa(self, conversation_ids: Iterable[str]) -> None:
        """Delete Rasa's events of these conversations, overwriting them on the disk."""
        with self._rasa() as connection:
            if connection:
                rows = [(conversation_id,) for conversation_id in conversation_ids]
                connection.executemany("DELETE FROM events WHERE sender_id = ?", rows)
                connection.commit()

    @contextmanager
    def _rasa(self) -> Iterator[sqlite3.Connection | None]:
        """Open Rasa's database; None where Rasa has written nothing yet."""
        if not self.tracker_database.exists():
            yield None
            return
        with closing(sqlite3.connect(self.tracker_database, timeout=2)) as connection:
            connection.execute("PRAGMA secure_delete = ON")
            has_events = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'events'").fetchone()
            yield connection if has_events else None
