"""How long a person's first words took, for each case; for those that were there, from the journal."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_MOMENT = sa.DateTime(timezone=True)
_CASE = sa.table(
    "case",
    sa.column("id", sa.Integer),
    sa.column("conversation_id", sa.String),
    sa.column("opened_at", _MOMENT),
    sa.column("ended_at", _MOMENT),
    sa.column("first_words_after", sa.Double),
)
_JOURNAL = sa.table(
    "journal",
    sa.column("conversation_id", sa.String),
    sa.column("author", sa.String),
    sa.column("at", _MOMENT),
)


def upgrade() -> None:
    """Add the length, and fill it in where the journal knows it: an old case must not count as unanswered."""
    op.add_column("case", sa.Column("first_words_after", sa.Double(), nullable=True))
    first = (
        sa.select(_CASE.c.id, _CASE.c.opened_at, sa.func.min(_JOURNAL.c.at))
        .join(_JOURNAL, _JOURNAL.c.conversation_id == _CASE.c.conversation_id)
        .where(_JOURNAL.c.author == "staff", _JOURNAL.c.at >= _CASE.c.opened_at)
        .where(sa.or_(_CASE.c.ended_at.is_(None), _JOURNAL.c.at <= _CASE.c.ended_at))
        .group_by(_CASE.c.id, _CASE.c.opened_at)
    )
    for case_id, opened_at, said_at in op.get_bind().execute(first).all():
        after = (said_at - opened_at).total_seconds()
        op.execute(sa.update(_CASE).where(_CASE.c.id == case_id).values(first_words_after=after))


def downgrade() -> None:
    """Drop it again."""
    op.drop_column("case", "first_words_after")
