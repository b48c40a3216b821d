"""When the lock of an e-mail was noted: the audit trail says it once."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the moment. A lock of now is noted at the next try."""
    op.add_column("failed_sign_in", sa.Column("locked_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Drop it again."""
    op.drop_column("failed_sign_in", "locked_at")
