"""Plain phrases of danger in other languages, and which language a text is in. They can only raise."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.language import content
from bot.language.normalise import clean, without_accents
from bot.safety.screening import Signal

NOTICED_BY = "language"

# Scripts by the beginning of their letters' Unicode names. Where two languages share one, letters of one alone decide.
_SCRIPTS = {
    "GURMUKHI": "pa",
    "GUJARATI": "gu",
    "BENGALI": "bn",
    "ARABIC": "ar",
    "CYRILLIC": "ru",
    "CJK": "zh",
}
_LETTERS = {"ur": "ٹڈڑںےہگچپک", "uk": "іїєґ"}
_SAME_SCRIPT = {"ar": "ur", "ru": "uk"}
_NO_LATIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "ß": "ss", "ي": "ی", "ى": "ی", "ك": "ک"})


@dataclass(frozen=True)
class Foreign:
    """A phrase of danger that was found: the language, and what it means."""

    language: str
    signal: Signal


class Languages:
    """The phrases of languages.yml."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self._phrases = [
            (one["code"], category, phrase, _folded(phrase))
            for one in raw["languages"]
            for category, phrases in one["phrases"].items()
            for phrase in phrases
        ]

    @classmethod
    def load(cls, path: Path, schema: Mapping[str, Any]) -> Languages:
        """Read the phrases. Raises `ContentError`."""
        return cls(content.read(path, schema))

    def find(self, text: str) -> Iterator[Foreign]:
        """Every phrase that stands in a text."""
        folded = _folded(text)
        for code, category, phrase, sought in self._phrases:
            if sought in folded:
                yield Foreign(code, Signal(category, phrase, f"{NOTICED_BY} {code}"))


def by_script(text: str) -> str | None:
    """The language that most letters of a text belong to by their script; None for Latin letters."""
    counts: dict[str, int] = {}
    for letter in filter(str.isalpha, text):
        script = unicodedata.name(letter, "").split(" ")[0]
        counts[script] = counts.get(script, 0) + 1
    code = _SCRIPTS.get(max(counts, key=lambda script: counts[script], default=""))
    other = _SAME_SCRIPT.get(code or "")
    return other if other and set(_LETTERS[other]) & set(text.lower()) else code


def _folded(text: str) -> str:
    """Small letters without accents; a blank before, where words have blanks between them."""
    plain = without_accents(clean(text).lower()).translate(_NO_LATIN)
    spaced = " ".join(
        "".join(char if _is_part(char) else " " for char in plain.replace("\u2019", "'")).split()
    )
    return spaced if any("\u4e00" <= char <= "\u9fff" for char in spaced) else f" {spaced}"


def _is_part(char: str) -> bool:
    """Whether a sign is part of a word: vowel signs of Indian scripts are."""
    return char.isalnum() or char == "'" or unicodedata.category(char).startswith("M")
