"""Pages of services and of places, with what they are filtered by. The database filters and pages."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy import ColumnElement, and_, false, func, or_, select
from sqlalchemy.orm import Session

from bot.language.places import OUTSIDE, Places, full_postcodes
from services_directory.models import NATIONAL, Service, ServiceArea
from services_directory.open_referral import records
from services_directory.open_referral.index import (
    OWN,
    ListedPlace,
    ListedSchedule,
    ListedService,
    ListedTerm,
)
from services_directory.open_referral.services import flat, service_at_locations, service_record
from services_directory.open_referral.taxonomies import Record, Terms
from services_directory.postcodes import located
from services_directory.words import words

_METRES_IN_A_DEGREE = 111_195.0


class NoPostcode(ValueError):
    """What should be a whole postcode is none, or a distance is asked for without one."""


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What a list is asked for; None is not asked for. Ages are years, times `09:00`, days `MO`, proximity metres.

    All of them must hold, and hours on one day of one schedule. A service without an age or hours does not fit
    who asks for some.
    """

    search: str | None = None
    taxonomy_term_id: str | None = None
    taxonomy_id: str | None = None
    minimum_age: float | None = None
    maximum_age: float | None = None
    start_time: str | None = None
    end_time: str | None = None
    day: str | None = None
    postcode: str | None = None
    proximity: float | None = None


@dataclass(frozen=True, kw_only=True)
class Paging:
    """Which page, from 1, and how many records a page has."""

    page: int = 1
    per_page: int = 50

    @property
    def skipped(self) -> int:
        return (self.page - 1) * self.per_page


def envelope(contents: Sequence[Record], total: int, paging: Paging) -> Record:
    """A page as Open Referral UK has it."""
    pages = math.ceil(total / paging.per_page)
    return {
        "total_items": total,
        "total_pages": pages,
        "page_number": paging.page,
        "size": len(contents),
        "first_page": paging.page == 1,
        "last_page": paging.page >= pages,
        "empty": not contents,
        "contents": [*contents],
    }


def services(session: Session, feed: str, filters: Filters, paging: Paging) -> Record:
    """A page of a feed's services, each without what it has several of. Raises NoPostcode."""
    wanted = [ListedService.feed == feed, *_wanted(session, feed, filters)]
    if (near := _near(session, filters)) is not None:
        somewhere = select(ListedPlace.service_id).where(ListedPlace.feed == feed)
        wanted.append(or_(ListedService.id.not_in(somewhere), ListedService.id.in_(somewhere.where(near))))
    total = session.scalar(select(func.count()).select_from(ListedService).where(*wanted)) or 0
    page = select(ListedService.id).where(*wanted).order_by(ListedService.id)
    ids = session.scalars(page.limit(paging.per_page).offset(paging.skipped)).all()
    found = whole_services(session, feed, ids)
    return envelope([flat(found[one]) for one in ids], total, paging)


def places(session: Session, feed: str, filters: Filters, paging: Paging) -> Record:
    """A page of a feed's services at their locations. Raises NoPostcode."""
    wanted = [ListedPlace.feed == feed]
    if of_service := [*_wanted(session, feed, filters)]:
        fit = select(ListedService.id).where(ListedService.feed == feed, *of_service)
        wanted.append(ListedPlace.service_id.in_(fit))
    if (near := _near(session, filters)) is not None:
        wanted.append(near)
    total = session.scalar(select(func.count()).select_from(ListedPlace).where(*wanted))
    page = select(ListedPlace.id, ListedPlace.service_id).where(*wanted)
    in_order = page.order_by(ListedPlace.id, ListedPlace.service_id)
    rows = session.execute(in_order.limit(paging.per_page).offset(paging.skipped)).all()
    found = whole_services(session, feed, [row.service_id for row in rows])
    contents = [flat(_at(found[row.service_id], row.id)) for row in rows]
    return envelope(contents, total or 0, paging)


def place(session: Session, feed: str, place_id: str) -> Record | None:
    """A service at a location, with all that belongs to both nested; None if the feed has none of this id."""
    mine = select(ListedPlace.service_id).where(ListedPlace.feed == feed, ListedPlace.id == place_id)
    service_id = session.scalar(mine.order_by(ListedPlace.service_id).limit(1))
    if service_id is None:
        return None
    return _at(whole_services(session, feed, [service_id])[service_id], place_id)


def whole_services(session: Session, feed: str, ids: Sequence[str]) -> dict[str, Record]:
    """The whole records of services by their ids, as far as the feed has them."""
    if feed != OWN:
        return records.held(session, feed, "service", ids)
    slugs = select(ListedService.slug).where(ListedService.feed == OWN, ListedService.id.in_(ids))
    terms = Terms.of(session)
    rows = session.scalars(select(Service).where(Service.id.in_(slugs)))
    return {record["id"]: record for record in (service_record(row, terms) for row in rows)}


def _at(service: Record, place_id: str) -> Record:
    return next(one for one in service_at_locations(service) if one["id"] == place_id)


def _wanted(session: Session, feed: str, filters: Filters) -> Iterator[ColumnElement[bool]]:
    if filters.search:
        yield _says(filters.search)
    for column, value in (
        (ListedTerm.term_id, filters.taxonomy_term_id),
        (ListedTerm.taxonomy_id, filters.taxonomy_id),
    ):
        if value is not None:
            yield ListedService.id.in_(
                select(ListedTerm.service_id).where(ListedTerm.feed == feed, column == value)
            )
    if filters.minimum_age is not None:
        yield ListedService.minimum_age >= filters.minimum_age
    if filters.maximum_age is not None:
        yield ListedService.maximum_age <= filters.maximum_age
    if hours := [*_hours(filters)]:
        mine = select(ListedSchedule.service_id).where(ListedSchedule.feed == feed)
        yield ListedService.id.in_(mine.where(*hours))
    if filters.postcode is not None and feed == OWN:
        areas = (NATIONAL, _council(session, _postcode(filters.postcode)))
        yield ListedService.slug.in_(select(ServiceArea.service_id).where(ServiceArea.area.in_(areas)))


def _says(search: str) -> ColumnElement[bool]:
    """Every word must stand somewhere in what a service is found by. What holds no word is said of nothing."""
    said = words(search)
    return and_(*(ListedService.text.contains(word) for word in said)) if said else false()


def _hours(filters: Filters) -> Iterator[ColumnElement[bool]]:
    if filters.day is not None:
        yield ListedSchedule.day == filters.day
    if filters.start_time is not None:
        yield ListedSchedule.opens_at >= filters.start_time
    if filters.end_time is not None:
        yield ListedSchedule.closes_at <= filters.end_time


def _near(session: Session, filters: Filters) -> ColumnElement[bool] | None:
    """Whether a place is not known to be farther; None where nothing can be measured or nobody asks."""
    if filters.proximity is None:
        return None
    if filters.postcode is None:
        raise NoPostcode("a distance needs a postcode")
    point = _point(session, _postcode(filters.postcode))
    if point is None:
        return None
    north = (ListedPlace.latitude - point[0]) * _METRES_IN_A_DEGREE
    east = (ListedPlace.longitude - point[1]) * (_METRES_IN_A_DEGREE * math.cos(math.radians(point[0])))
    unmeasured = or_(ListedPlace.latitude.is_(None), ListedPlace.longitude.is_(None))
    return or_(unmeasured, north * north + east * east <= filters.proximity**2)


def _point(session: Session, postcode: str) -> tuple[float, float] | None:
    """Latitude and longitude of a postcode: the middle of the places that say they are in it, whosever they are."""
    middle = select(func.avg(ListedPlace.latitude), func.avg(ListedPlace.longitude))
    there = (ListedPlace.latitude.is_not(None), ListedPlace.longitude.is_not(None))
    latitude, longitude = session.execute(middle.where(ListedPlace.postcode == postcode, *there)).one()
    return None if latitude is None else (latitude, longitude)


def _postcode(said: str) -> str:
    found = full_postcodes(said)
    if len(found) != 1:
        raise NoPostcode("not a whole postcode")
    return found[0]


def _council(session: Session, postcode: str) -> str:
    """The council that a postcode lies in: by the postcodes that were loaded, else by its first half."""
    outward = postcode.partition(" ")[0]
    return located(session, postcode).get(postcode) or _outward_codes().get(outward, OUTSIDE)


@cache
def _outward_codes() -> dict[str, str]:
    return Places.load().outward_codes
