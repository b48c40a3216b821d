"""Another council's records taken in, from its feed or from a file. A bad record is reported and passed over.

What was taken stays, however it ends; taken again, nothing changes.
"""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from services_directory.open_referral import datapackage, records
from services_directory.open_referral.feed import Feed, FeedPage, NoFeed, Unreachable, parse
from services_directory.open_referral.records import Change, digest
from services_directory.open_referral.schema import UUID, Entity, entity_of, faults
from services_directory.open_referral.services import flat
from services_directory.open_referral.taxonomies import Record

LARGEST_FILE = 512 * 1024 * 1024  # bytes
_is_uuid = re.compile(UUID).fullmatch
_AT_ONCE = 50  # records that are fetched before they are kept
_BESIDES: tuple[tuple[str, Entity], ...] = (
    ("taxonomies", "taxonomy"),
    ("taxonomy_terms", "taxonomy_term"),
)

Tell = Callable[[int, int | None], object]  # how many services were looked at, and of how many


@dataclass
class Outcome:
    """What came of it: how many records are new, changed, the same and gone; a line for each thing that is wrong."""

    counted: Counter[Change] = field(default_factory=Counter)
    missing: int = 0
    problems: list[str] = field(default_factory=list)


@dataclass
class _Run:
    """One import into a feed. `seen` holds the digest of each sound record that came, None for one kept as it is.

    `refused` holds the ids of the others.
    """

    engine: Engine
    feed: str
    clock: Callable[[], datetime]
    outcome: Outcome = field(default_factory=Outcome)
    seen: dict[Entity, dict[str, str | None]] = field(default_factory=lambda: defaultdict(dict))
    refused: dict[Entity, set[str]] = field(default_factory=lambda: defaultdict(set))

    def take(self, entity: Entity, came: Iterable[tuple[str, Any]]) -> None:
        """Keep what is sound of some records. Each comes with the words for the place where it stands."""
        sound = [record for place, record in came if self._is_new(entity, place, record)]
        with Session(self.engine) as session, session.begin():
            self.outcome.counted += records.keep(session, self.feed, entity, sound, now=self.clock())

    def is_as_listed(self, entity: Entity, listed: Sequence[Record]) -> set[str]:
        """The ids of listed records that are kept already, as far as the list and its last_modified tell."""
        with Session(self.engine) as session:
            held = records.held(session, self.feed, entity, [one["id"] for one in listed])
        return {
            one["id"]
            for one in listed
            if one["id"] in held and one.get("last_modified") and flat(held[one["id"]]) == one
        }

    def leave(self, entity: Entity, record_id: str) -> None:
        """Count a record that is kept already as unchanged."""
        if record_id not in self.seen[entity]:
            self.seen[entity][record_id] = None
            self.outcome.counted["unchanged"] += 1

    def refuse(self, entity: Entity, place: str, problem: str, record_id: object = None) -> None:
        """Report a record. One that has an id is not gone."""
        name = f"{entity} {record_id}" if isinstance(record_id, str) else entity
        self.outcome.problems.append(f"{name} ({place}): {problem}")
        if isinstance(record_id, str):
            self.refused[entity].add(record_id)

    def mark_missing(self, entity: Entity) -> None:
        """Mark what is kept and did not come, when everything came."""
        there = self.seen[entity].keys() | self.refused[entity]
        with Session(self.engine) as session, session.begin():
            self.outcome.missing += records.mark_missing(session, self.feed, entity, there, now=self.clock())

    def _is_new(self, entity: Entity, place: str, record: Any) -> bool:
        if wrong := faults(entity, record):
            self.refuse(
                entity, place, "; ".join(wrong), record.get("id") if isinstance(record, dict) else None
            )
            return False
        made, seen = digest(record), self.seen[entity]
        if seen.get(record["id"]) not in (None, made):
            self.refuse(entity, place, "another record has this id: the first is kept", record["id"])
        if record["id"] in seen:
            return False
        seen[record["id"]] = made
        return True


def import_feed(
    engine: Engine,
    source: Feed,
    *,
    feed: str,
    clock: Callable[[], datetime],
    tell: Tell = lambda _done, _total: None,
) -> Outcome:
    """Take in all services of a feed, each whole, and its taxonomies and terms if it gives them.

    Raises NoFeed if there is no list of services at all.
    """
    run = _Run(engine, feed, clock)
    if _services(run, source, tell):
        run.mark_missing("service")
    for path, entity in _BESIDES:
        if _list(run, source, path, entity):
            run.mark_missing(entity)
    return run.outcome


def import_file(engine: Engine, path: Path, *, feed: str, clock: Callable[[], datetime]) -> Outcome:
    """Take in a file: a page, a list or one record as JSON, or the datapackage.json of tables that we wrote.

    Raises NoFeed if it is none of these, and OSError if it cannot be read.
    """
    run = _Run(engine, feed, clock)
    read, is_whole = _read(path)
    came: dict[Entity, list[tuple[str, Any]]] = defaultdict(list)
    for number, (entity, record) in enumerate(read, start=1):
        came[entity].append((f"record {number}", record))
    for entity, its in came.items():
        for some in records.portions(its):
            run.take(entity, some)
        if is_whole:
            run.mark_missing(entity)
    return run.outcome


def feed_name(source: str) -> str:
    """A name for a feed that nobody named, from its address or file."""
    plain = Path(source).stem if "://" not in source else source.partition("://")[2].removesuffix("/services")
    return re.sub(r"[^a-z0-9.]+", "-", plain.lower()).strip("-.")[:100] or "feed"


def _services(run: _Run, source: Feed, tell: Tell) -> bool:
    """Whether all services came."""
    done, total, is_whole = 0, None, True
    for page in source.pages("services"):
        if page.fault is not None:
            if page.number == 1:
                raise NoFeed(f"the list of services cannot be read: {page.fault}")
            run.outcome.problems.append(f"page {page.number} of services cannot be read: {page.fault}")
            is_whole = False
        total = page.total if page.total is not None else total
        for some in records.portions(list(enumerate(page.records, start=1)), _AT_ONCE):
            run.take("service", _whole(run, source, page, some))
            done += len(some)
            tell(done, total)
    return _agrees(run, "services", done, total) and is_whole


def _whole(
    run: _Run, source: Feed, page: FeedPage, listed: Sequence[tuple[int, Any]]
) -> Iterator[tuple[str, Any]]:
    """The whole records of listed ones, except those that are kept already and have not changed."""
    named = [(f"page {page.number}, record {number}", one) for number, one in listed]
    known = run.is_as_listed("service", [one for _, one in named if _id(one) is not None])
    for place, one in named:
        record_id = _id(one)
        if record_id is None:
            run.refuse("service", place, "it has no id that is a UUID")
        elif record_id in known:
            run.leave("service", record_id)
        else:
            try:
                record = source.record("services", record_id)
            except Unreachable as why:
                run.refuse("service", place, f"it cannot be fetched: {why}", record_id)
                continue
            if _id(record) == record_id:
                yield place, record
            else:
                run.refuse("service", place, "what is fetched by its id has another one", record_id)


def _list(run: _Run, source: Feed, path: str, entity: Entity) -> bool:
    """Whether all records of a list came that a feed need not have."""
    done, total = 0, None
    for page in source.pages(path):
        if page.fault is not None:
            if page.fault.status != 404:
                run.outcome.problems.append(f"page {page.number} of {path} cannot be read: {page.fault}")
            return False
        total = page.total if page.total is not None else total
        run.take(
            entity,
            [(f"page {page.number}, record {at}", one) for at, one in enumerate(page.records, start=1)],
        )
        done += len(page.records)
    return _agrees(run, path, done, total)


def _agrees(run: _Run, path: str, done: int, total: int | None) -> bool:
    """Whether as many records came as the feed says it has, or more. One that is empty all at once is broken."""
    if total is not None and total != done:
        run.outcome.problems.append(f"the feed says that it has {total} {path}, and gave {done}")
    return done > 0 and (total is None or done >= total)


def _read(path: Path) -> tuple[Iterable[tuple[Entity, Any]], bool]:
    """The records of a file with what each is, and whether the file holds all there are."""
    if path.stat().st_size > LARGEST_FILE:
        raise NoFeed(f"{path.name} is larger than {LARGEST_FILE // 1024 // 1024} MB")
    try:
        if path.name == datapackage.FILE:
            package = datapackage.read(path.parent)
            return [(entity, record) for entity, its in package.items() for record in its], True
        found = parse(path.read_bytes())
    except (Unreachable, csv.Error, ValueError, KeyError, TypeError, RecursionError) as error:
        raise NoFeed(f"{path.name} holds no records that can be read") from error
    is_page = isinstance(found, dict) and isinstance(found.get("contents"), list)
    came = found["contents"] if is_page else found if isinstance(found, list) else [found]
    is_whole = found.get("total_items") == len(came) if is_page else isinstance(found, list)
    told = Counter(entity_of(one) for one in came if isinstance(one, dict))
    entity = told.most_common(1)[0][0] if told else "service"  # what most are, all should be
    return [(entity, one) for one in came], is_whole


def _id(record: Any) -> str | None:
    found = record.get("id") if isinstance(record, dict) else None
    return found if isinstance(found, str) and _is_uuid(found) else None
