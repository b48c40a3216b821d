"""The audit trail chained by hash, with what was there before; the database refuses to change or delete an entry."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.handoff.audit import NOTHING, digest
from bot.models import AuditEntry, Base

revision = "0004"
down_revision = "0003"

_GUARDED = {"audit": ("UPDATE", "DELETE"), "audit_head": ("DELETE",)}
_WORDS = "the audit trail can only be added to"


def _name(table: str, verb: str) -> str:
    return f"{table}_no_{verb.lower()}"


def _guard() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION audit_refuses() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{_WORDS}'; END $$"
        )
        for table, verbs in _GUARDED.items():
            for verb in (*verbs, "TRUNCATE"):
                op.execute(
                    f"CREATE TRIGGER {_name(table, verb)} BEFORE {verb} ON {table} "
                    "FOR EACH STATEMENT EXECUTE FUNCTION audit_refuses()"
                )
        return
    for table, verbs in _GUARDED.items():
        for verb in verbs:
            op.execute(
                f"CREATE TRIGGER {_name(table, verb)} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{_WORDS}'); END"
            )


def _chain() -> None:
    """Number what is there without gaps, oldest first, and chain it."""
    connection = op.get_bind()
    audit = Base.metadata.tables["audit"]
    number, previous = 0, NOTHING
    for row in connection.execute(sa.select(audit).order_by(audit.c.id)).all():
        number += 1
        entry = AuditEntry(**{**row._mapping, "id": number, "previous": previous})
        entry.hash = digest(entry)
        changed = {"id": number, "previous": previous, "hash": entry.hash}
        connection.execute(sa.update(audit).where(audit.c.id == row.id).values(changed))
        previous = entry.hash
    head = sa.table("audit_head", sa.column("id"), sa.column("entries"), sa.column("hash"))
    op.bulk_insert(head, [{"id": 1, "entries": number, "hash": previous}])


def upgrade() -> None:
    """Chain the trail and guard it."""
    for name in ("previous", "hash"):
        op.add_column("audit", sa.Column(name, sa.String(64), nullable=False, server_default=""))
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
    )
    _chain()
    _guard()


def downgrade() -> None:
    """Take the guard and the chain away."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_refuses() CASCADE")
    else:
        for verb in _GUARDED["audit"]:
            op.execute(f"DROP TRIGGER {_name('audit', verb)}")
    op.drop_table("audit_head")
    for name in ("hash", "previous"):
        op.drop_column("audit", name)
