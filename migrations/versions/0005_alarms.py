"""Alarms, and which post on call was told of each."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def _moment(name: str, **more: Any) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), **{"nullable": False, **more})


def _belongs(name: str, to: str, **more: Any) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), sa.ForeignKey(to, ondelete="CASCADE"), nullable=False, **more)


def upgrade() -> None:
    """Add the tables. Whoever waits now has an alarm, as if they had begun to when they did."""
    op.create_table(
        "alarm",
        sa.Column("id", sa.Integer(), primary_key=True),
        _belongs("case_id", "case.id", index=True),
        sa.Column("action", sa.String(16), nullable=False),
        sa.Column("at_once", sa.Boolean(), nullable=False),
        _moment("at"),
        _moment("waiting_since"),
        _moment("settled_at", nullable=True, index=True),
    )
    op.create_table(
        "told",
        _belongs("alarm_id", "alarm.id", primary_key=True),
        sa.Column("step", sa.Integer(), primary_key=True),
        sa.Column("channel", sa.String(8), primary_key=True),
        sa.Column("post", sa.String(80), nullable=False),
        _moment("at"),
    )
    waits = (
        'SELECT id, action, true, waiting_since, waiting_since FROM "case" WHERE waiting_since IS NOT NULL'
    )
    op.execute(sa.text(f"INSERT INTO alarm (case_id, action, at_once, at, waiting_since) {waits}"))


def downgrade() -> None:
    """Drop them again."""
    op.drop_table("told")
    op.drop_table("alarm")
