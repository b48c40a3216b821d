"""The people whom a text names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from bot.safety.matching import Finder
from bot.safety.notation import Notation
from bot.safety.text import Words

Kind = Literal["child", "other", "adult_writer", "surely_adult", "young_writer", "own_childhood"]
_LISTS: Mapping[str, Kind] = {
    "child": "child",
    "young_sibling": "child",
    "other": "other",
    "adult_writer": "adult_writer",
    "surely_adult": "surely_adult",
    "young_writer": "young_writer",
    "own_childhood": "own_childhood",
}


@dataclass(frozen=True)
class Mention:
    """Somebody who is named in a text, and at which word."""

    kind: Kind
    at: int
    word: str


class People:
    """The lists of people in words.yml."""

    def __init__(self, notation: Notation, *, stops: frozenset[str]) -> None:
        parsed = [(kind, notation.parse(f"{{{name}}}")) for name, kind in _LISTS.items()]
        self._finder: Finder[Kind] = Finder(parsed, stops=stops)

    def named(self, words: Words) -> tuple[Mention, ...]:
        """Everybody in a text, in the order in which they are named. Nobody is, by "when I was a child"."""
        found = [*self._finder.find(words)]
        childhood = {at for one in found if one.what == "own_childhood" for at in range(one.start, one.end)}
        return tuple(
            Mention(one.what, one.start, words.words[one.end - 1])
            for one in sorted(found, key=lambda one: one.start)
            if one.start not in childhood
        )
