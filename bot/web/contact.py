"""A contact as a link. static/chat/contact.js does the same; a browser test compares the two pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

NUMBER = re.compile(r"\d[\d ]*")
KEYWORD = re.compile(r"\bword ([A-Z]+)\b|\b([A-Z]+) to \d")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
SITE = re.compile(r"(?:https?://)?([\w-]+(?:\.[\w-]+)+(?:[/?#]\S*)?)")


def address(contact: Mapping[str, Any]) -> str:
    """Where the contact leads: tel:, sms:, mailto: or https:, or "" when its value names no such place."""
    link = LINKS.get(str(contact.get("kind")))
    return link(str(contact.get("value") or ""), str(contact.get("label") or "")) if link else ""


def _phone(value: str, _label: str) -> str:
    number = NUMBER.search(value)
    return f"tel:{number[0].replace(' ', '')}" if number else ""


def _text(value: str, label: str) -> str:
    number = NUMBER.search(value)
    keyword = KEYWORD.search(f"{value}, {label}")
    body = f"?body={keyword[1] or keyword[2]}" if keyword else ""
    return f"sms:{number[0].replace(' ', '')}{body}" if number else ""


def _email(value: str, _label: str) -> str:
    return f"mailto:{value}" if EMAIL.fullmatch(value) else ""


def _site(value: str, _label: str) -> str:
    site = SITE.fullmatch(value)
    return f"https://{site[1]}" if site else ""


LINKS: dict[str, Callable[[str, str], str]] = {
    "phone": _phone,
    "text": _text,
    "email": _email,
    "website": _site,
    "form": _site,
}
