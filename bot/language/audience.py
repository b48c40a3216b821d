"""Who is writing: a parent, a young person or a professional."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import yaml

Audience = Literal["professional", "young_person", "parent"]
AUDIENCES: tuple[Audience, ...] = ("professional", "young_person", "parent")

_CONTENT = Path(__file__).with_name("audience.yml")


@dataclass(frozen=True)
class Audiences:
    """The phrases by which people show who they are. `load` reads them from audience.yml once."""

    patterns: dict[Audience, re.Pattern[str]]

    @classmethod
    def load(cls, content: Path = _CONTENT) -> Audiences:
        """Read the phrases."""
        raw: dict[str, Any] = yaml.safe_load(content.read_text(encoding="utf-8"))
        return cls({name: re.compile(r"\b(?:" + "|".join(raw[name]) + r")\b") for name in AUDIENCES})

    def find(self, text: str) -> Audience | None:
        """Return the audience a text shows, or None.

        A young person who writes about "my brother" is not a parent; somebody who names their own child is,
        also when they mention their own mum.
        """
        text = re.sub(r"\bi ?m\b|\bi am\b", "i'm", text.lower().replace("\u2019", "'"))
        shown = [name for name in AUDIENCES if self.patterns[name].search(text)]
        if "parent" in shown and "young_person" in shown:
            shown.remove("young_person")
        return shown[0] if shown else None
