"""A message as the page shows it: names instead of ids, links instead of values, days instead of dates.

static/chat/view.js does the same for the script; a browser test compares the two pages.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bot.web.contact import address

Fields = Mapping[str, Any]
PARAGRAPH = re.compile(r"\n\s*\n")
_MORE = ("who_for", "consent", "footprint", "locations", "what_happens_next")
DAY = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?")


def message(said: Fields, names: Fields) -> dict[str, Any]:
    """What message.html prints: the JSON message of the chat API, with what a person reads added to it."""
    rule = said.get("pathway")
    return {
        **said,
        "speaker": _speaker(said, names["speakers"]),
        "paragraphs": [text.strip() for text in PARAGRAPH.split(said["text"]) if text.strip()],
        "reach": reach(said.get("contacts"), names),
        "services": [service(one, names) for one in said.get("services") or []],
        "pathway": pathway(rule, names) if rule else None,
    }


def reach(
    contacts: Sequence[Fields] | None, names: Fields, *, known: str | None = None
) -> dict[str, Any] | None:
    """Contacts with their links, 999 before all others, and the oldest day on which one of them was checked.

    That day is left out when it is `known`: the card around them says it already.
    """
    if not contacts:
        return None
    first = sorted(contacts, key=lambda contact: contact["value"] != "999")
    checked = sorted(contact["checked"] for contact in contacts if contact.get("checked"))
    return {
        "contacts": [_contact(contact, names) for contact in first],
        "checked": day(checked[0]) if checked and checked[0] != known else "",
    }


def day(written: str | None) -> str:
    """2026-11-23 as 23 November 2026, 2026-11 as November 2026; anything else stays as it was."""
    found = DAY.fullmatch(written or "")
    if not found:
        return written or ""
    year, month, of_month = (int(part or 1) for part in found.groups())
    on = date(year, month, of_month)
    return f"{on.day} {on:%B %Y}" if found[3] else f"{on:%B %Y}"


def _speaker(said: Fields, speakers: Fields) -> str:
    if said["from"] == "staff" and said.get("name"):
        return str(speakers["named"]).replace("{name}", said["name"])
    return str(speakers[said["from"]])


def _contact(contact: Fields, names: Fields) -> dict[str, Any]:
    leads_to = address(contact)
    return {
        **contact,
        "verb": names["kinds"].get(contact["kind"], ""),
        "address": leads_to,
        "away": leads_to.startswith("https:"),
    }


def service(card: Fields, names: Fields) -> dict[str, Any]:
    """A service as the page shows it, with words for its hours and links for its contacts."""
    evidence, open_now = card.get("evidence") or {}, card.get("open_now")
    return {
        **card,
        "hours": card.get("hours") or names["unknown"]["hours"],
        "open": "" if open_now is None else names["opening"][str(open_now).lower()],
        "where": _areas(card.get("area"), names),
        "reach": reach(card.get("contacts"), names, known=evidence.get("checked")),
        "more": any(card.get(name) for name in _MORE),
    }


def pathway(rule: Fields, names: Fields) -> dict[str, Any]:
    """A rule as the page shows it, with the names of its councils."""
    return {**rule, "where": _areas(rule.get("areas"), names)}


def _areas(areas: str | Sequence[str] | None, names: Fields) -> str:
    listed = [areas] if isinstance(areas, str) else areas or []
    return ", ".join(names["areas"].get(area, area) for area in listed)
