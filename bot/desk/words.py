"""The desk's words: what staff read for an action, a category or a refusal, and answers kept ready."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Any

import yaml

from bot import web
from bot.handoff.staff import Refused
from bot.language import content
from bot.web.view import day

_FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Phrase:
    """An answer kept ready. `text`, with its contacts, goes into the box; a person sends or changes it."""

    id: str
    title: str
    text: str


@dataclass(frozen=True)
class Words:
    """The checked words.yml. `actions` holds a name and a meaning each, the other mappings one text an id."""

    demonstration: str
    actions: Mapping[str, Mapping[str, str]]
    reasons: Mapping[str, str]
    authors: Mapping[str, str]
    audiences: Mapping[str, str]
    unknown: Mapping[str, str]
    channels: Mapping[str, str]
    roles: Mapping[str, str]
    outcomes: Mapping[str, str]
    decline_reasons: Mapping[str, str]
    waiting: Mapping[str, str]
    shares: Mapping[str, str]
    facts: Mapping[str, Any]
    ways_to_check: Mapping[str, str]
    notices: Mapping[str, str]
    phrases: tuple[Phrase, ...]

    @classmethod
    def load(cls, path: Path = _FOLDER / "words.yml") -> Words:
        """Read and check the file. Raises ContentError, which says where it is wrong."""
        schema = yaml.safe_load((_FOLDER / "words_schema.yml").read_text(encoding="utf-8"))
        lines: dict[str, Any] = content.read(path, schema)
        del lines["approved_by"], lines["approved_on"]
        return cls(**{**lines, "phrases": tuple(_phrase(entry) for entry in lines["phrases"])})

    def area(self, area: str | None) -> str:
        """The council's name, or words for not knowing it yet."""
        return str(web.words()["names"]["areas"].get(area, self.unknown["area"]))

    def audience(self, audience: str | None) -> str:
        """Who the visitor is, or words for not knowing it yet."""
        return self.audiences.get(audience or "", self.unknown["audience"])

    def phrase(self, phrase_id: str) -> str:
        """The text of a ready answer; empty when there is none of that name."""
        return next((phrase.text for phrase in self.phrases if phrase.id == phrase_id), "")

    def refusal(self, refused: Refused, sign_in: str = "sign_in") -> str:
        """Why somebody was refused, and for how long; `sign_in` names the words for a wrong password."""
        reason = sign_in if refused.reason == "sign_in" else refused.reason
        return self.notices[reason].format(seconds=refused.wait, minutes=ceil(refused.wait / 60))

    def reason(self, category: str) -> str:
        """What was noticed, in plain words; a category that has none yet is shown by its own name."""
        return self.reasons.get(category, category.replace("_", " "))


def _phrase(entry: Mapping[str, Any]) -> Phrase:
    lines = [entry["text"], *(_contact(contact) for contact in entry.get("contacts", []))]
    return Phrase(id=entry["id"], title=entry["title"], text="\n".join(lines))


def _contact(contact: Mapping[str, str]) -> str:
    return f"{contact['label']}: {contact['value']} (checked {day(contact['checked'])})"
