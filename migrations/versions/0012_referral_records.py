"""Records of Open Referral UK that other councils gave us, and the rows by which services are found in lists."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

_TABLES = ("referral_record", "referral_service", "referral_term", "referral_schedule", "referral_place")


def upgrade() -> None:
    """Empty the version: the content is loaded anew, so that our own services are in the lists."""
    op.create_table(
        "referral_record",
        *_key("feed", "entity", "id"),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("missing_since", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("feed", "entity", "id", name="pk_referral_record"),
    )
    op.create_table(
        "referral_service",
        *_key("feed", "id"),
        sa.Column("slug", sa.String(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        *(sa.Column(name, sa.Double(), nullable=True) for name in ("minimum_age", "maximum_age")),
        sa.PrimaryKeyConstraint("feed", "id", name="pk_referral_service"),
    )
    op.create_table(
        "referral_term",
        *_key("feed", "term_id", "service_id", "taxonomy_id"),
        sa.PrimaryKeyConstraint("feed", "term_id", "service_id", "taxonomy_id", name="pk_referral_term"),
    )
    op.create_index("ix_referral_term_taxonomy_id", "referral_term", ["feed", "taxonomy_id", "service_id"])
    op.create_table(
        "referral_schedule",
        sa.Column("id", sa.Integer(), nullable=False),
        *_key("feed", "service_id"),
        *(sa.Column(name, sa.String(), nullable=True) for name in ("day", "opens_at", "closes_at")),
        sa.PrimaryKeyConstraint("id", name="pk_referral_schedule"),
    )
    op.create_table(
        "referral_place",
        *_key("feed", "id", "service_id"),
        *(sa.Column(name, sa.Double(), nullable=True) for name in ("latitude", "longitude")),
        sa.Column("postcode", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("feed", "id", "service_id", name="pk_referral_place"),
    )
    op.create_index(
        "ix_referral_service_ages", "referral_service", ["feed", "id", "minimum_age", "maximum_age"]
    )
    op.create_index(
        "ix_referral_schedule_hours",
        "referral_schedule",
        ["feed", "day", "opens_at", "closes_at", "service_id"],
    )
    op.create_index("ix_referral_place_postcode", "referral_place", ["postcode"])
    for table in _TABLES[2:]:
        op.create_index(f"ix_{table}_service_id", table, ["feed", "service_id"])
    op.execute(sa.delete(sa.table("directory_version")))


def downgrade() -> None:
    """Take them away again."""
    for table in _TABLES:
        op.drop_table(table)


def _key(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(), nullable=False) for name in names]
