"""Whom somebody can reach at this hour: the lines and front doors of help_lines.yml."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from bot.language import content
from bot.language.content import ContentError, Document, Problem
from bot.language.hours import Hours
from bot.safety.situation import Situation, first_that_fits, unknown_groups

AT_MOST = 3  # ways to get help, beside 999
SHOWN = ("kind", "value", "label", "grade", "checked")
FRONT_DOOR, ADULT_DOOR = "front_door", "adult_door"
DOORS = (FRONT_DOOR, ADULT_DOOR)
TEXT_LINE = "text_line"
CRISIS_LINE = "crisis_line"
EMERGENCY = "emergency"

Contact = dict[str, str]


@dataclass(frozen=True)
class HelpLines:
    """The contacts, and which of them fit which situation. `load` reads them once."""

    raw: Mapping[str, Any]

    @classmethod
    def load(cls, folder: Path, *, groups: Iterable[str]) -> HelpLines:
        """Read and check help_lines.yml. Raises `ContentError`."""
        schema = content.read(folder / "help_lines_schema.yml", {})
        document = content.read_document(folder / "help_lines.yml", schema)
        if problems := [*_faults(document, groups)]:
            raise ContentError(problems)
        return cls(document.value)

    @property
    def known_ways(self) -> list[str]:
        """The names of the ways to get help, beside 999, that other content may name."""
        return [*(name for name in self.raw["contacts"] if name != EMERGENCY), *DOORS, TEXT_LINE]

    @property
    def emergency(self) -> Contact:
        """999."""
        return _shown(self.raw["contacts"][EMERGENCY])

    def ways(self, situation: Situation, now: datetime, *, first: Sequence[str] = ()) -> list[Contact]:
        """Return up to three ways to get help that are open: those named `first`, then the best for the situation."""
        names = dict.fromkeys([*first, *self.names(situation)])
        open_ways = filter(None, (self._way(name, situation, now) for name in names))
        contacts = [contact for way in islice(open_ways, AT_MOST) for contact in way]
        by_value = {contact["value"]: contact for contact in reversed(contacts)}  # NHS 111 has two labels
        return [contact for contact in contacts if contact is by_value[contact["value"]]]

    def names(self, situation: Situation) -> list[str]:
        """Return what fits a situation at any hour, by name."""
        route = first_that_fits(self.raw["routes"], situation)
        if route is None:
            raise LookupError("help_lines.yml has no route for everybody: the last one has no conditions")
        return list(route["ways"])

    def urgent(self, area: str | None) -> list[Contact]:
        """Return whom to reach in an emergency, for errors and apologies: open day and night."""
        return [_shown(self._contact(name, area)) for name in self.raw["urgent"]]

    def council(self, situation: Situation, now: datetime) -> list[Contact]:
        """Return the council's own contacts for a situation, as many as are open."""
        doors = [name for name in self.names(situation) if name in DOORS]
        doors = doors or [ADULT_DOOR if situation.ages == "adult" else FRONT_DOOR]
        return [contact for name in doors for contact in self._door(name, situation.area, now)]

    def _way(self, name: str, situation: Situation, now: datetime) -> list[Contact]:
        if name in DOORS:
            return self._door(name, situation.area, now)
        if name == CRISIS_LINE:
            return self._crisis_lines(situation.area)
        contact = self._contact(name, situation.area)
        too_old = situation.age is not None and situation.age >= contact.get("under", situation.age + 1)
        too_old = too_old or (situation.ages == "adult" and situation.age is None and "under" in contact)
        is_open = "hours" not in contact or Hours.read(contact["hours"]).is_open(now)
        return [_shown(contact)] if is_open and not too_old else []

    def _contact(self, name: str, area: str | None) -> Mapping[str, Any]:
        if name == TEXT_LINE:
            name = self.raw["text_lines"].get(area, "shout")
        contact: Mapping[str, Any] = self.raw["contacts"][name]
        return contact

    def _crisis_lines(self, area: str | None) -> list[Contact]:
        """Return the area's own line, if it has one, and NHS 111: one way with two numbers, both open day and night."""
        local = self.raw["crisis_lines"].get(area)
        return [_shown(self.raw["contacts"][name]) for name in (local, "nhs_111") if name]

    def _door(self, name: str, area: str | None, now: datetime) -> list[Contact]:
        """Return what of a council's door is open. Where its hours are not known that is both numbers."""
        door = self.raw[f"{name}s"].get(area, {})
        is_open = Hours.read(door["hours"]).is_open(now) if "hours" in door else None
        shut = {True: "night", False: "day", None: ""}[is_open]
        return [_shown(door[half]) for half in ("day", "night") if half in door and half != shut]


def _shown(contact: Mapping[str, Any]) -> Contact:
    return {name: contact[name] for name in SHOWN}


def _faults(document: Document, groups: Iterable[str]) -> Iterator[Problem]:
    """Yield what the schema cannot see and would otherwise fail when a card is wanted."""
    raw = document.value
    for where, names, known in _named(raw):
        for name in sorted({*names} - {*known}):
            hint = content.suggestion(name, known)
            yield document.problem(f"'{name}' is not one of the contacts{hint}", *where)
    if raw["routes"][-1].get("when"):
        yield document.problem("the last route must be for everybody, without conditions", "routes")
    yield from unknown_groups(document, "routes", groups)


def _named(raw: Mapping[str, Any]) -> Iterator[tuple[tuple[str | int, ...], Iterable[str], Iterable[str]]]:
    """Yield each place of the file that names contacts, the names, and what may be named there."""
    contacts = [*raw["contacts"]]
    for part in ("text_lines", "crisis_lines"):
        yield (part,), raw[part].values(), contacts
    yield ("urgent",), raw["urgent"], [*contacts, TEXT_LINE]
    for place, route in enumerate(raw["routes"]):
        yield ("routes", place, "ways"), route["ways"], [*contacts, *DOORS, TEXT_LINE, CRISIS_LINE]
