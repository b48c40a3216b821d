"""Whether somebody asks about something, rather than telling of themselves."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.language.alternatives import any_of

_CONTENT = Path(__file__).with_name("asking.yml")


@dataclass(frozen=True)
class Asking:
    """The words that people ask with. `load` reads them from asking.yml once."""

    pattern: re.Pattern[str]

    @classmethod
    def load(cls, content: Path = _CONTENT) -> Asking:
        """Read the words."""
        raw = yaml.load(content.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        begins, holds = any_of(raw["begins"]), any_of(raw["holds"])
        return cls(re.compile(rf"^\W*(?:{begins})\b|\b(?:{holds})\b|\?"))

    def asks(self, text: str) -> bool:
        """Whether a text asks, by how it begins, by words in it, or by its mark."""
        return bool(self.pattern.search(text.lower().replace("\u2019", "'")))
