"""Our services as records: their status, what is public of them, and the official schemas."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

import migrations
from services_directory import checks
from services_directory.load import refresh
from services_directory.models import Organization, Service
from services_directory.open_referral import schema
from services_directory.open_referral.identity import identity
from services_directory.open_referral.services import (
    as_url,
    flat,
    organization_record,
    service_at_locations,
    service_record,
)
from services_directory.open_referral.taxonomies import Terms, taxonomy_terms, whole_taxonomies
from tests.services_directory.conftest import Fill
from tests.services_directory.open_referral.official import complaints, needs_folder

PHONE = {
    "kind": "phone",
    "value": "01733 000001",
    "grade": "A",
    "source": "Council page",
    "checked": "2026-11-01",
}
FULL: dict[str, Any] = {
    "id": "sleep-clinic",
    "minimum_age": 0,
    "maximum_age": 19,
    "also_needs": ["behaviour"],
    "hours": "Monday, 9am to 5pm. Never closed on Tuesday.",
    "schedules": [
        {"byday": ["MO"], "opens_at": "09:00", "closes_at": "17:00"},
        {"byday": ["TU"], "opens_at": "00:00", "closes_at": "24:00"},
    ],
    "cost_option": "free",
    "locations": [{"name": "Town Hall", "location_type": "physical", "city": "Peterborough"}],
    "application_process": ["Ask.", "Wait."],
    "eligibility_description": "Families.",
    "contacts": [
        {**PHONE, "label": "weekdays"},
        {**PHONE, "kind": "website", "value": "council.gov.uk/sleep"},
        {**PHONE, "kind": "email", "value": "sleep@council.gov.uk", "audiences": ["parent"]},
        {**PHONE, "kind": "form", "value": "Single Contact Form"},
    ],
    "alert": "It moved.",
    "no_contact": "Ring the council.",
}


def records(session: Session) -> list[dict[str, Any]]:
    terms = Terms.of(session)
    return [service_record(one, terms) for one in session.scalars(select(Service).order_by(Service.id))]


def test_the_id_is_made_of_the_slug_and_stays() -> None:
    assert identity("service", "sleep-clinic") == "789c146a-f131-5950-89f2-580379500cc2"
    assert identity("organization", "sleep-clinic") != identity("service", "sleep-clinic")


def test_a_whole_record(fill: Fill, session: Session) -> None:
    fill([FULL])
    (record,) = records(session)
    assert {name: value for name, value in record.items() if not isinstance(value, dict | list)} == {
        "id": identity("service", "sleep-clinic"),
        "organization_id": identity("organization", "council"),
        "name": "A service",
        "description": "It helps.",
        "url": "https://council.gov.uk/sleep",
        "email": "sleep@council.gov.uk",
        "status": "active",
        "minimum_age": 0,
        "maximum_age": 19,
        "assured_date": "2026-11-01",
        "alert": "It moved. Ring the council.",
        "last_modified": "2026-11-01T00:00:00.000Z",
        "eligibility_description": "Families.",
        "application_process": "Ask.\nWait.",
    }
    assert [(one["byday"], one["opens_at"], one["closes_at"]) for one in record["schedules"]] == [
        ("MO", "09:00", "17:00"),
        ("TU", "00:00", "23:59:59"),
    ]
    assert record["service_areas"][0]["name"] == "Peterborough"
    assert record["service_at_locations"][0]["location"]["name"] == "Town Hall"
    assert record["cost_options"][0]["option"] == "free"
    assert [(one["link_type"], one["taxonomy_term"]["term"]) for one in record["attributes"]] == [
        ("need", "sleep"),
        ("also_need", "behaviour"),
        ("kind", "service"),
        ("level", "community"),
        ("audience", "parent"),
        ("source", "Council page"),
    ]
    phone, website, email, form = record["contacts"]
    assert phone["phones"][0]["number"] == "01733 000001"
    assert phone["phones"][0]["description"] == "weekdays"
    assert (website["name"], form["name"]) == ("council.gov.uk/sleep", "Single Contact Form")
    assert email["email"] == "sleep@council.gov.uk"
    assert email["attributes"][0]["taxonomy_term"]["term"] == "parent"


def test_a_list_shows_what_stands_once(fill: Fill, session: Session) -> None:
    fill([FULL])
    (record,) = records(session)
    shown = flat(record)
    assert shown["organization"]["name"] == "The council"
    assert not [name for name, value in shown.items() if isinstance(value, list)]
    (place,) = service_at_locations(record)
    assert place["service"]["id"] == record["id"]
    assert "service_at_locations" not in place["service"]


@pytest.mark.parametrize(
    ("standing", "outcome", "status"),
    [
        ("confirmed", None, "active"),
        ("confirmed", "right", "active"),
        ("confirmed", "wrong", "inactive"),
        ("unconfirmed", None, "inactive"),
        ("planned_then", None, "inactive"),
        ("ended", None, "defunct"),
    ],
)
def test_only_what_is_confirmed_and_not_found_wrong_is_active(
    fill: Fill, session: Session, standing: str, outcome: Any, status: str
) -> None:
    fill([{"id": "one", "standing": standing}])
    if outcome:
        _check(session, "one/all/Council page", outcome)
    (record,) = records(session)
    assert record["status"] == status
    assert record["last_modified"][:10] == ("2026-11-20" if outcome else "2026-11-01")
    assert record["assured_date"] == ("2026-11-20" if outcome == "right" else "2026-11-01")
    session.rollback()


def test_a_contact_found_wrong_is_not_given_out(fill: Fill, session: Session) -> None:
    fill([{"id": "one", "contacts": [PHONE, {**PHONE, "kind": "email", "value": "a@b.uk"}]}])
    _check(session, "email/a@b.uk", "wrong")
    (record,) = records(session)
    assert "email" not in record
    assert [one["phones"][0]["number"] for one in record["contacts"]] == ["01733 000001"]
    assert record["last_modified"].startswith("2026-11-20")
    session.rollback()


@pytest.mark.parametrize(
    ("service", "contact", "shown"),
    [
        (["parent", "professional"], [], True),
        (["parent", "professional"], ["professional"], False),
        (["parent"], ["young_person"], False),
        (["parent", "young_person"], ["young_person"], True),
        (["professional"], ["professional"], True),
    ],
)
def test_a_line_for_professionals_is_not_given_to_families(
    fill: Fill, session: Session, service: list[str], contact: list[str], shown: bool
) -> None:
    one = {**PHONE, "audiences": contact} if contact else PHONE
    fill([{"id": "one", "audiences": service, "contacts": [one]}])
    assert ("contacts" in records(session)[0]) is shown


def test_nobody_who_approved_or_checked_is_named(fill: Fill, session: Session) -> None:
    fill([{"id": "one", "approved_by": "Sam Approver", "approved_on": "2026-11-01", "register": ["A-X-1"]}])
    _check(session, "one/all/Council page", "right")
    assert not [word for word in ("Sam", "Kim", "A-X-1") if word in str(records(session))]
    session.rollback()


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("council.gov.uk", "https://council.gov.uk"),
        ("council.gov.uk/a/b?c", "https://council.gov.uk/a/b?c"),
        ("Single Contact Form", None),
        (None, None),
    ],
)
def test_websites(written: str | None, url: str | None) -> None:
    assert as_url(written) == url


def _check(session: Session, fact_id: str, outcome: Any) -> None:
    checks.record(session, fact_id, outcome=outcome, checked=date(2026, 11, 20), by="Kim", how="rang")
    session.flush()
    session.expire_all()


@pytest.fixture(scope="module")
def directory() -> Iterator[Session]:
    """The directory as it is."""
    engine = create_engine("sqlite://")
    migrations.upgrade(engine)
    refresh(engine)
    with Session(engine) as session:
        yield session
    engine.dispose()


def test_the_whole_directory_fits_the_profile(directory: Session) -> None:
    for record in records(directory):
        assert schema.faults("service", record) == []
    for taxonomy in whole_taxonomies(directory):
        assert schema.faults("taxonomy", taxonomy) == []


def test_every_id_is_given_to_one_thing(directory: Session) -> None:
    ids = [record["id"] for record in records(directory)]
    places = [place["id"] for record in records(directory) for place in service_at_locations(record)]
    terms = [term["id"] for term in taxonomy_terms(directory)]
    for given in (ids, places, terms):
        assert given
        assert len(given) == len({*given})


@needs_folder
def test_the_official_schemas_have_nothing_against_it(directory: Session) -> None:
    ours = records(directory)
    organizations = [organization_record(one) for one in directory.scalars(select(Organization))]
    places = [place for record in ours for place in service_at_locations(record)]
    assert complaints(ours, "service") == []
    assert complaints([flat(one) for one in ours], "service_list") == []
    assert complaints(places, "service_at_location") == []
    assert complaints([flat(one) for one in places], "service_at_location_list") == []
    assert complaints(organizations, "organization") == []
    assert complaints(whole_taxonomies(directory), "taxonomy") == []
    assert complaints(taxonomy_terms(directory), "taxonomy_term") == []
