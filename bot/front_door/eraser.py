"""What deletes a conversation everywhere, as the front door calls it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from sqlalchemy.orm import Session

from bot.models import Conversation


class Eraser(Protocol):
    """What deletes a conversation everywhere."""

    def erase(self, session: Session, conversation: Conversation) -> bool:
        """Erase it from our database; returns whether nothing of it is left there."""

    def forget_in_rasa(self, conversation_ids: Sequence[str]) -> None:
        """Erase Rasa's events of these conversations."""
