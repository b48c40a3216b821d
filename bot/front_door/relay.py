"""The staff side of the front door: a person takes a chat, answers in it, hands it back or ends it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.database import Sessions, reading
from bot.errors import CaseChanged
from bot.front_door import conversations, journal
from bot.front_door.answering import Answering
from bot.front_door.bell import Bell
from bot.front_door.journal import NO_TURN, Line
from bot.front_door.words import Words
from bot.handoff import audit, cases
from bot.handoff.audit import Deed
from bot.models import Case, Conversation, Staff, State


@dataclass(frozen=True)
class Relay:
    """What staff do to a chat. Each deed is one transaction, and tells the visitor what happened."""

    sessions: Sessions
    answering: Answering
    words: Words
    bell: Bell
    clock: Callable[[], datetime]

    def take(self, case_id: int, staff: Staff) -> None:
        """Take a waiting case; from now on the bot is silent. Raises CaseChanged when somebody has it."""
        with self.deed(case_id, staff, Deed.took) as (session, case, conversation):
            cases.take(case, staff, now=self.clock())
            self.pass_on(session, conversation, "with_staff", "person.here_now", staff)

    def say(self, case_id: int, staff: Staff, text: str) -> None:
        """Answer the visitor, with the first name. Raises CaseChanged when the case is not theirs."""
        with self.deed(case_id, staff, Deed.said) as (session, case, conversation):
            cases.held_by(case, staff)
            self.let_hear(session, case, conversation, staff, text)

    def let_hear(
        self, session: Session, case: Case, conversation: Conversation, staff: Staff, text: str
    ) -> None:
        """Show the visitor a person's words. Nothing else stops the clock of the case."""
        cases.answered(case, now=self.clock())
        conversation.asked = None  # what the visitor types now answers a person, not a card
        line = Line(text=text, author="staff", name=staff.first_name)
        journal.say(session, conversation, line, turn=NO_TURN, now=self.clock())

    def release(self, case_id: int, staff: Staff) -> None:
        """Put the case back into the queue for somebody else."""
        with self.deed(case_id, staff, Deed.released) as (session, case, conversation):
            cases.held_by(case, staff)
            cases.requeue(case, now=self.clock())
            self.pass_on(session, conversation, "waiting", "person.back_in_queue", staff)

    def hand_back(self, case_id: int, staff: Staff, *, outcome: str | None = None) -> None:
        """End the case and let the bot answer again. `outcome` is what came of it."""
        with self.deed(case_id, staff, Deed.handed_back) as (session, case, conversation):
            cases.held_by(case, staff)
            cases.end(case, now=self.clock(), outcome=outcome)
            self.pass_on(session, conversation, "bot", "person.has_left", staff)

    def end(self, case_id: int, staff: Staff, *, outcome: str | None = None) -> None:
        """End the case and the conversation. `outcome` is what came of it."""
        with self.deed(case_id, staff, Deed.ended) as (session, case, conversation):
            cases.held_by(case, staff)
            cases.end(case, now=self.clock(), outcome=outcome)
            self.pass_on(session, conversation, "ended", "person.ended", staff)

    def requeue_unanswered(self, *, after: timedelta) -> int:
        """Put cases back whose visitor has waited too long for words. Returns how many."""
        before = self.clock() - after
        with reading(self.sessions) as session:
            late = cases.unanswered(session, before=before)
        return sum(self._requeue(case_id, before) for case_id in late)

    def _requeue(self, case_id: int, before: datetime) -> bool:
        """Put one case back, unless somebody has answered since it was found."""
        now = self.clock()
        with self.sessions.begin() as session:
            conversation = self._conversation(session, case_id)
            case = session.get_one(Case, case_id, with_for_update=True)
            if case.state != "with_staff" or case.visitor_at is None or case.visitor_at >= before:
                return False
            cases.requeue(case, now=now)
            conversation.state = "waiting" if conversation.state == "with_staff" else conversation.state
            line = self.answering.urgent(conversation, "person.nobody_answers")
            journal.say(session, conversation, line, turn=NO_TURN, now=now)
        self.bell.ring(conversation.id)
        return True

    @contextmanager
    def deed(self, case_id: int, staff: Staff, deed: Deed) -> Iterator[tuple[Session, Case, Conversation]]:
        """Do something to a case, with its line in the audit trail, and tell the visitor's page."""
        with self.sessions.begin() as session:
            conversation = self._conversation(session, case_id)
            case = cases.find(session, case_id)
            yield session, case, conversation
            audit.record(session, deed, staff=staff, case=case, now=self.clock())
        self.bell.ring(case.conversation_id)

    def _conversation(self, session: Session, case_id: int) -> Conversation:
        """Lock the conversation before its case, as the visitor's messages do: the other way round is a deadlock."""
        owner = session.scalar(select(Case.conversation_id).where(Case.id == case_id))
        conversation = conversations.by_id(session, owner) if owner else None
        if conversation is None:
            raise CaseChanged("the conversation of this case is gone")
        return conversation

    def pass_on(
        self, session: Session, conversation: Conversation, state: State, words: str, staff: Staff
    ) -> None:
        """Say who comes or goes, and who holds the chat now. A chat that the visitor has ended stays ended."""
        line = Line(text=self.words.say(words, name=staff.first_name), author="system")
        journal.say(session, conversation, line, turn=NO_TURN, now=self.clock())
        if conversation.state != "ended":
            conversation.state = state
