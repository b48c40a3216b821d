"""The tables: conversations, their journal and buttons; cases, alarms, staff and the audit trail."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, WriteOnlyMapped, mapped_column, relationship

from bot.database import Base as Base
from bot.database import Moment
from bot.language.audience import Audience as Audience
from bot.safety.screening import Action

State = Literal["bot", "waiting", "with_staff", "ended"]
Author = Literal["bot", "staff", "system", "user"]
Kind = Literal["text", "services", "pathway", "safety", "question", "summary"]
Role = Literal["staff", "lead", "admin"]

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
    extras: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # buttons, services, pathway, asked
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


class Doubt(Base):
    """What a visitor says is wrong about a service of the directory."""

    __tablename__ = "doubt"

    id: Mapped[int] = mapped_column(primary_key=True)
    service_id: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)


class Staff(Base):
    """Somebody who answers cases. Who was removed keeps a row without e-mail: cases and the trail point to it."""

    __tablename__ = "staff"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    first_name: Mapped[str] = mapped_column(String(80))
    password_hash: Mapped[str] = mapped_column(String(200))
    role: Mapped[Role] = mapped_column(String(8), default="staff")
    totp_sealed: Mapped[str | None] = mapped_column(
        String(200)
    )  # the key of their app, encrypted: see `Seal`
    totp_step: Mapped[
        int | None
    ]  # of the last code that was used; None: no code has been, so none is asked for
    added_at: Mapped[datetime] = mapped_column(Moment)
    removed_at: Mapped[datetime | None] = mapped_column(Moment)


class RecoveryCode(Base):
    """A code that stands in for the phone once. It is deleted when it is used."""

    __tablename__ = "recovery_code"

    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)


class FailedSignIn(Base):
    """How often signing in with one e-mail failed of late, whether anybody has that e-mail or not."""

    __tablename__ = "failed_sign_in"

    email_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    tries: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(Moment)
    locked_at: Mapped[datetime | None] = mapped_column(Moment)  # when the lock was noted


class Invite(Base):
    """A link that lets one person become staff, once, for a limited time."""

    __tablename__ = "invite"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    role: Mapped[Role] = mapped_column(String(8))
    expires_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)


class SignIn(Base):
    """A browser in which a member of staff is signed in."""

    __tablename__ = "sign_in"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"))
    began_at: Mapped[datetime] = mapped_column(Moment)
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
    waiting_since: Mapped[datetime | None] = mapped_column(
        Moment
    )  # for a person's words; None: the last ones were a person's
    first_words_after: Mapped[float | None]  # seconds from its opening to a person's first words
    visitor_at: Mapped[datetime | None] = mapped_column(Moment)  # since when the holder owes an answer
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    outcome: Mapped[str | None] = mapped_column(String(32))
    asks_visitor: Mapped[bool] = mapped_column(default=False)  # whether the bot may go on
    version: Mapped[int] = mapped_column(default=1)

    staff: Mapped[Staff | None] = relationship()
    alarms: WriteOnlyMapped[Alarm] = relationship(
        back_populates="case", cascade="all, delete-orphan", passive_deletes=True
    )
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  (SQLAlchemy's own name and shape)


class Decline(Base):
    """Somebody who will not take a case, and why."""

    __tablename__ = "decline"

    case_id: Mapped[int] = mapped_column(ForeignKey("case.id", ondelete="CASCADE"), primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    reason: Mapped[str] = mapped_column(String(32))
    at: Mapped[datetime] = mapped_column(Moment)

    staff: Mapped[Staff] = relationship()


class Note(Base):
    """What staff write about a case for each other. No visitor sees it."""

    __tablename__ = "note"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id", ondelete="CASCADE"), index=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)

    staff: Mapped[Staff] = relationship()


class HeldLine(Base):
    """An answer with a contact that the directory does not know. The visitor does not see it yet."""

    __tablename__ = "held_line"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id", ondelete="CASCADE"), index=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    text: Mapped[str] = mapped_column(Text)
    unknown: Mapped[list[str]] = mapped_column(JSON)  # the contacts that stopped it
    at: Mapped[datetime] = mapped_column(Moment)
    returned_at: Mapped[datetime | None] = mapped_column(Moment)  # a lead sent it back to its writer

    staff: Mapped[Staff] = relationship()


class Alarm(Base):
    """Somebody waits for a person: written with what made them wait, and told to the posts on call afterwards."""

    __tablename__ = "alarm"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id", ondelete="CASCADE"), index=True)
    action: Mapped[Action] = mapped_column(String(16))  # decides how soon the next post is told
    at_once: Mapped[bool]  # whether the first post is told without waiting
    at: Mapped[datetime] = mapped_column(Moment)
    waiting_since: Mapped[datetime] = mapped_column(Moment)  # the case's: another one there ends this alarm
    settled_at: Mapped[datetime | None] = mapped_column(Moment, index=True)  # nothing is left to tell

    case: Mapped[Case] = relationship(back_populates="alarms")
    told: Mapped[list[Told]] = relationship(cascade="all, delete-orphan", passive_deletes=True)


class Told(Base):
    """A post on call that was told of an alarm, by which way."""

    __tablename__ = "told"

    alarm_id: Mapped[int] = mapped_column(ForeignKey("alarm.id", ondelete="CASCADE"), primary_key=True)
    step: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(8), primary_key=True)
    post: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime] = mapped_column(Moment)


class AuditEntry(Base):
    """Who looked at or did what, and when. Holds no message text. Numbered without gaps, chained by hash."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    staff_id: Mapped[int | None]
    deed: Mapped[str] = mapped_column(String(40))
    case_id: Mapped[int | None]
    previous: Mapped[str] = mapped_column(String(64))  # the hash of the entry before
    hash: Mapped[str] = mapped_column(String(64))  # of all of the above


class AuditHead(Base):
    """The end of the audit trail, in one row: who writes an entry holds it until the entry is there."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(primary_key=True)
    entries: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))
