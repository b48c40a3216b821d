"""How a direct question was answered: yes, not sure, no, or something else."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from bot.language import content
from bot.language.normalise import Spelling

Answer = Literal["yes", "not_sure", "no", "other"]
_BUTTON = "safety:"


class Answers:
    """The spellings of yes, not sure and no in answers.yml, folded as the text will be."""

    def __init__(self, raw: Mapping[str, Any], spelling: Spelling) -> None:
        names = ("yes", "not_sure", "no")
        self._whole = {name: frozenset(_bare(spelling.fold(entry)) for entry in raw[name]) for name in names}
        self._first = {name: tuple(f"{entry} " for entry in raw["begins"][name]) for name in names}
        self._hedges = frozenset(raw["hedges"])

    @classmethod
    def load(cls, path: Path, schema: Mapping[str, Any], spelling: Spelling) -> Answers:
        """Read the spellings. Raises `ContentError`."""
        return cls(content.read(path, schema), spelling)

    def read(self, text: str, folded: str) -> Answer:
        """The answer that a text gives. "No, but sometimes" is not a no."""
        button = text.strip().removeprefix(_BUTTON)
        if button in ("yes", "not_sure", "no"):
            return button  # type: ignore[return-value]
        words = _bare(folded)
        names: tuple[Answer, ...] = ("not_sure", "yes", "no")
        for name in names:
            if words in self._whole[name]:
                return name
        for name in names:
            if f"{words} ".startswith(self._first[name]):
                return "other" if name == "no" and self._hedges & set(words.split()) else name
        return "other"


def _bare(folded: str) -> str:
    return " ".join(word for word in folded.split() if word not in (".", ",", "?"))
