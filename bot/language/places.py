"""Which council somebody means: places, districts and outward postcodes in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from bot.language.alternatives import any_of

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
_POSTCODE = re.compile(r"\b([A-Z]{1,2}\d{1,2}[A-Z]?)(?:\s*(\d[ABD-HJLNP-UW-Z]{2}))?\b")
_TITLED = re.compile(r"\b(?:mr|mrs|miss|ms|dr)\b\.?\s+[\w'-]+")
_WHO_IS = r"(?:i'?m|i am|we'?re|we are|he'?s|he is|she'?s|she is|they'?re|they are)"
_BEFORE_A_PLACE = (
    rf"(?:live in|living in|lives in|near|outside|based in|{_WHO_IS} in|(?:{_WHO_IS}|comes?|family) from)\s+"
)
_SAID_TO_ITS_END = r"(?=\W{0,3}(?:$|[.,;:!?)\n]|\b(?:and|but|near|so|with)\b))"
_NEXT_TO = r"\b(?:near(?:by|est)?(?: to)?|close to|outside(?: of)?|not far from|next to|miles from)\s+"

_CORRECTS = r"\b(?:no|actually|sorry|it'?s)\b"


def _careful_pattern(careful: Iterable[str], words_and_names: set[str]) -> re.Pattern[str]:
    """Return where a place that is an everyday word too counts; each match fills one group.

    What may stand between and behind is bounded: a long row of commas would otherwise take seconds.
    """
    every = any_of(careful)
    plain = any_of({*careful} - words_and_names)
    return re.compile(
        rf"^\W{{0,20}}({every})\W{{0,20}}$"
        rf"|{_BEFORE_A_PLACE}(?:({plain})(?![\w-])|({any_of(words_and_names)}){_SAID_TO_ITS_END})"
        rf"|(?:,|{_CORRECTS})[\s,]{{0,5}}({plain})\W{{0,20}}$"
    )


def full_postcodes(text: str) -> list[str]:
    """The whole postcodes of a text, as `PE29 3TN`."""
    return [f"{outward} {inward}" for outward, inward in _POSTCODE.findall(text.upper()) if inward]


@dataclass(frozen=True)
class Places:
    """The gazetteer, ready to search. `load` reads it from places.yml once."""

    names: dict[str, str]
    careful: dict[str, str]
    outward_codes: dict[str, str]
    asked_letters: frozenset[str]
    pattern: re.Pattern[str]
    careful_pattern: re.Pattern[str]
    border_pattern: re.Pattern[str]
    no_places: re.Pattern[str]

    @classmethod
    def load(cls, content: Path = _CONTENT) -> Places:
        """Read the gazetteer."""
        raw: dict[str, Any] = yaml.load(content.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        names = {name: area for area, rows in raw["areas"].items() for row in rows for name in row}
        names |= dict.fromkeys(raw["ambiguous"], AMBIGUOUS)
        names |= {name: OUTSIDE for row in raw["outside"] for name in row}
        careful = {name: area for area, row in raw["careful"].items() for name in row}
        return cls(
            names=names,
            careful=careful,
            outward_codes={code: area for area, codes in raw["outward_codes"].items() for code in codes},
            asked_letters=frozenset(raw["postcode_letters"]),
            pattern=re.compile(rf"(?<![\w-])(?:{any_of(names)})(?![\w-])"),
            careful_pattern=_careful_pattern(careful, set(raw["words_and_names"])),
            no_places=re.compile(rf"\b(?:{any_of(raw['no_places'])})"),
            border_pattern=re.compile(rf"{_NEXT_TO}(?:{any_of(raw['border'])})(?![\w-])"),
        )

    def area(self, text: str, *, located: Mapping[str, str] = MappingProxyType({})) -> str | None:
        """Return the council a text names, `ambiguous` for more than one, `outside`, or None.

        `located` says where whole postcodes lie, as far as that is known: {"PE7 9ZX": "peterborough"}.

        A council of ours beats places outside, and what is next to a border: "moved from Leeds to Kendal" is
        Westmorland and Furness, "near Wisbech, in Cambridgeshire" is Cambridgeshire.
        """
        found = set(self._found(text.lower().replace("\u2019", "'"), located))
        ours = found - {AMBIGUOUS, OUTSIDE}
        if len(ours) == 1:
            return ours.pop()
        if ours or AMBIGUOUS in found:
            return AMBIGUOUS
        return OUTSIDE if found else None

    def _found(self, text: str, located: Mapping[str, str]) -> Iterator[str]:
        """What each place of a text says. What one pattern has read is hidden from the next: the longest counts."""
        text = self.no_places.sub(_hidden, _TITLED.sub(_hidden, text))
        if self.border_pattern.search(text):
            yield AMBIGUOUS
        text = self.border_pattern.sub(_hidden, text)
        yield from (self.names[hit] for hit in self.pattern.findall(text))
        text = self.pattern.sub(_hidden, text)
        yield from (self.careful["".join(groups)] for groups in self.careful_pattern.findall(text))
        for outward, inward in _POSTCODE.findall(text.upper()):
            if area := located.get(f"{outward} {inward}") or self._of_code(outward, inward):
                yield area

    def _of_code(self, outward: str, inward: str) -> str | None:
        """What a postcode says. Half a code that nobody listed says nothing: it may be "ne1" for anyone."""
        if listed := self.outward_codes.get(outward):
            return listed
        if outward.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ").rstrip("0123456789") in self.asked_letters:
            return AMBIGUOUS
        return OUTSIDE if inward else None


def _hidden(found: re.Match[str]) -> str:
    return "-" * len(found[0])
