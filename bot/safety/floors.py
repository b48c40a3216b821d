"""What counts whatever the rest of a message sounds like: said plainly, of the writer, now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.language import content
from bot.safety.matching import Finder, Found
from bot.safety.notation import Notation
from bot.safety.phrases import check
from bot.safety.text import Words


@dataclass(frozen=True)
class Floor:
    """One entry of floors.yml."""

    say: str
    fires: str
    silent: str


@dataclass(frozen=True)
class Floors:
    """The entries of floors.yml, and what finds them."""

    entries: Sequence[Floor]
    _finder: Finder[Floor]

    @classmethod
    def load(
        cls, path: Path, schema: Mapping[str, Any], notation: Notation, *, stops: frozenset[str]
    ) -> Floors:
        """Read the entries. Raises `ContentError` with file and line."""
        document = content.read_document(path, schema)
        entries = [Floor(**entry) for entry in document.value["floors"]]
        says = ((notation.parse, one.say, ("floors", at, "say")) for at, one in enumerate(entries))
        return cls(entries, Finder(zip(entries, check(document, says), strict=True), stops=stops))

    def find(self, words: Words) -> list[Found[Floor]]:
        """Every floor in a text."""
        return [*self._finder.find(words)]
