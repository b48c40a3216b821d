"""Records written to files: as JSON, one list an entity, or as packages of CSV tables."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from services_directory.open_referral import datapackage, records
from services_directory.open_referral.index import OWN, ListedService
from services_directory.open_referral.listing import whole_services
from services_directory.open_referral.records import AT_ONCE
from services_directory.open_referral.schema import ENTITIES, Entity
from services_directory.open_referral.taxonomies import Record, whole_taxonomies

Format = Literal["json", "csv"]

_PACKAGES: Sequence[tuple[str, tuple[Entity, ...]]] = (  # the folder of each, and what it holds
    (".", ("taxonomy", "service")),  # taxonomies first: their terms keep their order
    ("taxonomy_term", ("taxonomy_term",)),
    ("organization", ("organization",)),
    ("service_at_location", ("service_at_location",)),
)


def export(session: Session, folder: Path, feed: str, how: Format) -> list[Path]:
    """Write all records of a feed, or our own, under a folder; returns the files to begin with.

    What is equal is written with equal bytes. What a feed no longer holds is left out.
    """
    write = _as_json if how == "json" else _as_csv
    return [*write(session, folder, feed)]


def held(session: Session, feed: str, entity: Entity) -> Iterator[Record]:
    """The whole records of a feed, or our own services and taxonomies, in the order of their ids."""
    if feed != OWN:
        yield from records.documents(session, feed, entity)
    elif entity == "taxonomy":
        yield from sorted(whole_taxonomies(session), key=_id)
    elif entity == "service":
        ids = session.scalars(select(ListedService.id).where(ListedService.feed == OWN)).all()
        for start in range(0, len(ids), AT_ONCE):
            found = whole_services(session, OWN, sorted(ids)[start : start + AT_ONCE])
            yield from sorted(found.values(), key=_id)


def _as_json(session: Session, folder: Path, feed: str) -> Iterator[Path]:
    for entity in ENTITIES:
        its = held(session, feed, entity)
        if (first := next(its, None)) is not None:
            yield _write_list(folder, entity, first, its)


def _write_list(folder: Path, entity: Entity, first: Record, others: Iterable[Record]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{entity}.json"
    with path.open("w", encoding="utf-8") as file:
        file.write(f"[\n{_text(first)}")
        file.writelines(f",\n{_text(record)}" for record in others)
        file.write("\n]\n")
    return path


def _as_csv(session: Session, folder: Path, feed: str) -> Iterator[Path]:
    for name, entities in _PACKAGES:
        its: Mapping[Entity, list[Record]] = {entity: [*held(session, feed, entity)] for entity in entities}
        if any(its.values()):
            datapackage.write(folder / name, feed or "fingerpost", its)
            yield folder / name / datapackage.FILE


def _text(record: Record) -> str:
    return json.dumps(record, ensure_ascii=False, indent=2)


def _id(record: Record) -> str:
    found: str = record["id"]
    return found
