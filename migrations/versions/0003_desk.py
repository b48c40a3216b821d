"""Roles, a second step and a lock for accounts; outcomes, declines, notes and held answers for cases."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_NEW = ("recovery_code", "failed_sign_in", "decline", "note", "held_line")


def _moment(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _case(**more: Any) -> sa.Column[Any]:
    key = sa.ForeignKey("case.id", ondelete="CASCADE")
    return sa.Column("case_id", sa.Integer(), key, nullable=False, **more)


def _staff(**more: Any) -> sa.Column[Any]:
    return sa.Column("staff_id", sa.Integer(), sa.ForeignKey("staff.id"), nullable=False, **more)


def _accounts() -> None:
    op.execute(sa.text("DELETE FROM sign_in"))  # when they began is not known: sign in again
    op.add_column("sign_in", _moment("began_at"))
    for table in ("staff", "invite"):
        op.add_column(table, sa.Column("role", sa.String(8), nullable=False, server_default="staff"))
    op.execute(sa.text("UPDATE staff SET role = 'admin' WHERE id = (SELECT min(id) FROM staff)"))
    op.add_column("staff", sa.Column("totp_secret", sa.String(32), nullable=True))
    op.add_column("staff", sa.Column("totp_step", sa.Integer(), nullable=True))
    op.add_column("staff", _moment("removed_at", nullable=True))
    op.create_table(
        "recovery_code",
        sa.Column("code_hash", sa.String(64), primary_key=True),
        sa.Column("staff_id", sa.Integer(), sa.ForeignKey("staff.id", ondelete="CASCADE"), nullable=False),
    )
    op.create_index("ix_recovery_code_staff_id", "recovery_code", ["staff_id"])
    op.create_table(
        "failed_sign_in",
        sa.Column("email_hash", sa.String(64), primary_key=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        _moment("last_at"),
    )


def _cases() -> None:
    op.add_column("case", sa.Column("outcome", sa.String(32), nullable=True))
    op.add_column("case", sa.Column("asks_visitor", sa.Boolean(), nullable=False, server_default=sa.false()))
    waits = "UPDATE \"case\" SET waiting_since = visitor_at WHERE state = 'with_staff'"
    op.execute(sa.text(waits))
    op.create_table(
        "decline",
        _case(primary_key=True),
        _staff(primary_key=True),
        sa.Column("reason", sa.String(32), nullable=False),
        _moment("at"),
    )


def _words() -> None:
    for name in ("note", "held_line"):
        op.create_table(
            name,
            sa.Column("id", sa.Integer(), primary_key=True),
            _case(),
            _staff(),
            sa.Column("text", sa.Text(), nullable=False),
            _moment("at"),
        )
        op.create_index(f"ix_{name}_case_id", name, ["case_id"])
    op.add_column("held_line", sa.Column("unknown", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("held_line", _moment("returned_at", nullable=True))


def upgrade() -> None:
    """Add what the desk needs. Who joined first becomes the admin; everybody signs in again."""
    _accounts()
    _cases()
    _words()


def downgrade() -> None:
    """Drop it again."""
    for name in reversed(_NEW):
        op.drop_table(name)
    for table, column in (
        ("case", "asks_visitor"),
        ("case", "outcome"),
        ("staff", "removed_at"),
        ("staff", "totp_step"),
        ("staff", "totp_secret"),
        ("staff", "role"),
        ("invite", "role"),
        ("sign_in", "began_at"),
    ):
        op.drop_column(table, column)
