"""Whether somebody takes back what they told. Only words for an answer: nothing that was noticed is lowered by it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from bot.language import content
from bot.language.normalise import Spelling

FOLDER = Path(__file__).parent
LONGEST = 12  # words: in a longer message a denial is beside the point


class Denials:
    """The denials of denials.yml, folded as the text will be."""

    def __init__(self, denials: Iterable[str], spelling: Spelling) -> None:
        self._spelling = spelling
        self._denials = tuple(f" {self._words(denial)} " for denial in denials)

    @classmethod
    def load(cls, folder: Path = FOLDER) -> Denials:
        """Read the denials. Raises `ContentError`."""
        raw = content.read(folder / "denials.yml", content.read(folder / "denials_schema.yml", {}))
        return cls(raw["denials"], Spelling.load())

    def takes_back(self, text: str) -> bool:
        """Whether a text is a denial: "it was a joke", "im fine now"."""
        words = self._words(text)
        return len(words.split()) <= LONGEST and any(denial in f" {words} " for denial in self._denials)

    def _words(self, text: str) -> str:
        return " ".join(word for word in self._spelling.fold(text).split() if word.isalnum())
