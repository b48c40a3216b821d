"""The journal: every message of a conversation, in and out, numbered without gaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from secrets import token_urlsafe
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.front_door.message import ButtonShown, Message
from bot.models import Author, Button, Conversation, JournalEntry, Kind
from bot.safety.screening import HANDED_OVER

NO_TURN = 0  # of what is said without a message that it answers: greetings, staff, notices


@dataclass(frozen=True, kw_only=True)
class Line:
    """Something to be said to a visitor. `buttons` are (title, payload); the payload never leaves the server."""

    text: str
    kind: Kind = "text"
    author: Author = "bot"
    name: str | None = None
    buttons: tuple[tuple[str, str], ...] = ()
    extras: dict[str, Any] = field(default_factory=dict)


def write_down(
    session: Session,
    conversation: Conversation,
    text: str,
    *,
    client_id: str | None,
    action: str,
    now: datetime,
) -> JournalEntry:
    """Journal what a visitor wrote; its own number is the number of the turn."""
    seq = _next_seq(conversation, now)
    entry = JournalEntry(
        conversation_id=conversation.id,
        seq=seq,
        turn=seq,
        author="user",
        kind="text",
        text=text,
        client_id=client_id,
        action=action,
        at=now,
    )
    session.add(entry)
    return entry


def say(
    session: Session, conversation: Conversation, line: Line, *, turn: int, now: datetime
) -> JournalEntry:
    """Journal something that is said to the visitor, and keep what its buttons mean."""
    shown = [_button(session, conversation, title, payload) for title, payload in line.buttons]
    extras = {**line.extras, "buttons": shown} if shown else dict(line.extras)
    entry = JournalEntry(
        conversation_id=conversation.id,
        seq=_next_seq(conversation, now),
        turn=turn,
        author=line.author,
        name=line.name,
        kind=line.kind,
        text=line.text,
        extras=extras,
        at=now,
    )
    session.add(entry)
    return entry


def _next_seq(conversation: Conversation, now: datetime) -> int:
    conversation.last_seq += 1
    conversation.last_at = now
    return conversation.last_seq


def _button(session: Session, conversation: Conversation, title: str, payload: str) -> dict[str, str]:
    token = token_urlsafe(12)
    session.add(Button(token=token, conversation_id=conversation.id, title=title, payload=payload))
    return {"title": title, "token": token}


def begun_by(session: Session, conversation_id: str, client_id: str) -> JournalEntry | None:
    """Return the message that came with a `client_id`, if it was seen before."""
    return session.scalar(
        select(JournalEntry).where(
            JournalEntry.conversation_id == conversation_id, JournalEntry.client_id == client_id
        )
    )


def replies(session: Session, conversation_id: str, *, turn: int) -> list[Message]:
    """Return what was said in answer to a turn, in order."""
    found = session.scalars(
        select(JournalEntry)
        .where(
            JournalEntry.conversation_id == conversation_id,
            JournalEntry.turn == turn,
            JournalEntry.author != "user",
        )
        .order_by(JournalEntry.seq)
    )
    return [shown(entry) for entry in found]


def since(session: Session, conversation_id: str, *, after: int) -> list[Message]:
    """Return everything said after a number, the visitor's own words too."""
    found = session.scalars(
        select(JournalEntry)
        .where(JournalEntry.conversation_id == conversation_id, JournalEntry.seq > after)
        .order_by(JournalEntry.seq)
    )
    return [shown(entry) for entry in found]


def said_before(session: Session, conversation_id: str, *, at_most: int) -> Sequence[str]:
    """Return the visitor's last texts, the oldest first."""
    found = session.scalars(
        select(JournalEntry.text)
        .where(JournalEntry.conversation_id == conversation_id, JournalEntry.author == "user")
        .order_by(JournalEntry.seq.desc())
        .limit(at_most)
    ).all()
    return found[::-1]


def asked(session: Session, conversation_id: str, *, before: int) -> dict[str, Any] | None:
    """Return the fact that the last thing said before a message asks for, as Rasa wrote it."""
    last = session.scalar(
        select(JournalEntry)
        .where(JournalEntry.conversation_id == conversation_id, JournalEntry.seq < before)
        .order_by(JournalEntry.seq.desc())
        .limit(1)
    )
    return last.extras.get("asked") if last else None


def left_open(session: Session, conversation_id: str, *, before: int) -> str | None:
    """Return the visitor's last text before a message, if nothing but a safety question was put to it."""
    last = session.scalar(
        select(JournalEntry)
        .where(
            JournalEntry.conversation_id == conversation_id,
            JournalEntry.author == "user",
            JournalEntry.seq < before,
        )
        .order_by(JournalEntry.seq.desc())
        .limit(1)
    )
    said = replies(session, conversation_id, turn=last.seq) if last else []
    only_asked = [(one.kind, bool(one.buttons)) for one in said] == [("safety", True)]
    return last.text if last and only_asked else None


def told_first(session: Session, conversation_id: str, *, since: datetime, at_most: int) -> Sequence[str]:
    """Return the visitor's first texts since a moment that a person had to look at."""
    return session.scalars(
        select(JournalEntry.text)
        .where(
            JournalEntry.conversation_id == conversation_id,
            JournalEntry.action.in_(HANDED_OVER),
            JournalEntry.at >= since,
        )
        .order_by(JournalEntry.seq)
        .limit(at_most)
    ).all()


def shown(entry: JournalEntry) -> Message:
    """Return a journal entry as every channel shows it."""
    return Message(
        seq=entry.seq,
        author=entry.author,
        name=entry.name,
        kind=entry.kind,
        text=entry.text,
        buttons=[ButtonShown(**button) for button in entry.extras.get("buttons", [])],
        services=entry.extras.get("services", []),
        pathway=entry.extras.get("pathway"),
        contacts=entry.extras.get("contacts", []),
    )
