"""The keys of the apps for the second step, encrypted."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa
from alembic import context, op

from bot.errors import SetUpError
from bot.handoff.seal import Seal

revision = "0008"
down_revision = "0007"

_STAFF = sa.table("staff", sa.column("id"), sa.column("totp_secret"), sa.column("totp_sealed"))

Change = Callable[[Seal, str, int], str]


def _carry_over(old: sa.ColumnClause[str], new: sa.ColumnClause[str], change: Change) -> None:
    """Fill one column from the other. What was readable is overwritten before its column goes."""
    connection, seal = op.get_bind(), context.config.attributes.get("seal")
    for staff_id, kept in connection.execute(sa.select(_STAFF.c.id, old).where(old.is_not(None))).all():
        if seal is None:
            raise SetUpError("The second steps cannot be carried over without their keys: run `make up`.")
        carried = {new.name: change(seal, kept, staff_id), old.name: None}
        connection.execute(sa.update(_STAFF).where(_STAFF.c.id == staff_id).values(carried))


def upgrade() -> None:
    """Seal what is there: nobody need set up anything anew."""
    # A column of its own: to widen one, SQLite copies the table, and dropping the old one drops what points to it.
    op.add_column("staff", sa.Column("totp_sealed", sa.String(200), nullable=True))
    _carry_over(_STAFF.c.totp_secret, _STAFF.c.totp_sealed, lambda seal, plain, _: seal.close(plain))
    op.drop_column("staff", "totp_secret")


def downgrade() -> None:
    """Open it again."""
    op.add_column("staff", sa.Column("totp_secret", sa.String(32), nullable=True))
    _carry_over(
        _STAFF.c.totp_sealed,
        _STAFF.c.totp_secret,
        lambda seal, sealed, staff_id: seal.open(sealed, member=staff_id),
    )
    op.drop_column("staff", "totp_sealed")
