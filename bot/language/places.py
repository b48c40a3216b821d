"""Which council somebody means: places, districts and outward postcodes in a text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

COUNCILS = (
    "cambridgeshire",
    "peterborough",
    "blackburn-with-darwen",
    "cumberland",
    "westmorland-and-furness",
)
AMBIGUOUS = "ambiguous"
OUTSIDE = "outside"

_CONTENT = Path(__file__).with_name("places.yml")
_POSTCODE = re.compile(r"\b([a-z]{1,2}\d{1,2}[a-z]?)(?:\s*\d[a-z]{2})?\b")
_WHO_IS = r"(?:i'?m|i am|we'?re|we are|he'?s|he is|she'?s|she is|they'?re|they are)"
_BEFORE_A_PLACE = (
    rf"(?:live in|living in|lives in|near|outside|based in|{_WHO_IS} in|(?:{_WHO_IS}|comes?|family) from)\s+"
)

_CORRECTS = r"\b(?:no|actually|sorry|it'?s)\b"


def _any_of(names: list[str]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


def _careful_pattern(careful: list[str], words_and_names: set[str]) -> re.Pattern[str]:
    """Return where a place that is an everyday word too counts; each match fills one group."""
    every = _any_of(careful)
    plain = _any_of([name for name in careful if name not in words_and_names])
    return re.compile(
        rf"^\W*({every})\W*$|{_BEFORE_A_PLACE}({every})(?![\w-])|(?:,|{_CORRECTS})[\s,]*({plain})\W*$"
    )


@dataclass(frozen=True)
class Places:
    """The gazetteer, ready to search. `load` reads it from places.yml once."""

    names: dict[str, str]
    careful: dict[str, str]
    outward_codes: dict[str, str]
    postcode_letters: frozenset[str]
    pattern: re.Pattern[str]
    careful_pattern: re.Pattern[str]

    @classmethod
    def load(cls, content: Path = _CONTENT) -> Places:
        """Read the gazetteer."""
        raw: dict[str, Any] = yaml.safe_load(content.read_text(encoding="utf-8"))
        names = {name: area for area, rows in raw["areas"].items() for row in rows for name in row}
        names |= dict.fromkeys(raw["ambiguous"], AMBIGUOUS) | dict.fromkeys(raw["outside"], OUTSIDE)
        careful = {name: area for area, row in raw["careful"].items() for name in row}
        return cls(
            names=names,
            careful=careful,
            outward_codes={code: area for area, codes in raw["outward_codes"].items() for code in codes},
            postcode_letters=frozenset(raw["postcode_letters"]),
            pattern=re.compile(rf"(?<![\w-])(?:{_any_of(list(names))})(?![\w-])"),
            careful_pattern=_careful_pattern(list(careful), set(raw["words_and_names"])),
        )

    def area(self, text: str) -> str | None:
        """Return the council a text names, `ambiguous` for more than one, `outside`, or None.

        A council of ours beats places outside: "moved from Leeds to Kendal" is Westmorland and Furness.
        """
        text = text.lower().replace("\u2019", "'")
        found = {self.names[hit] for hit in self.pattern.findall(text)}
        found |= {self.careful["".join(groups)] for groups in self.careful_pattern.findall(text)}
        found |= self._postcodes(text)
        ours = found - {AMBIGUOUS, OUTSIDE}
        if len(ours) == 1:
            return ours.pop()
        if ours or AMBIGUOUS in found:
            return AMBIGUOUS
        return OUTSIDE if found else None

    def _postcodes(self, text: str) -> set[str]:
        found = set()
        for code in _POSTCODE.findall(text):
            outward = code.upper()
            if outward.rstrip("0123456789")[:2] in self.postcode_letters:
                found.add(self.outward_codes.get(outward, AMBIGUOUS))
        return found
