"""The tables: conversations, their journal and buttons; cases, staff and the audit trail."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bot.database import Base as Base
from bot.database import Moment
from bot.language.audience import Audience as Audience
from bot.safety.screening import Action

State = Literal["bot", "waiting", "with_staff", "ended"]
Author = Literal["bot", "staff", "system", "user"]
Kind = Literal["text", "services", "pathway", "safety", "question", "summary"]

_OPEN = text("state <> 'ended'")


class Conversation(Base):
    """One visitor's chat. `state` says who holds it."""

    __tablename__ = "conversation"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64))
    channel: Mapped[str] = mapped_column(String(16))
    state: Mapped[State] = mapped_column(String(16), default="bot")
    audience: Mapped[Audience | None] = mapped_column(String(16))
    area: Mapped[str | None] = mapped_column(String(32))
    language: Mapped[str | None] = mapped_column(String(16))
    summary: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    asked: Mapped[str | None] = mapped_column(String(64))  # the direct question of the last card
    asked_round: Mapped[int] = mapped_column(default=0)
    last_seq: Mapped[int] = mapped_column(default=0)
    opened_at: Mapped[datetime] = mapped_column(Moment)
    last_at: Mapped[datetime] = mapped_column(Moment, index=True)

    messages: Mapped[list[JournalEntry]] = relationship(
        back_populates="conversation", order_by="JournalEntry.seq", cascade="all, delete-orphan"
    )


class JournalEntry(Base):
    """One message, in or out, numbered within its conversation: journal and outbox in one."""

    __tablename__ = "journal"
    __table_args__ = (
        UniqueConstraint("conversation_id", "seq"),
        UniqueConstraint("conversation_id", "client_id"),
        Index("ix_journal_turn", "conversation_id", "turn"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"))
    seq: Mapped[int]
    turn: Mapped[int]  # seq of the visitor's message that this one answers, or its own
    author: Mapped[Author] = mapped_column(String(8))
    name: Mapped[str | None] = mapped_column(String(80))
    kind: Mapped[Kind] = mapped_column(String(16))
    text: Mapped[str] = mapped_column(Text)
    extras: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # buttons, services, pathway
    client_id: Mapped[str | None] = mapped_column(String(64))
    action: Mapped[Action | None] = mapped_column(String(16))  # what the screen said; visitors only
    at: Mapped[datetime] = mapped_column(Moment)

    conversation: Mapped[Conversation] = relationship(back_populates="messages")


class Button(Base):
    """What a button means. The visitor only ever sees the token."""

    __tablename__ = "button"

    token: Mapped[str] = mapped_column(String(32), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(
        ForeignKey("conversation.id", ondelete="CASCADE"), index=True
    )
    title: Mapped[str] = mapped_column(String(200))
    payload: Mapped[str] = mapped_column(Text)


class Staff(Base):
    """Somebody who answers cases."""

    __tablename__ = "staff"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    first_name: Mapped[str] = mapped_column(String(80))
    password_hash: Mapped[str] = mapped_column(String(200))
    added_at: Mapped[datetime] = mapped_column(Moment)


class Invite(Base):
    """A link that lets one person become staff, once, for a limited time."""

    __tablename__ = "invite"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)


class SignIn(Base):
    """A browser in which a member of staff is signed in."""

    __tablename__ = "sign_in"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"))
    last_at: Mapped[datetime] = mapped_column(Moment)

    staff: Mapped[Staff] = relationship()


class Case(Base):
    """A conversation that a person must look at. At most one open case a conversation."""

    __tablename__ = "case"
    __table_args__ = (
        Index("one_open_case", "conversation_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id"), index=True)
    state: Mapped[str] = mapped_column(String(16))  # waiting, with_staff or ended
    action: Mapped[str] = mapped_column(
        String(16)
    )  # the highest that the screen said; none if only asked for
    reasons: Mapped[list[Any]] = mapped_column(JSON, default=list)  # categories noticed, or "asked"
    opened_at: Mapped[datetime] = mapped_column(Moment)
    waiting_since: Mapped[datetime | None] = mapped_column(Moment)
    visitor_at: Mapped[datetime | None] = mapped_column(
        Moment
    )  # a visitor's words without a human answer yet
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    version: Mapped[int] = mapped_column(default=1)

    staff: Mapped[Staff | None] = relationship()
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  (SQLAlchemy's own name and shape)


class AuditEntry(Base):
    """Who looked at or did what, and when. Holds no message text."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    staff_id: Mapped[int | None]
    deed: Mapped[str] = mapped_column(String(40))
    case_id: Mapped[int | None]
