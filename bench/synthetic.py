"""A directory that nobody runs: as many made-up services as one likes, the same each time.

Nothing in it is a fact. Words come in runs from the real directory, so that they are as common as they are there;
needs and areas are the real ones; towns are made up of syllables.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any, TypeVar

from bot.language.places import COUNCILS
from services_directory import content
from services_directory.content import Content
from services_directory.matching import CRISIS_LINE
from services_directory.models import NATIONAL

T = TypeVar("T")

_STARTS = (
    "Ab",
    "Bre",
    "Cal",
    "Dun",
    "Ever",
    "Fal",
    "Glen",
    "Hol",
    "Ing",
    "Kel",
    "Lang",
    "Mar",
    "Nor",
    "Os",
    "Pen",
)
_MIDDLES = ("bur", "ches", "der", "fi", "ga", "he", "ling", "me", "ning", "per", "ring", "sel", "ter", "wor")
_ENDS = ("bridge", "combe", "dale", "field", "ford", "ham", "ley", "mere", "stead", "ton", "wick", "worth")
_TOWNS = tuple(map("".join, product(_STARTS, _MIDDLES, _ENDS)))
_RUN = 5  # words that stay together
_WORDS = (25, 60)  # of a description, at least and at most
_AREAS = (*COUNCILS, NATIONAL)
_AUDIENCES = (
    ["parent"],
    ["parent", "young_person"],
    ["parent", "young_person", "professional"],
    ["professional"],
)
_KINDS = (*["service"] * 8, *["programme"] * 3, "panel", "team", "tool", "training")
_STANDINGS = (*["confirmed"] * 12, *["unconfirmed"] * 6, "planned_then", "ended")
_LEVELS = ("community", "community", "more", "targeted", "specialist")
_AGES: tuple[dict[str, int], ...] = (
    *[{}] * 4,
    {"maximum_age": 4},
    {"minimum_age": 5, "maximum_age": 11},
    {"minimum_age": 11, "maximum_age": 18},
    {"minimum_age": 16, "maximum_age": 25},
    {"maximum_age": 18},
    {"minimum_age": 8},
)
_WEEK = ["MO", "TU", "WE", "TH", "FR"]
_HOURS: tuple[list[dict[str, Any]], ...] = (
    [],
    [{"byday": _WEEK, "opens_at": "09:00", "closes_at": "17:00"}],
    [
        {"byday": ["MO", "WE"], "opens_at": "10:00", "closes_at": "12:30"},
        {"byday": ["SA"], "opens_at": "09:30", "closes_at": "13:00"},
    ],
    [{"byday": [*_WEEK, "SA", "SU"], "opens_at": "00:00", "closes_at": "24:00"}],
)
_CRISIS_LINES = 500  # one service of so many is one
_GRADES = (*["A"] * 20, *["B"] * 20, *["C"] * 9, "X")
_DAY = "2026-11-01"


@dataclass
class Lots:
    """Draws that depend on nothing but a name: on its digest, two bytes a draw."""

    name: str
    _drawn: int = field(default=0, init=False)
    _bytes: bytes = field(default=b"", init=False)

    def below(self, limit: int) -> int:
        """Draw a number from 0 up to, and without, `limit`, which is at most 65,536."""
        at = self._drawn % 256 * 2
        if at == 0:
            self._bytes = hashlib.shake_256(f"{self.name}, {self._drawn}".encode()).digest(512)
        self._drawn += 1
        return int.from_bytes(self._bytes[at : at + 2], "big") * limit >> 16

    def of(self, values: Sequence[T]) -> T:
        """Draw one of some values."""
        return values[self.below(len(values))]

    def some(self, values: Sequence[T], *, at_most: int) -> list[T]:
        """Draw different values, at least one."""
        return [*dict.fromkeys(self.of(values) for _ in range(1 + self.below(at_most)))]


@dataclass(frozen=True)
class Stock:
    """What made-up services and questions are made of."""

    needs: tuple[str, ...]
    names: tuple[str, ...]
    said: tuple[
        str, ...
    ]  # every word of the real directory, as often and in the order in which it stands there

    @classmethod
    def of(cls, directory: Content) -> Stock:
        """Take it from a directory."""
        texts = (
            f"{one['description']} {one.get('eligibility_description', '')}" for one in directory.services
        )
        return cls(
            needs=tuple(need for need in directory.needs if need != CRISIS_LINE),
            names=tuple(one["name"] for one in directory.services),
            said=tuple(" ".join(texts).split()),
        )

    def words(self, lots: Lots, number: int) -> str:
        """Draw so many words, in runs that stand somewhere in the directory."""
        starts = (lots.below(len(self.said) - _RUN) for _ in range(0, number, _RUN))
        return " ".join(word for start in starts for word in self.said[start : start + _RUN])


def made_up(size: int) -> Content:
    """A directory of so many services, in the shape of schema.yml."""
    directory = content.read()
    stock = Stock.of(directory)
    return Content(
        needs=directory.needs,
        organizations=({"id": "nobody", "name": "Nobody (made up)", "description": "Made up."},),
        services=tuple(_service(stock, number) for number in range(size)),
        decisions=(),
        pathways=(),
        fingerprint=f"{size} made-up services",
    )


def _service(stock: Stock, number: int) -> dict[str, Any]:
    lots = Lots(f"service {number}")
    is_crisis_line = lots.below(_CRISIS_LINES) == 0
    needs = lots.some(stock.needs, at_most=3)
    return {
        "id": f"made-up-{number}",
        "name": f"{lots.of(_TOWNS)} {lots.of(stock.names)}",
        "alternate_names": [stock.words(lots, _RUN)],
        "organization": "nobody",
        "kind": lots.of(_KINDS),
        "standing": lots.of(_STANDINGS),
        "level": "crisis" if is_crisis_line else lots.of(_LEVELS),
        "description": stock.words(lots, _WORDS[0] + lots.below(_WORDS[1] - _WORDS[0])),
        "eligibility_description": stock.words(lots, 2 * _RUN),
        **lots.of(_AGES),
        "areas": lots.some(_AREAS, at_most=2),
        "audiences": lots.of(_AUDIENCES),
        "needs": [CRISIS_LINE] if is_crisis_line else needs,
        "also_needs": [
            need for need in lots.some(stock.needs, at_most=2) if is_crisis_line or need not in needs
        ],
        "schedules": lots.of(_HOURS),
        "contacts": [
            {
                "kind": "phone",
                "value": f"01632 {number:06}",
                "grade": "A",
                "source": "Made up",
                "checked": _DAY,
            }
        ],
        "evidence": [{"fact": "all", "source": "Made up", "grade": lots.of(_GRADES), "checked": _DAY}],
    }
