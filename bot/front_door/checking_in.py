"""The watch over caring questions that nobody has answered: one gentle line, once, and the desk is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.database import Sessions, reading
from bot.front_door import conversations, journal
from bot.front_door.answering import Answering
from bot.front_door.bell import Bell
from bot.front_door.intake import Intake
from bot.front_door.journal import NO_TURN, Line
from bot.front_door.open_question import BY_SILENCE
from bot.handoff import cases
from bot.models import Conversation


@dataclass(frozen=True)
class CheckingIn:
    """Looks for visitors who were asked and have gone quiet."""

    sessions: Sessions
    intake: Intake
    answering: Answering
    bell: Bell

    def carry_out(self, *, after: timedelta) -> int:
        """Check in with whoever has been quiet for so long. Returns with how many."""
        before = self.answering.clock() - after
        with reading(self.sessions) as session:
            quiet = session.scalars(
                select(Conversation.id).where(
                    Conversation.last_at < before,
                    Conversation.asked.is_not(None),
                    Conversation.asked_round < BY_SILENCE,
                    Conversation.state.in_(("bot", "waiting")),
                )
            ).all()
        return sum(self._check_in(conversation_id, before) for conversation_id in quiet)

    def _check_in(self, conversation_id: str, before: datetime) -> bool:
        """Say that the chat is still there, unless the visitor has written since they were found."""
        now = self.answering.clock()
        with self.sessions.begin() as session:
            conversation = conversations.by_id(session, conversation_id)
            if conversation is None or conversation.last_at >= before or not conversation.asked:
                return False
            self._tell_desk(session, conversation, conversation.asked, now)
            conversation.asked_round = BY_SILENCE
            journal.say(session, conversation, self._line(conversation, now), turn=NO_TURN, now=now)
        self.bell.ring(conversation_id)
        return True

    def _tell_desk(self, session: Session, conversation: Conversation, asked: str, now: datetime) -> None:
        question = self.intake.screen.questions.get(asked)
        reasons = [question.category] if question and question.category else []
        cases.open_or_join(session, conversation.id, action="check_in", reasons=reasons, now=now)
        if conversation.state == "bot":
            conversation.state = "waiting"

    def _line(self, conversation: Conversation, now: datetime) -> Line:
        who_reads = self.answering.who_reads
        words = "gone_quiet.nobody_reads" if who_reads.demonstration else "gone_quiet.passed_on"
        reads = who_reads.say(conversation.area, now)
        return self.answering.urgent(conversation, words, person=True, reads=reads)
