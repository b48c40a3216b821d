"""Pathways become rules of a decision: which facts it asks, and when each rule applies."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

_OF_CONTENT = ("evidence", "pathway_area", "pathway", "directory_version")


def upgrade() -> None:
    """Empty the rules and the version: the content is loaded anew, with its decisions."""
    op.drop_table("pathway_need")
    _empty()
    op.create_table(
        "decision",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        *(sa.Column(name, sa.JSON(), nullable=False) for name in ("phrases", "needs", "facts")),
        sa.PrimaryKeyConstraint("id", name="pk_decision"),
    )
    with op.batch_alter_table("pathway") as table:
        table.drop_column("phrases")
        table.add_column(sa.Column("decision_id", sa.String(), nullable=False))
        table.add_column(sa.Column("position", sa.Integer(), nullable=False))
        table.add_column(sa.Column("when", sa.JSON(), nullable=False))
        table.add_column(sa.Column("conflicts", sa.JSON(), nullable=False))
        table.create_foreign_key("fk_pathway_decision_id", "decision", ["decision_id"], ["id"])


def downgrade() -> None:
    """Take the decisions away again."""
    _empty()
    with op.batch_alter_table("pathway") as table:
        table.drop_constraint("fk_pathway_decision_id", type_="foreignkey")
        for name in ("decision_id", "position", "when", "conflicts"):
            table.drop_column(name)
        table.add_column(sa.Column("phrases", sa.JSON(), nullable=False))
    op.drop_table("decision")
    op.create_table(
        "pathway_need",
        sa.Column(
            "pathway_id",
            sa.String(),
            sa.ForeignKey("pathway.id", name="fk_pathway_need_pathway_id"),
            nullable=False,
        ),
        sa.Column(
            "need_id", sa.String(), sa.ForeignKey("need.id", name="fk_pathway_need_need_id"), nullable=False
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("pathway_id", "need_id", name="pk_pathway_need"),
    )


def _empty() -> None:
    for table in _OF_CONTENT:
        op.execute(sa.delete(sa.table(table)))
