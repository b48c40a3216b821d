"""What a visitor is answered when the journal cannot be written: the card if there is one, and the truth."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError

from bot.front_door.answering import Answering
from bot.front_door.intake import Intake
from bot.front_door.message import Message, Replies
from bot.front_door.turn import Turn, card_lines
from bot.handoff.direct_alarm import DirectAlarm
from bot.models import State
from bot.safety.cards import Card

DATABASE = "the database cannot be written"  # said to staff


@dataclass
class Unsaved:
    """The way without a journal. Needs no database, and tells staff directly: the desk cannot show anything."""

    intake: Intake
    answering: Answering
    direct_alarm: DirectAlarm
    clock: Callable[[], datetime]

    def message(self, text: str) -> Replies:
        """Answer words that were not saved: the card if they call for one, and that nobody will see them."""
        screening = self.intake.screen.screen(text)
        card = None
        if screening.action != "none":
            card = self.intake.cards.pick(
                screening, audience=None, age=None, area=None, now=self.clock(), saved=False
            )
            self.direct_alarm.not_saved()
        else:
            self.direct_alarm.technical(DATABASE)
        return self._replies(card, "not_saved", "bot")

    def answer(self, turn: Turn) -> Replies:
        """Answer a message that was saved when its answer cannot be."""
        self.direct_alarm.technical(DATABASE)
        return self._replies(turn.card, "late", turn.state)

    @contextmanager
    def alarmed(self) -> Iterator[None]:
        """Raise the alarm for what may call for a person and cannot be saved."""
        try:
            yield
        except SQLAlchemyError:
            self.direct_alarm.not_saved()
            raise

    def _replies(self, card: Card | None, words: str, state: State) -> Replies:
        """Return a card, if there is one, and a line that no journal holds."""
        lines = [*(card_lines(card) if card else ()), self.answering.urgent(None, words)]
        messages = [
            Message(
                seq=0,
                author="system",
                kind="safety",
                text=line.text,
                contacts=line.extras.get("contacts", []),
            )
            for line in lines
        ]
        return Replies(messages=messages, state=state)
