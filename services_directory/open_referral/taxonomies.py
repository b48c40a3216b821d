"""What our services are sorted by, as taxonomies and their terms."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.language.content import read
from services_directory.models import Evidence, Need
from services_directory.open_referral.identity import identity

Record = dict[str, Any]  # a record of Open Referral UK, as JSON has it

NEED, KIND, LEVEL, AUDIENCE, SOURCE = "need", "kind", "level", "audience", "source"


class Terms:
    """Every term that our services are sorted by: `terms[NEED, "sleep"]` is the record of a taxonomy_term."""

    def __init__(self, needs: Mapping[str, tuple[str, str]]) -> None:
        """`needs` holds the name and the meaning of each need, by its id."""
        self._needs = needs
        self._made: dict[tuple[str, str], Record] = {}

    @classmethod
    def of(cls, session: Session) -> Terms:
        """The terms of the directory as it is loaded."""
        rows = session.execute(select(Need.id, Need.name, Need.meaning))
        return cls({need_id: (name, meaning) for need_id, name, meaning in rows})

    def __getitem__(self, key: tuple[str, str]) -> Record:
        if key not in self._made:
            self._made[key] = self._record(*key)
        return self._made[key]

    def _record(self, taxonomy: str, slug: str) -> Record:
        name, description = self._words(taxonomy, slug)
        return {
            "id": identity("taxonomy_term", taxonomy, slug),
            "name": name,
            "description": description,
            "taxonomy": _content()[taxonomy]["name"],
            "taxonomy_id": identity("taxonomy", taxonomy),
            "term": slug,
        }

    def _words(self, taxonomy: str, slug: str) -> tuple[str, str]:
        if taxonomy == SOURCE:
            return slug, slug
        if taxonomy == NEED:
            return self._needs[slug]
        term = _content()[taxonomy]["terms"][slug]
        return term["name"], term["description"]


def taxonomies() -> list[Record]:
    """Our taxonomies, without their terms."""
    return [
        {"id": identity("taxonomy", slug), "name": entry["name"], "description": entry["description"]}
        for slug, entry in _content().items()
    ]


def taxonomy_terms(session: Session) -> list[Record]:
    """Every term of every taxonomy, in their order."""
    terms = Terms.of(session)
    sources = select(Evidence.source).where(Evidence.service_id.is_not(None)).distinct()
    slugs = {taxonomy: [*entry.get("terms", ())] for taxonomy, entry in _content().items()}
    slugs[NEED] = [*session.scalars(select(Need.id).order_by(Need.id))]
    slugs[SOURCE] = sorted(session.scalars(sources))
    return [terms[taxonomy, slug] for taxonomy, its in slugs.items() for slug in its]


def whole_taxonomies(session: Session) -> list[Record]:
    """Our taxonomies, each with its terms nested."""
    terms = taxonomy_terms(session)
    return [
        {**one, "taxonomy_terms": [term for term in terms if term["taxonomy_id"] == one["id"]]}
        for one in taxonomies()
    ]


@cache
def _content() -> Mapping[str, Any]:
    content: Mapping[str, Any] = read(Path(__file__).with_name("taxonomies.yml"), {})
    return content
