"""The sentences that the front door says itself, read from words.yml."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.language import content

_FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Words:
    """The lines of words.yml. `lines` is the checked file."""

    lines: dict[str, Any]
    days: int

    @classmethod
    def load(cls, *, days: int, path: Path = _FOLDER / "words.yml") -> Words:
        """Read and check the file; `days` is how long a chat is kept."""
        schema = yaml.safe_load((_FOLDER / "words_schema.yml").read_text(encoding="utf-8"))
        return cls(lines=content.read(path, schema), days=days)

    def say(self, name: str, /, **values: str) -> str:
        """Return a line by its name, such as `late` or `person.waiting`."""
        line: Any = self.lines
        for part in name.split("."):
            line = line[part]
        return str(line).format(**values)

    def greeting(self, audience: str | None) -> list[str]:
        """Return the first messages of a conversation: who this is, what is kept, and one open question."""
        questions = self.lines["opening_question"]
        told = [line.format(days=self.days) for line in self.lines["greeting"]]
        return [*told, questions.get(audience, questions["default"])]

    def error(self, code: str) -> str:
        """Return what a visitor reads when something cannot be done."""
        errors = self.lines["errors"]
        return str(errors.get(code, errors["broken"]))
