"""The tables of conversations, cases and staff."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_TABLES = ("conversation", "journal", "button", "staff", "invite", "sign_in", "case", "audit")
_OPEN = sa.text("state <> 'ended'")


def _moment(name: str, *, nullable: bool = False, index: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable, index=index)


def _text(name: str, length: int | None = None, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.String(length) if length else sa.Text(), nullable=nullable)


def _belongs(name: str, to: str, kind: Any) -> sa.Column[Any]:
    key = sa.ForeignKey(to, ondelete="CASCADE")
    return sa.Column(name, kind, key, nullable=False)


def _conversation() -> None:
    op.create_table(
        "conversation",
        sa.Column("id", sa.String(32), primary_key=True),
        _text("token_hash", 64),
        _text("channel", 16),
        _text("state", 16),
        _text("audience", 16, nullable=True),
        _text("area", 32, nullable=True),
        _text("language", 16, nullable=True),
        sa.Column("summary", sa.JSON(), nullable=False),
        _text("asked", 64, nullable=True),
        sa.Column("asked_round", sa.Integer(), nullable=False),
        sa.Column("last_seq", sa.Integer(), nullable=False),
        _moment("opened_at"),
        _moment("last_at", index=True),
    )
    op.create_table(
        "button",
        sa.Column("token", sa.String(32), primary_key=True),
        _belongs("conversation_id", "conversation.id", sa.String(32)),
        _text("title", 200),
        _text("payload"),
    )
    op.create_index("ix_button_conversation_id", "button", ["conversation_id"])


def _journal() -> None:
    op.create_table(
        "journal",
        sa.Column("id", sa.Integer(), primary_key=True),
        _belongs("conversation_id", "conversation.id", sa.String(32)),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        _text("author", 8),
        _text("name", 80, nullable=True),
        _text("kind", 16),
        _text("text"),
        sa.Column("extras", sa.JSON(), nullable=False),
        _text("client_id", 64, nullable=True),
        _text("action", 16, nullable=True),
        _moment("at"),
        sa.UniqueConstraint("conversation_id", "seq"),
        sa.UniqueConstraint("conversation_id", "client_id"),
    )
    op.create_index("ix_journal_turn", "journal", ["conversation_id", "turn"])


def _staff() -> None:
    op.create_table(
        "staff",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("email", sa.String(254), nullable=False, unique=True),
        _text("first_name", 80),
        _text("password_hash", 200),
        _moment("added_at"),
    )
    op.create_table(
        "invite",
        sa.Column("token_hash", sa.String(64), primary_key=True),
        _moment("expires_at"),
        _moment("used_at", nullable=True),
    )
    op.create_table(
        "sign_in",
        sa.Column("token_hash", sa.String(64), primary_key=True),
        _belongs("staff_id", "staff.id", sa.Integer()),
        _moment("last_at"),
    )


def _case() -> None:
    op.create_table(
        "case",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("conversation_id", sa.String(32), sa.ForeignKey("conversation.id"), nullable=False),
        _text("state", 16),
        _text("action", 16),
        sa.Column("reasons", sa.JSON(), nullable=False),
        _moment("opened_at"),
        _moment("waiting_since", nullable=True),
        _moment("visitor_at", nullable=True),
        sa.Column("staff_id", sa.Integer(), sa.ForeignKey("staff.id"), nullable=True),
        _moment("ended_at", nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    op.create_index("ix_case_conversation_id", "case", ["conversation_id"])
    op.create_index(
        "one_open_case", "case", ["conversation_id"], unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), primary_key=True),
        _moment("at"),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        _text("deed", 40),
        sa.Column("case_id", sa.Integer(), nullable=True),
    )


def upgrade() -> None:
    """Make the tables."""
    _conversation()
    _journal()
    _staff()
    _case()


def downgrade() -> None:
    """Drop the tables, those that point to others first."""
    for name in reversed(_TABLES):
        op.drop_table(name)
