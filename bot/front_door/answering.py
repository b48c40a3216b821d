"""From what Rasa answered to what is said: cards before everything, and never nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from bot.front_door import conversations, handing_back, journal, summary
from bot.front_door.assistant import Answer, Choice, Custom
from bot.front_door.journal import Line
from bot.front_door.turn import READ_BY_RASA, Turn, card_lines, has_words
from bot.front_door.words import Words
from bot.handoff import cases
from bot.handoff.who_reads import WhoReads
from bot.models import Conversation, Kind
from bot.safety.cards import Card, Cards

ASK_PERSON = "door:person"
ERASE = "door:erase"
USEFUL = frozenset({"services", "pathway"})  # what is worth saying beside a card
KINDS: tuple[Kind, ...] = ("services", "pathway", "question")  # what Rasa may say besides plain text


@dataclass(frozen=True)
class Answering:
    """Journals the replies to a turn, in one transaction."""

    words: Words
    cards: Cards
    clock: Callable[[], datetime]
    who_reads: WhoReads

    def reply(self, session: Session, turn: Turn, answer: Answer | None) -> Conversation | None:
        """Say what there is to say to a turn, whatever Rasa did. Returns None when the chat was erased meanwhile."""
        conversation = conversations.by_id(session, turn.conversation_id)
        if conversation is None:
            return None
        if answer is not None and summary.note(conversation, answer.slots):
            turn = replace(turn, new_to_rasa=True)
        now, pressed = self.clock(), turn.said.payload
        lines: Iterable[Line] = (
            [handing_back.answer(session, conversation, pressed, words=self.words, now=now)]
            if pressed in handing_back.ANSWERS
            else self._lines(session, conversation, turn, answer)
        )
        for line in (
            *lines,
            *self._beside_an_impaired_screen(conversation, turn),
            *self._once_more(conversation, turn),
        ):
            journal.say(session, conversation, line, turn=turn.seq, now=now)
        return conversation

    def _beside_an_impaired_screen(self, conversation: Conversation, turn: Turn) -> Iterator[Line]:
        """While a layer of the screen fails, every reply without a card carries the urgent lines."""
        if turn.screening.impaired and turn.card is None and conversation.state != "with_staff":
            yield self.urgent(conversation, "urgent")

    def _once_more(self, conversation: Conversation, turn: Turn) -> list[Line]:
        """Put the open question in other words, after whatever else was answered; not between people."""
        if turn.once_more is None or conversation.state in ("with_staff", "ended"):
            return []
        return card_lines(Card((self.cards.once_more(turn.once_more),), turn.once_more))

    def _lines(
        self, session: Session, conversation: Conversation, turn: Turn, answer: Answer | None
    ) -> Iterator[Line]:
        if conversation.state == "with_staff" or turn.worry or (turn.handed_over and not turn.beside):
            return
        if turn.takes_back:
            yield self.urgent(conversation, "takes_back", person=True)
        elif turn.screening.answered == "safe":
            yield from self._after_safe(session, conversation, turn, answer)
        elif turn.said.payload == ASK_PERSON:
            yield from self.ask_for_person(session, conversation)
        elif not has_words(turn.said.text):
            if not turn.asks:
                yield Line(text=self.words.say("no_words"), kind="question")
        elif answer is None:
            if turn.card is None:
                yield self.urgent(conversation, "late", person=True)
        else:
            yield from self._from_rasa(session, conversation, turn, answer)

    def _after_safe(
        self, session: Session, conversation: Conversation, turn: Turn, answer: Answer | None
    ) -> Iterator[Line]:
        """Say that help stays, where no card does, and answer what gave way to the question."""
        if turn.card is None:
            yield self.urgent(conversation, "answered_no")
        if turn.left_open and answer:
            yield from self._answered(session, conversation, replace(turn, card=None), answer)
        elif turn.left_open:
            yield self.urgent(conversation, "late", person=True)

    def _from_rasa(
        self, session: Session, conversation: Conversation, turn: Turn, answer: Answer
    ) -> Iterator[Line]:
        """Say what Rasa answered, or that there is no good answer."""
        lines = [*self._answered(session, conversation, turn, answer)]
        if _is_long(turn) and not turn.asks:
            lines.append(Line(text=self.words.say("too_long"), kind="question"))
        elif not lines and not turn.asks:
            lines = [replace(self.urgent(conversation, "no_answer", person=True), kind="text")]
        yield from lines

    def _answered(
        self, session: Session, conversation: Conversation, turn: Turn, answer: Answer
    ) -> Iterator[Line]:
        for place, message in enumerate(answer.messages):
            custom = message.custom or Custom()
            if (turn.card is not None or _is_long(turn)) and not (
                custom.kind in USEFUL or custom.beside_card
            ):
                continue  # the card or our own question has the floor: one question at a time
            if turn.once_more and _is_question(message.text, custom) and not custom.talk:
                continue
            if turn.left_open and custom.talk:
                continue
            if turn.stays and (custom.talk or (custom.form and place == 0 and not turn.tells)):
                yield from card_lines(Card((turn.stays,)))
                return
            if custom.person:
                yield from self.ask_for_person(session, conversation)
            elif custom.urgent:
                yield self.urgent(conversation, "urgent", person=True)
            elif message.text:
                yield _line(message.text.strip(), message.buttons or [], custom)

    def urgent(
        self, conversation: Conversation | None, words: str, *, person: bool = False, **values: str
    ) -> Line:
        """Return a line with the urgent contacts of the visitor's area beside it."""
        area = conversation.area if conversation else None
        return Line(
            text=self.words.say(words, **values),
            kind="safety",
            author="system",
            extras={"contacts": self.cards.urgent_lines(area)},
            buttons=((self.words.say("person.button"), ASK_PERSON),) if person else (),
        )

    def ask_for_person(self, session: Session, conversation: Conversation) -> Iterator[Line]:
        """Open a case for a visitor who wants a person, and say truthfully what follows."""
        waiting = conversation.state == "waiting"
        now, area = self.clock(), conversation.area
        cases.open_or_join(session, conversation.id, action="none", reasons=[cases.ASKED], now=now)
        if conversation.state == "bot":
            conversation.state = "waiting"
        if self.who_reads.demonstration:
            yield self.urgent(conversation, "person.nobody_reads")
            return
        words, reads = (
            ("person.waiting_already" if waiting else "person.waiting"),
            self.who_reads.say(area, now),
        )
        if self.who_reads.reads_now(area, now):
            yield Line(text=self.words.say(words, reads=reads), author="system")
        else:  # nobody is there: show who is
            yield self.urgent(conversation, words, reads=reads)


def _is_question(text: str | None, custom: Custom) -> bool:
    """Whether Rasa asks something, and shows nothing with it."""
    return custom.kind not in USEFUL and (custom.kind == "question" or (text or "").rstrip().endswith("?"))


def _is_long(turn: Turn) -> bool:
    """Whether Rasa has read only the beginning."""
    return len(turn.said.text) > READ_BY_RASA


def _line(text: str, buttons: list[Choice], custom: Custom) -> Line:
    return Line(
        text=text,
        kind=next((kind for kind in KINDS if kind == custom.kind), "text"),
        buttons=tuple((button.title, button.payload) for button in buttons),
        extras=custom.model_dump(include={"services", "pathway", "asked"}, exclude_defaults=True),
    )
