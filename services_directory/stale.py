"""Which facts nobody has checked for too long, and who should."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.language.content import read
from services_directory.content import FOLDER
from services_directory.models import Check, Contact, Evidence, Pathway, Service

CHECK_AGAIN_AFTER = timedelta(days=90)
CRISIS_AGAIN_AFTER = timedelta(days=30)  # somebody in danger may ring it tonight


@dataclass(frozen=True, order=True, kw_only=True)
class Fact:
    """A fact that somebody should check: those found wrong first, then those whose time came first.

    `what` is the value of a contact, or which part of the entry a source supports; `source` says where to compare.
    """

    is_right: bool
    due: date
    name: str
    id: str
    what: str
    source: str
    checked: date
    areas: tuple[str, ...]
    checks: tuple[Check, ...] = field(compare=False)


def checkers(folder: Path = FOLDER) -> Mapping[str, str]:
    """Who should check the facts of each area, by post; ours where a folder names nobody. Raises `ContentError`."""
    path, schema = folder / "checkers.yml", read(FOLDER / "schema.yml", {})
    whole = {"$defs": schema["$defs"], "$ref": "#/$defs/checkers"}
    posts: Mapping[str, str] = read(path if path.exists() else FOLDER / path.name, whole)["posts"]
    return posts


def stale(session: Session, today: date) -> list[Fact]:
    """The facts that are due on a day, or were found wrong."""
    return sorted(fact for fact in facts(session) if fact.due <= today or not fact.is_right)


def facts(session: Session) -> Iterator[Fact]:
    """Every fact of the directory: each contact once, whichever services have it, and each piece of evidence."""
    contacts: dict[str, Fact] = {}
    for service in session.scalars(select(Service).order_by(Service.id)):
        again = CRISIS_AGAIN_AFTER if service.level == "crisis" else CHECK_AGAIN_AFTER
        for contact in service.contacts:
            found = _fact(service, contact, again)
            contacts[found.id] = _together(contacts[found.id], found) if found.id in contacts else found
        yield from (_fact(service, proof, again) for proof in service.evidence)
    yield from contacts.values()
    for pathway in session.scalars(select(Pathway)):
        yield from (_fact(pathway, proof, CHECK_AGAIN_AFTER) for proof in pathway.evidence)


def by_post(found: Iterable[Fact], posts: Mapping[str, str]) -> dict[str, list[Fact]]:
    """The facts under the posts that should check them, as `checkers` names these; each post's in their order."""
    grouped: defaultdict[str, list[Fact]] = defaultdict(list)
    for fact in found:
        grouped[post_of(fact, posts)].append(fact)
    return grouped


def post_of(fact: Fact, posts: Mapping[str, str]) -> str:
    """Who should check a fact: the posts of its areas, as `checkers` gives them."""
    return ", ".join(dict.fromkeys(posts[area] for area in fact.areas))


def _fact(entry: Service | Pathway, fact: Contact | Evidence, again: timedelta) -> Fact:
    return Fact(
        is_right=not fact.is_wrong,
        due=fact.last_checked + again,
        name=entry.name,
        id=fact.fact_id,
        what=fact.value if isinstance(fact, Contact) else fact.fact,
        source=fact.source,
        checked=fact.last_checked,
        areas=tuple(row.area for row in entry.areas),
        checks=tuple(fact.checks),
    )


def _together(one: Fact, other: Fact) -> Fact:
    """The same contact of two services: what is due first counts, and wrong is wrong for both."""
    return replace(
        one,
        is_right=one.is_right and other.is_right,
        due=min(one.due, other.due),
        checked=min(one.checked, other.checked),
        name=f"{one.name}, {other.name}",
        areas=tuple(dict.fromkeys((*one.areas, *other.areas))),
    )
