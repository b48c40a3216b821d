"""What a chat message shows of a service or pathway. An absent fact is None or an empty list, never words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from services_directory.models import NATIONAL, WHOLE_ENTRY, Audience, Contact, Evidence, Pathway, Service

_EXTRAS = ("alert", "no_contact", "consent", "what_happens_next", "footprint", "conflicts")


def card(
    service: Service, *, audience: Audience | None, area: str | None, open_now: bool | None
) -> dict[str, Any]:
    """The entry of a service in a message of the chat API; the caller adds `why`.

    `how_to_get` is a list of steps: for a professional how to refer, where that differs. `contacts` are those
    for this audience; an unknown one counts as a parent. `area` is the person's own where the service covers
    it. `alert`, `no_contact`, `consent`, `what_happens_next`, `footprint`, `locations` and `conflicts` are there
    only when they say something. A contact that somebody found wrong is left out, and `withheld` says so.
    """
    reader = audience or "parent"
    extras = {name: getattr(service, name) for name in _EXTRAS}
    extras["locations"] = [one.name for one in service.locations if one.location_type == "physical"]
    mine = [one for one in service.contacts if not one.audiences or reader in one.audiences]
    return {
        "id": service.id,
        "name": service.name,
        "what": service.description,
        "who_for": service.eligibility_description,
        "how_to_get": _steps(service, reader),
        "cost": service.cost_options[0].option if service.cost_options else None,
        "hours": service.hours,
        "open_now": open_now,
        "contacts": [_contact(contact) for contact in mine if not contact.is_wrong],
        "level": service.level,
        "area": _area(service, area),
        "standing": service.standing,
        "evidence": _evidence(service.evidence),
        **_known({**extras, "withheld": any(contact.is_wrong for contact in mine)}),
    }


def pathway_card(pathway: Pathway) -> dict[str, Any]:
    """The entry of a pathway in a message of the chat API.

    `areas` are ids; `next_steps` a list in order, each a text, or what to `do` `by` when. `conflicts` are there
    only when sources disagree, `is_wrong` when somebody found the whole rule wrong.
    """
    return {
        "id": pathway.id,
        "name": pathway.name,
        "areas": [row.area for row in pathway.areas],
        "answer": pathway.answer,
        "because": pathway.because,
        "next_steps": pathway.next_steps,
        "law": pathway.law,
        "caveat": pathway.caveat,
        "evidence": _evidence(pathway.evidence),
        **_known({"conflicts": pathway.conflicts, "is_wrong": found_wrong(pathway)}),
    }


def _steps(service: Service, audience: Audience) -> list[str]:
    refers = audience == "professional" and service.professional_process
    return service.professional_process if refers else service.application_process


def _area(service: Service, area: str | None) -> str:
    areas = [row.area for row in service.areas]
    return next((wanted for wanted in (area, NATIONAL) if wanted in areas), areas[0])


def _contact(contact: Contact) -> dict[str, Any]:
    return {
        "kind": contact.kind,
        "value": contact.value,
        **_known({"label": contact.label}),
        "grade": contact.grade,
        "checked": contact.last_checked.isoformat(),
    }


def _evidence(evidence: Sequence[Evidence]) -> dict[str, Any]:
    """The source of the whole entry where there is one, else the first."""
    proof = next((proof for proof in evidence if proof.fact in WHOLE_ENTRY), evidence[0])
    return {
        "source": proof.source,
        "date": proof.date,
        "grade": proof.grade,
        "checked": proof.last_checked.isoformat(),
    }


def found_wrong(entry: Service | Pathway) -> bool:
    """Whether somebody checked the whole entry and found it wrong."""
    return any(proof.is_wrong for proof in entry.evidence if proof.fact in WHOLE_ENTRY)


def _known(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value}
