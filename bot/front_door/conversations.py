"""Conversations: opened with a token that is shown once, found again by it."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime
from secrets import token_hex, token_urlsafe

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.errors import NoSuchConversation, WrongToken
from bot.models import Audience, Conversation


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def start(
    session: Session,
    *,
    channel: str,
    audience: Audience | None,
    area: str | None,
    language: str | None,
    now: datetime,
) -> tuple[Conversation, str]:
    """Return a new conversation and its token. Only the token's hash is kept."""
    token = token_urlsafe(24)
    conversation = Conversation(
        id=token_hex(16),
        token_hash=_hash(token),
        channel=channel,
        state="bot",
        audience=audience,
        area=area,
        language=language,
        summary={},
        asked_round=0,
        last_seq=0,
        opened_at=now,
        last_at=now,
    )
    session.add(conversation)
    return conversation, token


def find(session: Session, conversation_id: str, token: str, *, ended_too: bool = False) -> Conversation:
    """Return the conversation that a token opens, for writing. Ended ones are not found unless asked for.

    Raises NoSuchConversation and WrongToken.
    """
    return _opened_by(token, conversation_id, by_id(session, conversation_id), ended_too=ended_too)


def look_at(session: Session, conversation_id: str, token: str, *, ended_too: bool = False) -> Conversation:
    """Return the conversation that a token opens, for reading: whoever writes to it is not kept waiting.

    Raises as `find` does.
    """
    found = session.get(Conversation, conversation_id)
    return _opened_by(token, conversation_id, found, ended_too=ended_too)


def _opened_by(
    token: str, conversation_id: str, found: Conversation | None, *, ended_too: bool
) -> Conversation:
    if found is None or not found.token_hash or (found.state == "ended" and not ended_too):
        raise NoSuchConversation(conversation_id)
    if not hmac.compare_digest(found.token_hash, _hash(token)):
        raise WrongToken(conversation_id)
    return found


def by_id(session: Session, conversation_id: str) -> Conversation | None:
    """Return a conversation for writing, whoever asks: for staff and for our own tasks."""
    return session.scalar(select(Conversation).where(Conversation.id == conversation_id).with_for_update())
