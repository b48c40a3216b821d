"""A service as structured data (schema.org), which search engines read: nothing in it that the page does not show."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.web import words
from services_directory.models import Service


def structured(service: Service, card: Mapping[str, Any], *, address: str) -> dict[str, Any]:
    """JSON-LD of the type GovernmentService; what is not known is left out."""
    names = words()["names"]["areas"]
    areas = [{"@type": "AdministrativeArea", "name": names[row.area]} for row in service.areas]
    found = {
        "@context": "https://schema.org",
        "@type": "GovernmentService",
        "@id": address,
        "name": service.name,
        "alternateName": service.alternate_names,
        "description": service.description,
        "audience": service.eligibility_description and {
            "@type": "Audience", "audienceType": service.eligibility_description,
        },
        "provider": {"@type": "Organization", "name": service.organization.name},
        "areaServed": areas,
        "hoursAvailable": service.hours,
        "isAccessibleForFree": True if service.cost_options and service.cost_options[0].option == "free" else None,
        "availableChannel": [_channel(contact) for contact in card["contacts"]],
    }  # fmt: skip
    return {name: value for name, value in found.items() if value}


def _channel(contact: Mapping[str, Any]) -> dict[str, Any]:
    """One way to reach it, named as schema.org does."""
    channel: dict[str, Any] = {"@type": "ServiceChannel"}
    match contact["kind"]:
        case "phone":
            channel["servicePhone"] = {"@type": "ContactPoint", "telephone": contact["value"]}
        case "text":
            channel["serviceSmsNumber"] = {"@type": "ContactPoint", "telephone": contact["value"]}
        case "email":
            channel["servicePhone"] = {"@type": "ContactPoint", "email": contact["value"]}
        case _:
            channel["serviceUrl"] = contact["value"]
    return channel
