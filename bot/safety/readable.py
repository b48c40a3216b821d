"""Whether a text can be read as English at all. In doubt it can."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.language import content
from bot.language.normalise import clean

_FEW_LETTERS = 3
_SENTENCE = 7  # so many words of which none is English make a text that nobody here can read


class Reader:
    """The common words of english.yml: English ones, and those of languages that families here speak."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self._english = frozenset(raw["english"])
        foreign = (word for words in raw["other_languages"].values() for word in words)
        self._foreign = frozenset(foreign) - self._english

    @classmethod
    def load(cls, path: Path, schema: Mapping[str, Any]) -> Reader:
        """Read the word lists. Raises `ContentError`."""
        return cls(content.read(path, schema))

    def can_read(self, text: str, folded: str) -> bool:
        """False for another script, or for words of another language with hardly an English one among them.

        Names, places, numbers, single words, typing errors and emoji can always be read.
        """
        letters = [char for char in text if char.isalpha()]
        latin = sum("LATIN" in unicodedata.name(char, "") for char in letters)
        if len(letters) - latin >= max(_FEW_LETTERS, latin):
            return False
        words = [word for word in map(_bare, clean(text).split()) if word]
        small = [word for word in words if word[0].islower()]
        english = len(self._english & set(folded.split()))
        foreign = sum(word.lower() in self._foreign for word in words)
        if foreign >= 2 and foreign > english:
            return False
        return len(small) < _SENTENCE or english > 0


def _bare(token: str) -> str:
    word = token.strip(".,;:!?\"'()[]\u201c\u201d\u2019\u00bf\u00a1")
    return word if any(char.isalpha() for char in word) else ""
