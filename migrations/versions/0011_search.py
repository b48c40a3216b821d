"""The index for searching services by words, and indexes for finding them by need, area and name."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from services_directory import search

revision = "0011"
down_revision = "0010"

_INDEXES = {
    "ix_service_need_need_id": ("service_need", ["need_id", "service_id"]),
    "ix_service_area_area": ("service_area", ["area", "service_id"]),
    "ix_service_name": ("service", ["name", "id"]),
    "ix_evidence_service_id": ("evidence", ["service_id"]),
}


def upgrade() -> None:
    """Make them, and empty the version: the content is loaded anew, into the index too."""
    search.make(op.get_bind())
    for name, (table, columns) in _INDEXES.items():
        op.create_index(name, table, columns)
    op.execute(sa.delete(sa.table("directory_version")))


def downgrade() -> None:
    """Take them away again."""
    for name, (table, _) in _INDEXES.items():
        op.drop_index(name, table)
    op.execute("DROP TABLE service_text")
