"""Which records are nested in which, and by which link the tables of the profile say the same."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple


class Many(NamedTuple):
    """A field with a list of records of `table`, each of which links back to what it is nested in."""

    field: str
    table: str
    link: str


class One(NamedTuple):
    """A field with one record, of the table that has its name, and the link to it."""

    field: str
    link: str


ENTITY = "link_entity"  # of an attribute: the table of what it belongs to

_ATTRIBUTES = Many("attributes", "attribute", "link_id")
_MANY: Mapping[str, tuple[Many, ...]] = {
    "organization": (
        Many("services", "service", "organization_id"),
        Many("organization_identifiers", "organization_identifier", "organization_id"),
        _ATTRIBUTES,
    ),
    "service": (
        *(
            Many(field, table, "service_id")
            for field, table in (
                ("schedules", "schedule"),
                ("service_areas", "service_area"),
                ("service_at_locations", "service_at_location"),
                ("languages", "language"),
                ("funding", "funding"),
                ("cost_options", "cost_option"),
                ("contacts", "contact"),
            )
        ),
        _ATTRIBUTES,
    ),
    "location": (
        Many("addresses", "address", "location_id"),
        Many("accessibility", "accessibility", "location_id"),
        _ATTRIBUTES,
    ),
    "contact": (Many("phones", "phone", "contact_id"), _ATTRIBUTES),
    "phone": (Many("languages", "language", "phone_id"),),
    "taxonomy": (Many("taxonomy_terms", "taxonomy_term", "taxonomy_id"),),
    **dict.fromkeys(("address", "accessibility", "organization_identifier"), (_ATTRIBUTES,)),
}
_ONE: Mapping[str, tuple[One, ...]] = {
    "service": (One("organization", "organization_id"),),
    "service_at_location": (One("location", "location_id"), One("service", "service_id")),
    "attribute": (One("taxonomy_term", "taxonomy_term_id"),),
}
_OF_ROOTS_ONLY = {("organization", "services"), ("service_at_location", "service")}


class Relations:
    """The relations of a package in which the rows of the tables `roots` are the records themselves.

    Nothing is nested from a table of roots. So a link is either to what a record is in, or to what is in it.
    """

    def __init__(self, roots: Collection[str]) -> None:
        self.many = {
            table: [one for one in its if one.table not in roots and _may(table, one.field, roots)]
            for table, its in _MANY.items()
        }
        self.one = {
            table: [one for one in its if one.field not in roots and _may(table, one.field, roots)]
            for table, its in _ONE.items()
        }

    def links(self, table: str) -> set[str]:
        """The links that a row of a table may have."""
        within = {one.link for its in self.many.values() for one in its if one.table == table}
        entity = {ENTITY} if table == "attribute" else set()
        return within | entity | {one.link for one in self.one.get(table, ())}


def within(table: str, record_id: str, relation: Many) -> dict[str, str]:
    """The links of a row to the record of `table` whose list it stands in."""
    entity = {ENTITY: table} if relation is _ATTRIBUTES else {}
    return {relation.link: record_id, **entity}


def _may(table: str, field: str, roots: Collection[str]) -> bool:
    return (table, field) not in _OF_ROOTS_ONLY or table in roots
