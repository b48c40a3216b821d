"""The tables of the directory."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

revision = "0001"
down_revision = None

_TABLES = (  # in the order in which they are made: a table comes after those that it points to
    "directory_version",
    "organization",
    "need",
    "service",
    "service_area",
    "service_audience",
    "service_need",
    "cost_option",
    "schedule",
    "location",
    "contact",
    "pathway",
    "pathway_area",
    "pathway_need",
    "evidence",
)


def upgrade() -> None:
    """The step forward."""
    _make_what_services_point_to()
    _make_services()
    _make_keys_of_services()
    _make_parts_of_services()
    _make_pathways()
    _make_evidence()


def downgrade() -> None:
    """The step back."""
    for table in reversed(_TABLES):
        op.drop_table(table)


def _make_what_services_point_to() -> None:
    op.create_table(
        "directory_version",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        _text("fingerprint"),
        sa.PrimaryKeyConstraint("id", name="pk_directory_version"),
    )
    op.create_table(
        "organization",
        *_id("organization"),
        _text("name"),
        _text("description"),
        _text("website", nullable=True),
    )
    op.create_table(
        "need",
        *_id("need"),
        _text("name"),
        _text("meaning"),
        _text("reflection_parent"),
        _text("reflection_young_person", nullable=True),
        _text("reflection_professional"),
    )


def _make_services() -> None:
    op.create_table(
        "service",
        *_id("service"),
        *_points_to("service", "organization"),
        *map(_text, ("name", "kind", "standing", "level", "description")),
        _text("eligibility_description", nullable=True),
        sa.Column("minimum_age", sa.Integer(), nullable=True),
        sa.Column("maximum_age", sa.Integer(), nullable=True),
        *map(_list, ("alternate_names", "application_process", "professional_process")),
        _text("consent", nullable=True),
        _text("hours", nullable=True),
        _text("no_contact", nullable=True),
        _text("alert", nullable=True),
        _text("approved_by", nullable=True),
        _text("approved_on", nullable=True),
    )


def _make_keys_of_services() -> None:
    """What matching asks for."""
    op.create_table(
        "service_area",
        *_points_to("service_area", "service"),
        _text("area"),
        sa.PrimaryKeyConstraint("service_id", "area", name="pk_service_area"),
    )
    op.create_table(
        "service_audience",
        *_points_to("service_audience", "service"),
        _text("audience"),
        sa.PrimaryKeyConstraint("service_id", "audience", name="pk_service_audience"),
    )
    op.create_table(
        "service_need",
        *_points_to("service_need", "service"),
        *_points_to("service_need", "need"),
        sa.Column("primary", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("service_id", "need_id", name="pk_service_need"),
    )


def _make_parts_of_services() -> None:
    """What cards show."""
    op.create_table("cost_option", *_part_of_service("cost_option"), _text("option"))
    op.create_table(
        "schedule", *_part_of_service("schedule"), _text("byday"), _text("opens_at"), _text("closes_at")
    )
    op.create_table(
        "location",
        *_part_of_service("location"),
        _text("name"),
        _text("location_type"),
        _text("city", nullable=True),
    )
    op.create_table(
        "contact",
        *_part_of_service("contact"),
        *map(_text, ("kind", "value", "grade", "source")),
        _text("label", nullable=True),
        _text("date", nullable=True),
        sa.Column("checked", sa.Date(), nullable=False),
        _list("audiences"),
        sa.CheckConstraint("grade IN ('A', 'B')", name="ck_contact_grade"),
    )


def _make_pathways() -> None:
    op.create_table(
        "pathway",
        *_id("pathway"),
        *map(_text, ("name", "answer", "because")),
        *map(_list, ("phrases", "next_steps")),
        _text("law", nullable=True),
        _text("caveat", nullable=True),
        _text("approved_by", nullable=True),
        _text("approved_on", nullable=True),
    )
    op.create_table(
        "pathway_area",
        *_points_to("pathway_area", "pathway"),
        _text("area"),
        sa.PrimaryKeyConstraint("pathway_id", "area", name="pk_pathway_area"),
    )
    op.create_table(
        "pathway_need",
        *_points_to("pathway_need", "pathway"),
        *_points_to("pathway_need", "need"),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("pathway_id", "need_id", name="pk_pathway_need"),
    )


def _make_evidence() -> None:
    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        *_points_to("evidence", "service", nullable=True),
        *_points_to("evidence", "pathway", nullable=True),
        _text("fact"),
        _text("source"),
        _text("date", nullable=True),
        _text("grade", nullable=True),
        sa.Column("checked", sa.Date(), nullable=False),
        sa.CheckConstraint("(service_id IS NULL) <> (pathway_id IS NULL)", name="ck_evidence_one_owner"),
        sa.PrimaryKeyConstraint("id", name="pk_evidence"),
    )


def _text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=nullable)


def _list(name: str) -> sa.Column[list[str]]:
    return sa.Column(name, sa.JSON(), nullable=False)


def _id(table: str) -> list[SchemaItem]:
    return [_text("id"), sa.PrimaryKeyConstraint("id", name=f"pk_{table}")]


def _part_of_service(table: str) -> list[SchemaItem]:
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        *_points_to(table, "service"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
    ]


def _points_to(table: str, other: str, *, nullable: bool = False) -> list[SchemaItem]:
    column = f"{other}_id"
    return [
        _text(column, nullable=nullable),
        sa.ForeignKeyConstraint([column], [f"{other}.id"], name=f"fk_{table}_{column}"),
    ]
