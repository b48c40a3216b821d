"""What visitors say is wrong about an entry of the directory."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Make a place for it."""
    op.create_table(
        "doubt",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("service_id", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    """Take it away again."""
    op.drop_table("doubt")
