"""The front door: one message in, replies out, whatever the channel. No message ever gets no answer."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from weakref import WeakValueDictionary

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot.database import Sessions, overwrite_erased, reading
from bot.errors import VisitorError
from bot.front_door import conversations, journal, summary
from bot.front_door.answering import ASK_PERSON, ERASE, Answering
from bot.front_door.assistant import Answer, Assistant
from bot.front_door.bell import Bell, rings
from bot.front_door.eraser import Eraser
from bot.front_door.intake import Intake
from bot.front_door.journal import NO_TURN, Line
from bot.front_door.limits import Limits
from bot.front_door.message import Erased, Message, Opened, Replies, Summary, storable
from bot.front_door.turn import Said, Turn, read_button
from bot.front_door.unsaved import Unsaved
from bot.front_door.words import Words
from bot.handoff.direct_alarm import DirectAlarm
from bot.models import Audience, Conversation

log = logging.getLogger(__name__)

SCREEN = "screen"  # a layer of the safety screen


@dataclass
class FrontDoor:
    """One object for the process. Every text goes through `receive`, and nothing else asks Rasa."""

    sessions: Sessions
    intake: Intake
    answering: Answering
    assistant: Assistant
    eraser: Eraser
    bell: Bell
    direct_alarm: DirectAlarm
    unsaved: Unsaved
    limits: Limits
    words: Words
    need_names: dict[str, str]
    answer_within: float
    answer_disclosure_within: float
    clock: Callable[[], datetime]
    _locks: WeakValueDictionary[str, asyncio.Lock] = field(default_factory=WeakValueDictionary)

    async def open(
        self,
        *,
        caller: str,
        channel: str = "web",
        audience: Audience | None = None,
        area: str | None = None,
        language: str | None = None,
    ) -> Opened:
        """Begin a conversation and greet. Raises TooMany when one caller opens them in bulk."""
        self.limits.opens(caller)
        return await asyncio.to_thread(self._open, channel, audience, area, language)

    def _open(
        self, channel: str, audience: Audience | None, area: str | None, language: str | None
    ) -> Opened:
        now = self.clock()
        with self.sessions.begin() as session:
            conversation, token = conversations.start(
                session, channel=channel, audience=audience, area=area, language=language, now=now
            )
            session.flush()
            *told, question = self.words.greeting(audience)
            lines = [*(Line(text=text) for text in told), Line(text=question, kind="question")]
            for line in lines:
                journal.say(session, conversation, line, turn=NO_TURN, now=now)
            session.flush()
            messages = journal.since(session, conversation.id, after=0)
            return Opened(id=conversation.id, token=token, messages=messages, state="bot")

    async def receive(
        self,
        conversation_id: str,
        token: str,
        *,
        text: str | None = None,
        button: str | None = None,
        client_id: str | None = None,
    ) -> Replies:
        """Answer one message. The same `client_id` again gives the same replies.

        Raises NoSuchConversation, WrongToken, NoSuchButton and, for words that repeat, TooMany.
        """
        async with self._one_at_a_time(f"{conversation_id} {client_id}") if client_id else nullcontext():
            try:
                turn = await asyncio.to_thread(self._take_in, conversation_id, token, text, button, client_id)
            except SQLAlchemyError as error:
                log.critical("a message could not be journalled: %s", type(error).__name__)
                return self.not_saved(text or "")
            self.bell.ring(conversation_id)
            if turn.said.payload == ERASE:
                return await self._erased_by_button(conversation_id, token)
            return await self._answer(turn)

    async def _answer(self, turn: Turn) -> Replies:
        """Return what was said to a turn, or see to it that something is said."""
        try:
            if turn.repeated:
                replies = await asyncio.to_thread(self._repeated, turn)
                if replies.messages or turn.state == "with_staff":
                    return replies  # else the machine stopped before anything was said
            answer = await self._ask(turn)
            return await asyncio.to_thread(self._put_out, turn, answer)
        except SQLAlchemyError as error:
            log.critical("an answer could not be journalled: %s", type(error).__name__)
            return self.unsaved.answer(turn)

    def _take_in(
        self, conversation_id: str, token: str, text: str | None, button: str | None, client_id: str | None
    ) -> Turn:
        with reading(self.sessions) as session:
            conversations.look_at(session, conversation_id, token)  # nothing is read for strangers
        self.intake.listen(storable(text or ""))  # before the transaction: all others wait for its end
        with self.sessions.begin() as session:
            conversation = conversations.find(session, conversation_id, token)
            said = (
                read_button(session, conversation, button, client_id)
                if button
                else Said(text=storable(text or ""), client_id=client_id)
            )
            seen = journal.begun_by(session, conversation_id, client_id) if client_id else None
            if seen is not None and seen.text == said.text:
                return self.intake.again(session, conversation, seen)
            if seen is not None:  # other words under a used id: they must be read all the same
                said = replace(said, client_id=None)
            screening = self.intake.look_at(session, conversation, said)
            if screening.impaired:
                self.direct_alarm.technical(SCREEN)
            if screening.action == "none":  # a disclosure is taken in however often it comes
                self.limits.repeats(conversation_id, said.text)
            return self.intake.take(session, conversation, said, screening)

    async def _ask(self, turn: Turn) -> Answer | None:
        """Ask Rasa, unless a person holds the chat, the front door answers itself or there is nothing to read."""
        words = turn.for_rasa
        if words is None:
            return None
        within = self.answer_disclosure_within if turn.handed_over else self.answer_within
        metadata = {"action": turn.screening.action, "known": turn.known, "beside": turn.beside}
        try:
            async with asyncio.timeout(within), self._one_at_a_time(turn.conversation_id):
                return await self.assistant.ask(turn.conversation_id, words, metadata=metadata, within=within)
        except TimeoutError:
            return None  # Rasa is still busy with the message before

    def _put_out(self, turn: Turn, answer: Answer | None) -> Replies:
        with self.sessions.begin() as session:
            conversation = self.answering.reply(session, turn, answer)
            replies = self._replies(session, turn, conversation)
        self.bell.ring(turn.conversation_id)
        return replies

    def _repeated(self, turn: Turn) -> Replies:
        with self.sessions.begin() as session:
            return self._replies(session, turn, conversations.by_id(session, turn.conversation_id))

    def _replies(self, session: Session, turn: Turn, conversation: Conversation | None) -> Replies:
        messages = journal.replies(session, turn.conversation_id, turn=turn.seq)
        return Replies(messages=messages, state=conversation.state if conversation else "ended")

    def not_saved(self, text: str) -> Replies:
        """Answer words that cannot be journalled."""
        return self.unsaved.message(text)

    @asynccontextmanager
    async def _one_at_a_time(self, name: str) -> AsyncIterator[None]:
        lock = self._locks.setdefault(name, asyncio.Lock())
        async with lock:
            yield

    async def since(self, conversation_id: str, token: str, *, after: int = 0) -> Replies:
        """Return everything said after a number, the visitor's own words too; after the end as well."""
        return await asyncio.to_thread(self._since, conversation_id, token, after)

    def _since(self, conversation_id: str, token: str, after: int) -> Replies:
        with reading(self.sessions) as session:
            conversation = conversations.look_at(session, conversation_id, token, ended_too=True)
            messages = journal.since(session, conversation_id, after=after)
            return Replies(messages=messages, state=conversation.state)

    async def stream(
        self, conversation_id: str, token: str, *, after: int, heartbeat: float
    ) -> AsyncIterator[Replies | None]:
        """Yield what is new, as it comes; None now and then while nothing does. Ends with the conversation."""
        with self.bell.listening(conversation_id) as event:
            while True:
                event.clear()
                try:
                    news = await asyncio.to_thread(self._since, conversation_id, token, after)
                except VisitorError:
                    return  # erased
                after = news.messages[-1].seq if news.messages else after
                yield news
                if news.state == "ended":
                    return
                while not await rings(event, within=heartbeat):
                    yield None

    async def ask_for_person(self, conversation_id: str, token: str) -> Replies:
        """Ask for a person, as the button does."""
        with self.unsaved.alarmed():
            turn = await asyncio.to_thread(self._asks_for_person, conversation_id, token)
        self.bell.ring(conversation_id)
        return await asyncio.to_thread(self._put_out, turn, None)

    def _asks_for_person(self, conversation_id: str, token: str) -> Turn:
        with self.sessions.begin() as session:
            conversation = conversations.find(session, conversation_id, token)
            said = Said(text=self.words.say("person.button"), payload=ASK_PERSON)
            screening = self.intake.look_at(session, conversation, said)
            return self.intake.take(session, conversation, said, screening)

    async def summary(self, conversation_id: str, token: str) -> Summary:
        """Return what a person who takes over would read first."""
        return await asyncio.to_thread(self._summary, conversation_id, token, None)

    async def correct(self, conversation_id: str, token: str, correction: Summary) -> Summary:
        """Keep the visitor's corrections, screened like everything that is typed."""
        with self.unsaved.alarmed():
            shown = await asyncio.to_thread(self._summary, conversation_id, token, correction)
        self.bell.ring(conversation_id)
        return shown

    def _summary(self, conversation_id: str, token: str, correction: Summary | None) -> Summary:
        with self.sessions.begin() as session:
            conversation = conversations.find(session, conversation_id, token)
            if correction is not None:
                summary.correct(conversation, correction)
                typed = "\n".join(str(line) for line in correction.model_dump(exclude_none=True).values())
                self._screen_aside(session, conversation, typed)
            return summary.shown(conversation, words=self.words, need_names=self.need_names)

    def _screen_aside(self, session: Session, conversation: Conversation, typed: str) -> None:
        """Screen a box other than the message box; a disclosure there becomes a message like any other."""
        said = Said(text=typed)
        screening = self.intake.look_at(session, conversation, said, may_answer=False)
        if screening.action != "none":
            self.intake.take(session, conversation, said, screening)

    async def end(self, conversation_id: str, token: str) -> Replies:
        """End a conversation for the visitor. An open case stays open."""
        replies = await asyncio.to_thread(self._end, conversation_id, token)
        self.bell.ring(conversation_id)
        return replies

    def _end(self, conversation_id: str, token: str) -> Replies:
        now = self.clock()
        with self.sessions.begin() as session:
            conversation = conversations.find(session, conversation_id, token)
            line = Line(text=self.words.say("ended"), author="system")
            entry = journal.say(session, conversation, line, turn=NO_TURN, now=now)
            conversation.state = "ended"
            session.flush()
            return Replies(messages=[journal.shown(entry)], state="ended")

    async def erase(self, conversation_id: str, token: str) -> Erased:
        """Erase a conversation everywhere; what a case needs stays, and the answer says so."""
        async with self._one_at_a_time(conversation_id):
            return await asyncio.to_thread(self._erase, conversation_id, token)

    def _erase(self, conversation_id: str, token: str) -> Erased:
        with self.sessions.begin() as session:
            conversation = conversations.find(session, conversation_id, token, ended_too=True)
            everything = self.eraser.erase(session, conversation)
            self.eraser.forget_in_rasa([conversation_id])  # should it fail, the visitor can try again
        overwrite_erased(self.sessions)
        self.bell.ring(conversation_id)
        name = "erased.everything" if everything else "erased.with_case"
        return Erased(text=self.words.say(name), everything=everything)

    async def _erased_by_button(self, conversation_id: str, token: str) -> Replies:
        erased = await self.erase(conversation_id, token)
        message = Message(seq=0, author="system", kind="text", text=erased.text)
        return Replies(messages=[message], state="ended")

    def urgent(self) -> list[dict[str, Any]]:
        """Return the urgent lines that every error carries."""
        return self.intake.cards.urgent_lines(None)
