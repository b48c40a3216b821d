"""The safety cards: what somebody reads at once. No sentence of them is in the code."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from string import Formatter
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from bot.language import content
from bot.language.content import ContentError, Document, Problem
from bot.safety.screening import ACTIONS, Screening

FOLDER = Path(__file__).parent
LONDON = ZoneInfo("Europe/London")
EVERYTHING_ELSE = "harm"  # the group of a category that no other group names
ADULT = 18  # years

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_VOICES = ("self", "child", "other")
_FOR_CHILDREN = frozenset({"childline"})

Contact = dict[str, str]


@dataclass(frozen=True)
class Card:
    """What is shown: up to three messages, whom to reach, buttons, and the id of the question it asks."""

    messages: tuple[str, ...]
    contacts: tuple[Contact, ...]
    buttons: tuple[dict[str, str], ...]
    asked: str | None


@dataclass(frozen=True)
class Cards:
    """The content of cards.yml. `load` reads it once; keep the object."""

    raw: Mapping[str, Any]
    groups: Mapping[str, str]  # category -> group
    nobody_reads: bool = False  # a demonstration: no card may say that the team was told

    @classmethod
    def load(cls, folder: Path = FOLDER, *, nobody_reads: bool = False) -> Cards:
        """Read and check the cards. Raises `ContentError` with file and line."""
        schema = yaml.safe_load((folder / "cards_schema.yml").read_text(encoding="utf-8"))
        document = content.read_document(folder / "cards.yml", schema)
        raw = document.value
        if problems := list(_faults(document)):
            raise ContentError(problems)
        groups = {one: group for group, many in raw["groups"].items() for one in many}
        return cls(raw, groups, nobody_reads)

    def pick(
        self,
        screening: Screening,
        *,
        audience: str | None,
        age: float | None,
        area: str | None,
        now: datetime,
        round: int = 0,
    ) -> Card:
        """Return the card for a screening, who is writing, their age if known, their council and the hour.

        `round` 1 asks the question in other words. An action of `none` gets the card of a check-in.
        """
        voice = _voice(screening, audience)
        card = self._first_that_fits(screening, voice)
        asked = card.get("ask")
        question = self._question(asked, round) if asked else ""
        lines = {**self.raw["lines"], "question": question}
        if self.nobody_reads:
            lines["passed_on"] = lines["nobody_reads"]
        grown_up = (age is not None and age >= ADULT) or (audience == "parent" and voice == "self")
        return Card(
            messages=tuple(message.format(**lines).strip() for message in card["messages"]),
            contacts=tuple(self._contacts(card["contacts"], area, now, adult=grown_up)),
            buttons=(*(self.raw["answers"] if asked else ()), self.raw["person"]),
            asked=asked,
        )

    def _first_that_fits(self, screening: Screening, voice: str) -> Mapping[str, Any]:
        action = "check_in" if screening.action == "none" else screening.action
        group = self._group(screening)
        for card in self.raw["cards"]:
            fits = group in card.get("groups", [group]) and voice in card.get("voices", [voice])
            if card["action"] == action and fits:
                return dict(card)
        raise LookupError(f"no card for {action}: cards.yml needs one without groups and voices")

    def _group(self, screening: Screening) -> str:
        """Return the group that counts most of all that was noticed."""
        noticed = {self.groups.get(category, EVERYTHING_ELSE) for category in screening.categories}
        return next((group for group in self.raw["groups"] if group in noticed), "despair")

    def _question(self, asked: str, round: int) -> str:
        wordings = next(one["ask"] for one in self.raw["questions"] if one["id"] == asked)
        return str(wordings[min(round, len(wordings) - 1)])

    def urgent_lines(self, area: str | None, now: datetime) -> list[Contact]:
        """Return whom to reach in an emergency, for errors and apologies."""
        return list(self._contacts(self.raw["urgent"], area, now, adult=False))

    def council(self, area: str | None, now: datetime) -> list[Contact]:
        """Return the children's services of a council, for a card that was given out before it was known."""
        return list(self._front_door(area, now))

    def _contacts(
        self, names: list[str], area: str | None, now: datetime, *, adult: bool
    ) -> Iterator[Contact]:
        for name in names:
            if name == "front_door":
                yield from self._front_door(area, now)
            elif name == "text_line":
                yield dict(self.raw["contacts"][self.raw["text_lines"].get(area, "shout")])
            elif not (adult and name in _FOR_CHILDREN):
                yield dict(self.raw["contacts"][name])

    def _front_door(self, area: str | None, now: datetime) -> Iterator[Contact]:
        """Yield the council's own contacts; without a known council there is none to give."""
        door = self.raw["front_doors"].get(area)
        if door is None:
            return
        is_open = _is_open(door["hours"], now, self.raw["bank_holidays"]) if "hours" in door else None
        if is_open is not False:
            yield dict(door["day"])
        if is_open is not True:
            yield dict(door["night"])


def _voice(screening: Screening, audience: str | None) -> str:
    """Return whose card it is. Without more to go by, what somebody writes is about themselves."""
    if audience == "professional":
        return "professional"
    if screening.about in _VOICES:
        return screening.about
    return "child" if audience == "parent" else "self"


def _is_open(hours: Mapping[str, list[str]], now: datetime, bank_holidays: list[str]) -> bool:
    """Return whether an office is open; `hours` are those of each weekday on which it opens at all."""
    here = now.astimezone(LONDON)
    opens, closes = hours.get(_DAYS[here.weekday()], ("00:00", "00:00"))
    is_holiday = here.date().isoformat() in bank_holidays
    return not is_holiday and time.fromisoformat(opens) <= here.time() < time.fromisoformat(closes)


def _faults(document: Document) -> Iterator[Problem]:
    """Yield what the schema cannot see and would otherwise fail when a card is wanted."""
    raw = document.value
    known = {*raw["contacts"], "front_door", "text_line"}
    questions = {question["id"] for question in raw["questions"]}
    for place, card in enumerate(raw["cards"]):
        for message in card["messages"]:
            if unknown := {name for _, name, _, _ in Formatter().parse(message) if name} - {
                *raw["lines"],
                "question",
            }:
                yield document.problem(
                    f"{{{unknown.pop()}}} is not one of the lines", "cards", place, "messages"
                )
        if unknown := set(card["contacts"]) - known:
            yield document.problem(
                f"'{unknown.pop()}' is not one of the contacts", "cards", place, "contacts"
            )
        if card.get("ask", next(iter(questions))) not in questions:
            yield document.problem(f"'{card['ask']}' is not one of the questions", "cards", place, "ask")
    for action in ACTIONS[1:]:
        if not any(
            card["action"] == action and not {"groups", "voices"} & set(card) for card in raw["cards"]
        ):
            yield document.problem(
                f"there is no {action} card for everybody, without groups and voices", "cards"
            )
