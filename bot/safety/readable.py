"""Whether a text can be read as English at all. In doubt it can."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.language import content
from bot.language.normalise import clean
from bot.safety.languages import by_script

_FEW_LETTERS = 3
_SENTENCE = 7  # so many words of which none is English make a text that nobody here can read


@dataclass(frozen=True)
class Reading:
    """Whether a text can be read as English, and if not, which language it is in, where that is known."""

    is_english: bool
    language: str | None = None  # ISO 639-1


class Reader:
    """The common words of english.yml: English ones, and those of languages that families here speak."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self._english = frozenset(raw["english"])
        self._foreign = {
            code: frozenset(words) - self._english for code, words in raw["other_languages"].items()
        }

    @classmethod
    def load(cls, path: Path, schema: Mapping[str, Any]) -> Reader:
        """Read the word lists. Raises `ContentError`."""
        return cls(content.read(path, schema))

    def read(self, text: str, folded: str) -> Reading:
        """Not English is another script, or words of another language with hardly an English one among them.

        Names, places, numbers, single words, typing errors and emoji can always be read.
        """
        letters = [char for char in text if char.isalpha()]
        latin = sum("LATIN" in unicodedata.name(char, "") for char in letters)
        if len(letters) - latin >= max(_FEW_LETTERS, latin):
            return Reading(False, by_script(text))
        words = [word for word in map(_bare, clean(text).split()) if word]
        small = [word for word in words if word[0].islower()]
        english = len(self._english & set(folded.split()))
        language, foreign = self._most_like([word.lower() for word in words])
        if foreign >= 2 and foreign > english:
            return Reading(False, language)
        return Reading(len(small) < _SENTENCE or english > 0)

    def _most_like(self, words: Sequence[str]) -> tuple[str | None, int]:
        """The language with most of the words, and how many words belong to any of the languages."""
        counts = {code: sum(word in known for word in words) for code, known in self._foreign.items()}
        foreign = sum(any(word in known for known in self._foreign.values()) for word in words)
        return max(counts, key=lambda code: counts[code], default=None), foreign


def _bare(token: str) -> str:
    word = token.strip(".,;:!?\"'()[]\u201c\u201d\u2019\u00bf\u00a1")
    return word if any(char.isalpha() for char in word) else ""
