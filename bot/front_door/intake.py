"""Takes a message in: journalled, screened, and a case opened, before anybody is asked for an answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.front_door import journal, open_question
from bot.front_door.noted import Noted, age_of
from bot.front_door.turn import Said, Turn, card_lines, has_words
from bot.front_door.worry import FEW_WORDS, WorryReader
from bot.handoff import cases
from bot.handoff.who_reads import WhoReads
from bot.models import Author, Case, Conversation, JournalEntry
from bot.safety.cards import Card, CardMessage, Cards
from bot.safety.denials import Denials
from bot.safety.questions import UNTOLD
from bot.safety.screen import Screen
from bot.safety.screening import HANDED_OVER, About, Screening, highest
from bot.safety.situation import Situation
from bot.safety.worries import ANYTHING_ELSE, MORE_TOLD, PRESSING
from services_directory.naming import is_asked_about
from services_directory.pathways import is_phrased
from services_directory.postcodes import located

HISTORY = 3  # earlier texts that the screen reads along


@dataclass(frozen=True)
class Told:
    """What was told before a message: the case that is open for it, and its categories until then."""

    case: Case
    categories: tuple[str, ...]


@dataclass(frozen=True)
class Intake:
    """Takes messages in. All of it happens in one transaction, before Rasa or staff are asked."""

    screen: Screen
    cards: Cards
    denials: Denials
    worry_reader: WorryReader
    noted: Noted
    who_reads: WhoReads
    clock: Callable[[], datetime]

    def listen(self, text: str) -> None:
        """Do the slow part of reading a text beforehand, while nobody waits for the database. Never raises."""
        self.screen.listen(text)
        self.worry_reader.worries.recognise(text)

    def take(self, session: Session, conversation: Conversation, said: Said, screening: Screening) -> Turn:
        """Journal, open or join a case, and give out the card."""
        now = self.clock()
        entry = journal.write_down(
            session, conversation, said.text, client_id=said.client_id, action=screening.action, now=now
        )
        case = cases.open_case(session, conversation.id)
        told = Told(case, cases.told(case)) if case is not None and case.action != "none" else None
        known = self._known(session, conversation, said, seq=entry.seq)
        place = self.noted.who_and_where(conversation, said.text, said.payload, located=known["located"])
        if place and told:
            self._add_council(session, conversation, told.case, place, entry.seq)
        self._hand_over(session, conversation, screening, now)
        denied = told is not None and screening.action == "none" and self.denials.takes_back(said.text)
        turn = Turn(
            conversation_id=conversation.id,
            seq=entry.seq,
            state=conversation.state,
            said=said,
            screening=screening,
            known=known,
            aside=said.is_other_button or (place is not None and told is not None),
            takes_back=denied,
        )
        return self._followed(session, conversation, turn, told)

    def _followed(self, session: Session, conversation: Conversation, turn: Turn, told: Told | None) -> Turn:
        """Say what the front door says before Rasa is asked, and note what becomes of the open question."""
        what = open_question.follows(
            conversation,
            turn.screening,
            told=told is not None,
            aside=turn.aside,
            denied=turn.takes_back,
            bare=len(turn.said.screened.split()) == 1,
        )
        if told is None:
            return (
                self._kept(conversation, turn)
                if what == "keep"
                else self._carded(session, conversation, turn)
            )
        if what == "answer":
            return self._answered(session, conversation, turn, told.case)
        if worry := self._worry(conversation, turn, told):
            return self._answer_worry(session, conversation, turn, told, worry, ask=what == "once_more")
        if what == "keep":
            turn = self._kept(conversation, turn)
        elif what == "once_more":
            conversation.asked_round = open_question.AGAIN
            turn = replace(turn, once_more=conversation.asked)
        else:
            turn = self._carded(session, conversation, turn)
        if turn.card or conversation.state == "with_staff":
            return turn  # beside a card and between people nothing of it is said
        return replace(turn, stays=self._words_on(ANYTHING_ELSE, session, conversation, told.case))

    def _kept(self, conversation: Conversation, turn: Turn) -> Turn:
        open_question.keep(conversation)
        return turn

    def _carded(self, session: Session, conversation: Conversation, turn: Turn) -> Turn:
        card = self._card(session, conversation, turn)
        return replace(turn, card=card, takes_back=turn.takes_back and card is None)

    def _answered(self, session: Session, conversation: Conversation, turn: Turn, case: Case) -> Turn:
        """Answer an answer, and take up what gave way to its question.

        The button of an older card leaves a newer question open.
        """
        if turn.said.asked in (None, conversation.asked):
            put_again = conversation.asked is not None and conversation.asked_round == open_question.AGAIN
            if put_again and turn.screening.answered == "safe":
                left = journal.left_open(session, conversation.id, before=turn.seq)
                turn = replace(turn, left_open=left if left and has_words(left) else None)
            conversation.asked = None
        return replace(turn, card=self._answer(session, conversation, turn, case))

    def _worry(self, conversation: Conversation, turn: Turn, told: Told) -> str | None:
        """Return which worry about what was told a message is; None for anything else, and for what is news."""
        if turn.takes_back or turn.aside or conversation.state == "with_staff":
            return None
        return self.worry_reader.read(
            turn.said.screened,
            turn.screening,
            told=told.categories,
            professional=conversation.audience == "professional",
        )

    def _answer_worry(
        self, session: Session, conversation: Conversation, turn: Turn, told: Told, worry: str, *, ask: bool
    ) -> Turn:
        """Answer a worry, and `ask` the open question once more with it, or leave it open. Staff hear what presses."""
        if worry in PRESSING:
            cases.open_or_join(
                session, conversation.id, action="emergency", reasons=told.categories, now=self.clock()
            )
        messages = [self._words_on(worry, session, conversation, told.case)]
        ask = ask or (worry == MORE_TOLD and open_question.may_come_again(conversation))
        if ask and conversation.asked:
            messages.append(self.cards.once_more(conversation.asked))
            conversation.asked_round = open_question.AGAIN
        else:
            open_question.keep(conversation)
        self._say(session, conversation, Card(tuple(messages), conversation.asked), turn.seq)
        return replace(turn, worry=True)

    def _words_on(self, worry: str, session: Session, conversation: Conversation, case: Case) -> CardMessage:
        now, area = self.clock(), conversation.area
        situation = replace(self._told(session, conversation, case, area), action=case.action)
        return self.cards.worry(worry, situation, now, reads=self.who_reads.say(area, now))

    def _known(self, session: Session, conversation: Conversation, said: Said, *, seq: int) -> dict[str, Any]:
        """Return what Rasa cannot know: where postcodes lie, which fact was asked for, and whether a service is.

        Once also what the page that opened the chat knew.
        """
        page = {} if conversation.summary else {"audience": conversation.audience, "area": conversation.area}
        asks = said.payload is None and self.noted.asking.asks(said.text)
        named = asks and is_asked_about(session, said.text)
        return {
            **page,
            "located": located(session, said.text),
            "asks_by_name": named,
            "names_rule": is_phrased(session, said.text),
            "professional": conversation.audience == "professional",
            "asked": journal.asked(session, conversation.id, before=seq),
        }

    def again(self, session: Session, conversation: Conversation, entry: JournalEntry) -> Turn:
        """Return a turn that was taken in before."""
        return Turn(
            conversation_id=conversation.id,
            seq=entry.seq,
            state=conversation.state,
            said=Said(text=entry.text, client_id=entry.client_id),
            screening=Screening(action=entry.action or "none"),
            known=self._known(session, conversation, Said(text=entry.text), seq=entry.seq),
            repeated=True,
        )

    def look_at(
        self, session: Session, conversation: Conversation, said: Said, *, may_answer: bool = True
    ) -> Screening:
        """Return what the screen says, given what was said before and what the last card asked."""
        texts = tuple(journal.said_before(session, conversation.id, at_most=HISTORY + 1))
        history = texts[-HISTORY:]
        unread = open_question.is_left_unread(conversation, said.screened, button=said.is_other_button)
        asked = said.asked or (conversation.asked if may_answer and not unread else None)
        found = self.screen.screen(said.screened, history=history, asked=asked)
        found = self._kept_to_the_case(session, conversation, said, found)
        if unread and not said.asked:
            found = replace(found, asked_again=True)
        if found.answered and found.categories == (UNTOLD,) and self._asks_of_what_was_told(asked):
            told = cases.told(cases.open_case(session, conversation.id))
            return replace(found, categories=told) if told else found
        if found.asked_again and found.action == "none" and texts:
            # What led to the question leads to it again: the same card, in other words.
            before = self.screen.screen(texts[-1], history=texts[:-1])
            return replace(found, categories=before.categories, about=before.about)
        return found

    def _asks_of_what_was_told(self, asked: str | None) -> bool:
        question = self.screen.questions.get(asked or "")
        return question is not None and question.category is None

    def _kept_to_the_case(
        self, session: Session, conversation: Conversation, said: Said, found: Screening
    ) -> Screening:
        """Read few words that only sound like danger as more of what was told: "she's sleepy now"."""
        case = cases.open_case(session, conversation.id)
        few = len(said.screened.split()) <= FEW_WORDS
        if not (
            case and case.action in HANDED_OVER and few and found.action != "none" and found.is_by_meaning
        ):
            return found
        action = highest([found.action, case.action])
        about = self._about(session, conversation, case)
        return replace(found, action=action, categories=cases.told(case), about=about)

    def _about(self, session: Session, conversation: Conversation, case: Case) -> About:
        """Return whom the first thing told is about; where it does not say, whom the latest texts are about."""
        told = journal.told_first(session, conversation.id, since=case.opened_at, at_most=HISTORY)
        texts = (*told, *journal.said_before(session, conversation.id, at_most=HISTORY + 1))
        return next((about for about in map(self.screen.about, texts) if about != "unknown"), "unknown")

    def _add_council(
        self, session: Session, conversation: Conversation, case: Case, place: str, turn: int
    ) -> None:
        """Give the council's own contacts that an earlier card could not: the council was not known then."""
        told = self.cards.council(self._told(session, conversation, case, place), self.clock())
        self._say(session, conversation, Card((told,)), turn, author="system")

    def _answer(self, session: Session, conversation: Conversation, turn: Turn, case: Case) -> Card:
        """Answer the answer to a card's question, where it brings no new card."""
        now, area = self.clock(), conversation.area
        told = self._told(session, conversation, case, area)
        situation = replace(told, answered=turn.screening.answered)
        card = Card((self.cards.answer(situation, now, reads=self.who_reads.say(area, now)),))
        self._say(session, conversation, card, turn.seq)
        return card

    def _told(self, session: Session, conversation: Conversation, case: Case, area: str | None) -> Situation:
        """Return the situation of what was told before."""
        texts = journal.said_before(session, conversation.id, at_most=HISTORY + 1)[::-1]
        about = self._about(session, conversation, case)
        return self.cards.situation(
            Screening("escalate", categories=cases.told(case), about=about),
            audience=conversation.audience,
            age=age_of(conversation, texts),
            area=area,
            grown_up=self.screen.grown_up(texts),
        )

    def _hand_over(
        self, session: Session, conversation: Conversation, screening: Screening, now: datetime
    ) -> None:
        if screening.action in HANDED_OVER:
            cases.open_or_join(
                session, conversation.id, action=screening.action, reasons=screening.categories, now=now
            )
            if conversation.state == "bot":
                conversation.state = "waiting"
        if conversation.state == "with_staff":
            cases.visitor_wrote(session, conversation.id, now=now)

    def _card(self, session: Session, conversation: Conversation, turn: Turn) -> Card | None:
        """Give out the card. While a person holds the chat only an emergency puts one between them."""
        screening, with_staff = turn.screening, conversation.state == "with_staff"
        asked_again = screening.asked_again and open_question.may_come_again(conversation) and not with_staff
        silent = (turn.takes_back or not asked_again) and screening.action == "none"
        if silent or (with_staff and screening.action != "emergency"):
            conversation.asked = None
            return None
        card = self._pick(session, conversation, turn, round=int(asked_again))
        if asked_again and card.asked != conversation.asked:  # another question: put for the first time
            asked_again = False
            card = self._pick(session, conversation, turn, round=0)
        conversation.asked, conversation.asked_round = card.asked, int(asked_again)
        self._say(session, conversation, card, turn.seq, author="system" if with_staff else "bot")
        return card

    def _pick(self, session: Session, conversation: Conversation, turn: Turn, *, round: int) -> Card:
        """Choose the card for what is known of the visitor."""
        area, now = conversation.area, self.clock()
        texts = journal.said_before(session, conversation.id, at_most=HISTORY + 1)[::-1]
        return self.cards.pick(
            turn.screening,
            audience=conversation.audience,
            age=age_of(conversation, texts),
            area=area,
            grown_up=self.screen.grown_up(texts),
            now=now,
            round=round,
            reads=self.who_reads.say(area, now),
            answered=(turn.said.asked or conversation.asked) if turn.screening.answered else None,
        )

    def _say(
        self, session: Session, conversation: Conversation, card: Card, turn: int, *, author: Author = "bot"
    ) -> None:
        for line in card_lines(card, author=author):
            journal.say(session, conversation, line, turn=turn, now=self.clock())
