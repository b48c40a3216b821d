"""What services are found by: rows made from the record of each service that is given out, ours and those of feeds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Index, delete, insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from services_directory.models import Base, Service
from services_directory.open_referral.services import service_record
from services_directory.open_referral.taxonomies import Record, Terms
from services_directory.words import words

OWN = ""  # the feed of our own services
_AT_ONCE = 500  # services in one statement
_MOST = 1e6  # years or degrees
_TIME = re.compile(r"([01]?\d|2[0-4]):([0-5]\d)")
_DAY = re.compile(r"[+-]?\d*(MO|TU|WE|TH|FR|SA|SU)")


class ListedService(Base):
    """A service that lists give out. `slug` is the id of one of ours; `text` holds the words that it is found by."""

    __tablename__ = "referral_service"
    __table_args__ = (Index("ix_referral_service_ages", "feed", "id", "minimum_age", "maximum_age"),)

    feed: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    slug: Mapped[str | None]
    text: Mapped[str]
    minimum_age: Mapped[float | None]
    maximum_age: Mapped[float | None]


class ListedTerm(Base):
    """A taxonomy term that a service is sorted by; no taxonomy is an empty id."""

    __tablename__ = "referral_term"
    __table_args__ = (
        Index("ix_referral_term_taxonomy_id", "feed", "taxonomy_id", "service_id"),
        Index("ix_referral_term_service_id", "feed", "service_id"),
    )

    feed: Mapped[str] = mapped_column(primary_key=True)
    term_id: Mapped[str] = mapped_column(primary_key=True)
    service_id: Mapped[str] = mapped_column(primary_key=True)
    taxonomy_id: Mapped[str] = mapped_column(primary_key=True)


class ListedSchedule(Base):
    """Hours of a service on a day of the week: `MO`, and times as `09:00`."""

    __tablename__ = "referral_schedule"
    __table_args__ = (
        Index("ix_referral_schedule_hours", "feed", "day", "opens_at", "closes_at", "service_id"),
        Index("ix_referral_schedule_service_id", "feed", "service_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    feed: Mapped[str]
    service_id: Mapped[str]
    day: Mapped[str | None]
    opens_at: Mapped[str | None]
    closes_at: Mapped[str | None]


class ListedPlace(Base):
    """A service at a location: where it is in degrees, if that is known."""

    __tablename__ = "referral_place"
    __table_args__ = (
        Index("ix_referral_place_service_id", "feed", "service_id"),
        Index("ix_referral_place_postcode", "postcode"),
    )

    feed: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    service_id: Mapped[str] = mapped_column(primary_key=True)
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    postcode: Mapped[str | None]


TABLES = (ListedService, ListedTerm, ListedSchedule, ListedPlace)


@dataclass(frozen=True)
class Listed:
    """A record to be listed; one of ours with its slug, and with words that it is found by besides."""

    record: Record
    slug: str | None = None
    besides: Sequence[str] = ()


def refresh(session: Session) -> None:
    """Make the rows of our own services anew, from the directory as the session has it."""
    session.flush()
    session.expunge_all()  # what was just made has not read its relations
    forget(session, OWN)
    terms = Terms.of(session)
    slugs = session.scalars(select(Service.id).order_by(Service.id)).all()
    for start in range(0, len(slugs), _AT_ONCE):
        some = session.scalars(select(Service).where(Service.id.in_(slugs[start : start + _AT_ONCE])))
        add(session, OWN, [Listed(service_record(one, terms), one.id, one.alternate_names) for one in some])
        session.expunge_all()


def forget(session: Session, feed: str, ids: Sequence[str] | None = None) -> None:
    """Take services off the lists: these, or all of a feed."""
    for table, key in (
        (ListedService, ListedService.id),
        (ListedTerm, ListedTerm.service_id),
        (ListedSchedule, ListedSchedule.service_id),
        (ListedPlace, ListedPlace.service_id),
    ):
        mine = delete(table).where(table.feed == feed)
        session.execute(mine if ids is None else mine.where(key.in_(ids)))


def add(session: Session, feed: str, listed: Sequence[Listed]) -> None:
    """Put services on the lists."""
    for table, make in (
        (ListedService, _service),
        (ListedTerm, _terms),
        (ListedSchedule, _schedules),
        (ListedPlace, _places),
    ):
        rows = [{"feed": feed, **row} for one in listed for row in make(one)]
        if rows:
            session.connection().execute(insert(table), rows)


def _service(listed: Listed) -> Iterator[dict[str, Any]]:
    record = listed.record
    said = [
        record["name"],
        *(record.get(name, "") for name in ("description", "eligibility_description")),
        record.get("organization", {}).get("name", ""),
        *(term["name"] for term in _terms_of(record)),
        *listed.besides,
    ]
    yield {
        "id": record["id"],
        "slug": listed.slug,
        "text": " ".join(words("\n".join(said))),
        "minimum_age": _number(record.get("minimum_age")),
        "maximum_age": _number(record.get("maximum_age")),
    }


def _terms(listed: Listed) -> Iterator[dict[str, Any]]:
    found = {(term["id"], term.get("taxonomy_id", "")) for term in _terms_of(listed.record)}
    for term_id, taxonomy_id in sorted(found):
        yield {"service_id": listed.record["id"], "term_id": term_id, "taxonomy_id": taxonomy_id}


def _terms_of(record: Record) -> list[Record]:
    return [one["taxonomy_term"] for one in record.get("attributes", ()) if "taxonomy_term" in one]


def _schedules(listed: Listed) -> Iterator[dict[str, Any]]:
    for schedule in listed.record.get("schedules", ()):
        opens_at, closes_at = (_time(schedule.get(name, "")) for name in ("opens_at", "closes_at"))
        for day in _days(schedule.get("byday", "")):
            yield {
                "service_id": listed.record["id"],
                "day": day,
                "opens_at": opens_at,
                "closes_at": closes_at,
            }


def _days(byday: str) -> list[str | None]:
    found = (_DAY.fullmatch(part.strip().upper()) for part in byday.split(","))
    return [*dict.fromkeys(day[1] for day in found if day)] or [None]


def _time(said: str) -> str | None:
    """A time as `09:00`, whatever its zone: what is said to whoever goes there."""
    found = _TIME.match(said)
    return f"{int(found[1]):02d}:{found[2]}" if found else None


def _places(listed: Listed) -> Iterator[dict[str, Any]]:
    places = {
        place["id"]: place.get("location", {}) for place in listed.record.get("service_at_locations", ())
    }
    for place_id, location in places.items():
        postcodes = [_postcode(address["postal_code"]) for address in location.get("addresses", ())]
        yield {
            "id": place_id,
            "service_id": listed.record["id"],
            "latitude": _number(location.get("latitude")),
            "longitude": _number(location.get("longitude")),
            "postcode": postcodes[0] if postcodes else None,
        }


def _number(value: float | None) -> float | None:
    """A number as the database can hold it; one beyond all sense is none."""
    return None if value is None or abs(value) > _MOST else float(value)


def _postcode(said: str) -> str:
    """A postcode as `PE29 3TN`, however it is written."""
    letters = "".join(said.upper().split())
    return f"{letters[:-3]} {letters[-3:]}"
