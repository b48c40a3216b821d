"""Records that other councils gave us, whole and as they came. Loading our own content never touches them."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, Literal, TypeVar

from sqlalchemy import JSON, DateTime, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from services_directory.models import Base
from services_directory.open_referral import index
from services_directory.open_referral.schema import Entity
from services_directory.open_referral.taxonomies import Record

AT_ONCE = 500  # ids in one statement

FEED = r"^[a-z0-9][a-z0-9.-]{0,99}$"  # the name of a feed

Item = TypeVar("Item")
Change = Literal["added", "changed", "unchanged"]


class ReferralRecord(Base):
    """A record of a feed. `digest` is of its content, `missing_since` when the feed was first seen without it."""

    __tablename__ = "referral_record"

    feed: Mapped[str] = mapped_column(primary_key=True)
    entity: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    document: Mapped[dict[str, Any]] = mapped_column(JSON)
    digest: Mapped[str]
    imported_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    missing_since: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


def digest(record: Record) -> str:
    """The same for the same fields with the same values, in whatever order they came: SHA-256 in hexadecimal."""
    text = json.dumps(record, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def keep(
    session: Session, feed: str, entity: Entity, records: Sequence[Record], *, now: datetime
) -> Counter[Change]:
    """Keep records of different ids, and count what that changed. One that was missing and is back has changed."""
    counted: Counter[Change] = Counter()
    different: list[Record] = []
    held = _held(session, feed, entity, [record["id"] for record in records])
    for record in records:
        row, new = held.get(record["id"]), digest(record)
        if row is not None and row.digest == new and row.missing_since is None:
            counted["unchanged"] += 1
            continue
        counted["added" if row is None else "changed"] += 1
        row = row or ReferralRecord(feed=feed, entity=entity, id=record["id"])
        row.document, row.digest, row.imported_at, row.missing_since = record, new, now, None
        session.add(row)
        different.append(record)
    if entity == "service" and different:
        for some in portions([record["id"] for record in different]):
            index.forget(session, feed, some)
        index.add(session, feed, [*map(index.Listed, different)])
    return counted


def mark_missing(session: Session, feed: str, entity: Entity, seen: Collection[str], *, now: datetime) -> int:
    """Mark what a whole feed no longer holds; returns how many were not marked before."""
    mine = (ReferralRecord.feed == feed, ReferralRecord.entity == entity)
    there = select(ReferralRecord.id).where(*mine, ReferralRecord.missing_since.is_(None))
    gone = [record_id for record_id in session.scalars(there) if record_id not in seen]
    for some in portions(gone):
        marked = update(ReferralRecord).where(*mine, ReferralRecord.id.in_(some)).values(missing_since=now)
        session.execute(marked)
        index.forget(session, feed, some)
    return len(gone)


def documents(session: Session, feed: str, entity: Entity) -> Iterator[Record]:
    """The records that a feed holds, in the order of their ids."""
    last = ""
    while True:
        rows = session.execute(
            select(ReferralRecord.id, ReferralRecord.document)
            .where(ReferralRecord.feed == feed, ReferralRecord.entity == entity, ReferralRecord.id > last)
            .where(ReferralRecord.missing_since.is_(None))
            .order_by(ReferralRecord.id)
            .limit(AT_ONCE)
        ).all()
        yield from (document for _, document in rows)
        if len(rows) < AT_ONCE:
            return
        last = rows[-1].id


def held(session: Session, feed: str, entity: Entity, ids: Sequence[str]) -> dict[str, Record]:
    """The records of these ids that a feed holds."""
    rows = _held(session, feed, entity, ids).items()
    return {record_id: row.document for record_id, row in rows if row.missing_since is None}


def _held(session: Session, feed: str, entity: Entity, ids: Sequence[str]) -> dict[str, ReferralRecord]:
    mine = (ReferralRecord.feed == feed, ReferralRecord.entity == entity)
    found: dict[str, ReferralRecord] = {}
    for some in portions(ids):
        rows = session.scalars(select(ReferralRecord).where(*mine, ReferralRecord.id.in_(some)))
        found.update({row.id: row for row in rows})
    return found


def portions(many: Iterable[Item], size: int = AT_ONCE) -> Iterator[list[Item]]:
    """All of many things, so many at once."""
    left = iter(many)
    while some := list(islice(left, size)):
        yield some
