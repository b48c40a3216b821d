"""The contacts of a service that everybody may see."""

from __future__ import annotations

from services_directory.models import Contact, Service
from services_directory.open_referral.identity import identity
from services_directory.open_referral.taxonomies import AUDIENCE, Record, Terms

_FAMILIES = {"parent", "young_person"}
_PHONES = {"phone": "voice", "text": "text"}  # our kinds as types of a phone


def public(service: Service) -> list[Contact]:
    """Those that nobody found wrong. Whoever reads an open feed counts as a parent: a line that is for professionals
    alone is given out only where the whole service is for them.
    """
    readers = _FAMILIES & {row.audience for row in service.audiences} or {"professional"}
    fit = (one for one in service.contacts if not one.is_wrong)
    return [one for one in fit if not one.audiences or readers & {*one.audiences}]


def first(service: Service, kind: str) -> str | None:
    """The value of the first public contact of a kind, if there is one."""
    return next((one.value for one in public(service) if one.kind == kind), None)


def contact_records(service: Service, terms: Terms) -> list[Record]:
    """Each public contact as the record of a contact; a phone number is nested in it."""
    return [_record(service, contact, terms) for contact in public(service)]


def _record(service: Service, contact: Contact, terms: Terms) -> Record:
    slugs = (service.id, contact.kind, contact.value, contact.label or "")
    record: Record = {"id": identity("contact", *slugs)}
    if contact.kind in _PHONES:
        phone = {"id": identity("phone", *slugs), "number": contact.value, "type": _PHONES[contact.kind]}
        record["phones"] = [{**phone, "description": contact.label} if contact.label else phone]
    else:
        record["email" if contact.kind == "email" else "name"] = contact.value
        if contact.label:
            record["title"] = contact.label
    if contact.audiences:
        record["attributes"] = [
            {
                "id": identity("attribute", "contact", *slugs, audience),
                "link_type": "audience",
                "taxonomy_term": terms[AUDIENCE, audience],
            }
            for audience in contact.audiences
        ]
    return record
