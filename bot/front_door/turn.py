"""One message on its way: what was sent, and what became of it before anybody is asked for an answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from bot.errors import NoSuchButton
from bot.front_door import journal
from bot.language.normalise import clean
from bot.models import Author, Button, Conversation, State
from bot.safety.cards import Card, CardMessage
from bot.safety.screening import HANDED_OVER, Screening

READ_BY_RASA = 2_000  # characters; all of a longer text is journalled and screened
ANSWER_TO = " answers "  # between a safety button's payload and its question: the button counts however late
_ANSWERED_HERE = ("door:", "safety:")  # payloads that Rasa does not know
SAFETY_ANSWERS = {"safety:yes": "yes", "safety:no": "no", "safety:not_sure": "not sure"}


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a visitor sent: words, or a button with what it means."""

    text: str
    payload: str | None = None
    asked: str | None = None  # the question to which a safety button is an answer
    client_id: str | None = None

    @property
    def screened(self) -> str:
        """The words that the screen reads: a safety button stands for its answer."""
        return SAFETY_ANSWERS.get(self.payload or "", self.text)

    @property
    def is_other_button(self) -> bool:
        """Whether it is a button that answers something else than a safety question."""
        return self.payload is not None and self.payload not in SAFETY_ANSWERS


@dataclass(frozen=True, kw_only=True)
class Turn:
    """A message that was journalled, with what the screen said of it."""

    conversation_id: str
    seq: int
    state: State
    said: Said
    screening: Screening
    known: dict[str, Any]
    card: Card | None = None
    once_more: str | None = None  # the question that is put again after whatever else is answered
    repeated: bool = False
    aside: bool = False  # it answers something else than the open question, such as which council
    new_to_rasa: bool = False  # it told Rasa something new
    takes_back: bool = False  # what was told before: "it was a joke"
    worry: bool = False  # about what was told before; it has been answered
    left_open: str | None = None  # what was asked before, and gave way to the question that is answered now
    # Said instead of mere talk, once something was told and while its case is open.
    stays: CardMessage | None = None

    @property
    def handed_over(self) -> bool:
        """Whether a person must look at it."""
        return self.screening.action in HANDED_OVER

    @property
    def for_rasa(self) -> str | None:
        """What Rasa is asked; None where a person or the front door answers, or where there is nothing to read."""
        if self.state == "with_staff":
            return None
        if self.left_open:
            return clean(self.left_open)[:READ_BY_RASA]
        payload = self.said.payload or ""
        answered = self.screening.answered == "safe" or self.takes_back or self.worry
        if answered or payload.startswith(_ANSWERED_HERE) or not has_words(self.said.text):
            return None
        return payload or clean(self.said.text)[:READ_BY_RASA]

    @property
    def asks(self) -> bool:
        """Whether a card or its question has the floor."""
        return self.card is not None or self.once_more is not None

    @property
    def tells(self) -> bool:
        """Whether it said something that the form can go on with."""
        return self.aside or self.new_to_rasa

    @property
    def beside(self) -> bool:
        """Whether services may be shown beside the card."""
        return self.card is not None and self.card.beside


def read_button(session: Session, conversation: Conversation, token: str, client_id: str | None) -> Said:
    """Return what a button means; raises NoSuchButton for one of another conversation."""
    button = session.get(Button, token)
    if button is None or button.conversation_id != conversation.id:
        raise NoSuchButton(token)
    payload, _, asked = button.payload.partition(ANSWER_TO)
    return Said(text=button.title, payload=payload, asked=asked or None, client_id=client_id)


def card_lines(card: Card, *, author: Author = "bot") -> list[journal.Line]:
    """Turn a card into lines."""
    return [
        journal.Line(
            text=message.text,
            kind="safety",
            author=author,
            extras={"contacts": list(message.contacts)} if message.contacts else {},
            buttons=tuple(_button(card, **button) for button in message.buttons),
        )
        for message in card.messages
    ]


def _button(card: Card, title: str, payload: str) -> tuple[str, str]:
    return title, f"{payload}{ANSWER_TO}{card.asked}" if payload in SAFETY_ANSWERS else payload


def has_words(text: str) -> bool:
    """Return whether there is anything to read: emoji and full stops alone are not."""
    return any(letter.isalnum() for letter in clean(text))
