"""Who checked which fact and when; postcodes; what happens next, the NHS's own borders, and sources that disagree."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

_FACTS = ("contact", "evidence")
_OF_SERVICES = ("what_happens_next", "footprint", "everyday", "conflicts")


def upgrade() -> None:
    """Empty the version: the content is loaded anew, with the new fields."""
    op.create_table(
        "fact_check",
        sa.Column("id", sa.Integer(), primary_key=True),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("fact_id", "outcome")),
        sa.Column("checked", sa.Date(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("checked_by", "how")),
    )
    op.create_index("ix_fact_check_fact_id", "fact_check", ["fact_id"])
    op.create_table(
        "postcode",
        sa.Column("postcode", sa.String(), primary_key=True),
        sa.Column("area", sa.String(), nullable=False),
    )
    for table in _FACTS:
        op.add_column(table, sa.Column("fact_id", sa.String(), nullable=False, server_default=""))
        op.create_index(f"ix_{table}_fact_id", table, ["fact_id"])
    for name in _OF_SERVICES[:2]:
        op.add_column("service", sa.Column(name, sa.String(), nullable=True))
    op.add_column("service", sa.Column("everyday", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("service", sa.Column("conflicts", sa.JSON(), nullable=False, server_default="[]"))
    op.execute(sa.delete(sa.table("directory_version")))


def downgrade() -> None:
    """Take them away again."""
    for name in _OF_SERVICES:
        op.drop_column("service", name)
    for table in _FACTS:
        op.drop_index(f"ix_{table}_fact_id", table)
        op.drop_column(table, "fact_id")
    op.drop_table("postcode")
    op.drop_table("fact_check")
