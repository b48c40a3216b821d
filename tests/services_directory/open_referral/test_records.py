"""Records of other councils: kept whole, counted, marked when they are gone, and never touched by our own content."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from services_directory.open_referral import index, records
from services_directory.open_referral.index import OWN, ListedPlace, ListedSchedule, ListedService, ListedTerm
from services_directory.open_referral.records import ReferralRecord
from tests.services_directory.conftest import Fill

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
A, B = "0a148810-d857-441c-9679-408f346de14b", "0b148810-d857-441c-9679-408f346de14b"
TERM = {"id": A, "name": "Sleep", "description": "Sleep", "taxonomy_id": B}
SERVICE: dict[str, Any] = {
    "zeta": {"kept": [1, 1.0, None, "é"]},
    "id": A,
    "name": "Counselling",
    "status": "active",
    "minimum_age": 5,
    "attributes": [{"id": A, "taxonomy_term": TERM}, {"id": B}],
    "schedules": [
        {"id": A, "byday": "1MO, TU", "opens_at": "9:30Z", "closes_at": "17:00:00"},
        {"id": B, "description": "By arrangement."},
    ],
    "service_at_locations": [
        {
            "id": A,
            "location": {
                "id": A,
                "location_type": "physical",
                "latitude": 52.5,
                "longitude": -0.25,
                "addresses": [{"id": A, "postal_code": "pe293tn"}],
            },
        },
        {"id": B},
    ],
}


@pytest.fixture(autouse=True)
def _empty(engine: Engine) -> Iterator[None]:
    yield
    with Session(engine) as session, session.begin():
        for table in (ReferralRecord, *index.TABLES):
            session.execute(delete(table).where(table.feed != OWN))


def keep(session: Session, *services: dict[str, Any], now: datetime = NOW) -> Mapping[Any, int]:
    return records.keep(session, "theirs", "service", services, now=now)


def test_what_is_kept_is_what_came(session: Session) -> None:
    assert keep(session, SERVICE) == {"added": 1}
    session.commit()
    session.expire_all()
    (kept,) = records.documents(session, "theirs", "service")
    assert kept == SERVICE
    assert [*kept] == [*SERVICE]
    assert str(kept["zeta"]) == str(SERVICE["zeta"])  # 1 and 1.0 are two


def test_only_what_is_new_is_a_change(session: Session) -> None:
    other = {**SERVICE, "id": B}
    keep(session, SERVICE)
    assert keep(session, SERVICE, other) == {"unchanged": 1, "added": 1}
    assert keep(session, {**SERVICE, "name": "Advice"}, other, now=NOW + timedelta(1)) == {
        "changed": 1,
        "unchanged": 1,
    }
    assert keep(session, dict(reversed({**SERVICE, "name": "Advice"}.items()))) == {"unchanged": 1}


def test_what_is_gone_is_marked_and_can_come_back(session: Session) -> None:
    keep(session, SERVICE, {**SERVICE, "id": B})
    mark = {"feed": "theirs", "entity": "service", "now": NOW}
    assert records.mark_missing(session, seen={A}, **mark) == 1  # type: ignore[arg-type]
    assert records.mark_missing(session, seen={A}, **mark) == 0  # type: ignore[arg-type]
    assert [one["id"] for one in records.documents(session, "theirs", "service")] == [A]
    assert [*records.held(session, "theirs", "service", [A, B])] == [A]
    assert session.get_one(ReferralRecord, ("theirs", "service", B)).document["id"] == B
    assert session.scalars(select(ListedService.id).where(ListedService.feed == "theirs")).all() == [A]
    assert keep(session, {**SERVICE, "id": B}) == {"changed": 1}
    assert len([*records.documents(session, "theirs", "service")]) == 2


def test_what_a_service_is_found_by(session: Session) -> None:
    keep(session, SERVICE)
    terms = session.execute(
        select(ListedTerm.term_id, ListedTerm.taxonomy_id).where(ListedTerm.feed == "theirs")
    )
    assert [tuple(row) for row in terms] == [(A, B)]
    hours = select(ListedSchedule.day, ListedSchedule.opens_at, ListedSchedule.closes_at)
    rows = session.execute(hours.where(ListedSchedule.feed == "theirs").order_by(ListedSchedule.id))
    assert [tuple(row) for row in rows] == [
        ("MO", "09:30", "17:00"),
        ("TU", "09:30", "17:00"),
        (None, None, None),
    ]
    places = select(ListedPlace.id, ListedPlace.latitude, ListedPlace.longitude, ListedPlace.postcode)
    rows = session.execute(places.where(ListedPlace.feed == "theirs").order_by(ListedPlace.id))
    assert [tuple(row) for row in rows] == [(A, 52.5, -0.25, "PE29 3TN"), (B, None, None, None)]


def test_loading_our_content_touches_our_rows_only(fill: Fill, session: Session) -> None:
    fill([{"id": "first"}])
    keep(session, SERVICE)
    session.commit()
    fill([{"id": "second"}, {"id": "third"}])
    listed = session.scalars(select(ListedService.slug).where(ListedService.feed == OWN))
    assert sorted(filter(None, listed)) == ["second", "third"]
    assert [one["id"] for one in records.documents(session, "theirs", "service")] == [A]
    assert session.get(ListedService, ("theirs", A)) is not None


def test_more_records_than_go_into_one_statement(session: Session) -> None:
    ids = [f"{number:08d}-d857-441c-9679-408f346de14b" for number in range(2 * records.AT_ONCE + 1)]
    keep(session, *({"id": one, "name": "A", "status": "active"} for one in ids))
    assert [one["id"] for one in records.documents(session, "theirs", "service")] == ids
    assert records.mark_missing(session, "theirs", "service", set(), now=NOW) == len(ids)
