"""An entry of our directory as the record of Open Referral UK: only what is public, and no empty field."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from bot.language.content import read
from services_directory.card import found_wrong
from services_directory.models import WHOLE_ENTRY, Contact, Evidence, Location, Organization, Service
from services_directory.open_referral import contacts
from services_directory.open_referral.identity import identity
from services_directory.open_referral.taxonomies import AUDIENCE, KIND, LEVEL, NEED, SOURCE, Record, Terms

_GEOGRAPHY = "http://statistics.data.gov.uk/id/statistical-geography/"
_END_OF_DAY = "23:59:59"  # a time of Open Referral ends before midnight
_SITE = re.compile(r"[\w-]+(\.[\w-]+)+(/\S*)?")


def service_record(service: Service, terms: Terms) -> Record:
    """The whole record of a service, with all that belongs to it nested.

    It is `active` only when it is confirmed and nobody found it wrong. `assured_date` is when somebody last found
    it right, `last_modified` the day of the last check of any of its facts.
    """
    return known(
        {
            "id": identity("service", service.id),
            "organization_id": identity("organization", service.organization_id),
            "name": service.name,
            "description": service.description,
            "url": _url(service),
            "email": contacts.first(service, "email"),
            "status": _status(service),
            "minimum_age": service.minimum_age,
            "maximum_age": service.maximum_age,
            "assured_date": _assured(service).isoformat(),
            "alert": " ".join(filter(None, (service.alert, service.no_contact))),
            "last_modified": f"{_last_checked(service).isoformat()}T00:00:00.000Z",
            "eligibility_description": service.eligibility_description,
            "application_process": "\n".join(service.application_process or service.professional_process),
            "schedules": list(_schedules(service)),
            "service_areas": [_service_area(service.id, row.area) for row in service.areas],
            "service_at_locations": _service_at_locations(service),
            "organization": organization_record(service.organization),
            "cost_options": [_cost_option(service.id, row.option) for row in service.cost_options],
            "contacts": contacts.contact_records(service, terms),
            "attributes": list(_attributes(service, terms)),
        }
    )


def organization_record(organization: Organization) -> Record:
    """The record of who runs a service."""
    return known(
        {
            "id": identity("organization", organization.id),
            "name": organization.name,
            "description": organization.description,
            "website": as_url(organization.website),
        }
    )


def flat(record: Record) -> Record:
    """A record as lists show it: what stands once in it, without what it has several of."""
    return {
        name: flat(value) if isinstance(value, dict) else value
        for name, value in record.items()
        if not isinstance(value, list)
    }


def service_at_locations(record: Record) -> list[Record]:
    """Each place of a whole service, with the service nested in it instead."""
    service = {name: value for name, value in record.items() if name != "service_at_locations"}
    return [{**place, "service": service} for place in record.get("service_at_locations", ())]


def known(fields: Record) -> Record:
    """The fields that say something: an empty one is left out, as Open Referral UK asks."""
    return {name: value for name, value in fields.items() if value not in (None, "", [], {})}


def as_url(value: str | None) -> str | None:
    """A website as people write it, as an address; None if it is none."""
    return f"https://{value}" if value and _SITE.fullmatch(value) else None


def _url(service: Service) -> str | None:
    return as_url(contacts.first(service, "website")) or as_url(contacts.first(service, "form"))


def _status(service: Service) -> str:
    if service.standing == "ended":
        return "defunct"
    return "active" if service.standing == "confirmed" and not found_wrong(service) else "inactive"


def _assured(service: Service) -> date:
    """The source of the whole entry counts where there is one, else the first."""
    whole = [proof for proof in service.evidence if proof.fact in WHOLE_ENTRY]
    proof = (whole or service.evidence)[0]
    return proof.last_checked


def _last_checked(service: Service) -> date:
    facts: tuple[Evidence | Contact, ...] = (*service.evidence, *service.contacts)
    return max(
        day for fact in facts for day in (fact.last_checked, *(check.checked for check in fact.checks))
    )


def _schedules(service: Service) -> Iterator[Record]:
    for row in service.schedules:
        yield known(
            {
                "id": identity("schedule", service.id, row.byday, row.opens_at, row.closes_at),
                "freq": "WEEKLY",
                "byday": row.byday,
                "description": service.hours,
                "opens_at": row.opens_at,
                "closes_at": _END_OF_DAY if row.closes_at == "24:00" else row.closes_at,
            }
        )
    if service.hours and not service.schedules:
        yield {"id": identity("schedule", service.id), "description": service.hours}


def _service_area(service_id: str, area: str) -> Record:
    content = _areas()[area]
    return known(
        {
            "id": identity("service_area", service_id, area),
            "name": content["name"],
            "uri": f"{_GEOGRAPHY}{content['code']}" if "code" in content else None,
        }
    )


def _service_at_locations(service: Service) -> list[Record]:
    """Each place once, in the order of the content."""
    places = {}
    for row in service.locations:
        slugs = (row.location_type, row.name, row.city or "")
        places[slugs] = {
            "id": identity("service_at_location", service.id, *slugs),
            "location": _location(row, slugs),
        }
    return list(places.values())


def _location(row: Location, slugs: tuple[str, ...]) -> Record:
    return known(
        {
            "id": identity("location", *slugs),
            "location_type": row.location_type,
            "name": row.name,
            "description": row.city,
        }
    )


def _cost_option(service_id: str, option: str) -> Record:
    return {"id": identity("cost_option", service_id, option), "option": option}


def _attributes(service: Service, terms: Terms) -> Iterator[Record]:
    sources = dict.fromkeys(proof.source for proof in service.evidence)
    for link_type, taxonomy, slug in (
        *(("need" if row.primary else "also_need", NEED, row.need_id) for row in service.needs),
        ("kind", KIND, service.kind),
        ("level", LEVEL, service.level),
        *(("audience", AUDIENCE, audience) for audience in sorted(row.audience for row in service.audiences)),
        *(("source", SOURCE, source) for source in sources),
    ):
        yield {
            "id": identity("attribute", "service", service.id, taxonomy, slug),
            "link_type": link_type,
            "taxonomy_term": terms[taxonomy, slug],
        }


@cache
def _areas() -> Mapping[str, Any]:
    content: Mapping[str, Any] = read(Path(__file__).with_name("areas.yml"), {})
    return content
