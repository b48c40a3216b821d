"""How long conversations are kept: what the greeting promises, carried out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from bot.database import Sessions, overwrite_erased
from bot.models import Case, Conversation, Doubt
from bot.privacy.erasure import NO_TOKEN, Eraser


@dataclass(frozen=True, kw_only=True)
class Retention:
    """Deletes what is past its time: chats after `keep_days`, ended cases and theirs after `keep_case_days`.

    What visitors said about the directory goes after `keep_days` too.
    Rasa forgets all that is not a chat of ours within `keep_days`: a late answer may have outlived its chat.
    """

    sessions: Sessions
    eraser: Eraser
    keep_days: int
    keep_case_days: int

    def carry_out(self, now: datetime) -> int:
        """Erase everything past its time. Returns how many conversations went."""
        in_rasa = self.eraser.known_to_rasa()  # before ours are read: a chat may begin in between
        since = now - timedelta(days=self.keep_days)
        with self.sessions.begin() as session:
            session.execute(delete(Doubt).where(Doubt.at < since))
            session.execute(delete(Case).where(Case.ended_at < now - timedelta(days=self.keep_case_days)))
            past = session.scalars(
                select(Conversation).where(
                    Conversation.last_at < since, Conversation.id.not_in(select(Case.conversation_id))
                )
            ).all()
            for conversation in past:
                self.eraser.erase(session, conversation)
            kept = select(Conversation.id).where(
                Conversation.last_at >= since, Conversation.token_hash != NO_TOKEN
            )
            self.eraser.forget_in_rasa(in_rasa - {*session.scalars(kept)})
        overwrite_erased(self.sessions)
        return len(past)
