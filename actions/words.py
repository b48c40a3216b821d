"""The sentences of words.yml."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

_PATH = Path(__file__).with_name("words.yml")


@dataclass(frozen=True)
class Words:
    """The lines of words.yml, found by their path."""

    lines: dict[str, Any]

    @classmethod
    def load(cls, path: Path = _PATH) -> Words:
        """Read the file."""
        return cls(yaml.safe_load(path.read_text(encoding="utf-8")))

    def say(self, name: str, /, **values: object) -> str:
        """Return a line by its path, such as `about.cost.free`, with its values put in."""
        return str(self._at(name)).format(**values)

    def all(self, name: str) -> list[str]:
        """Return the words of a list by its path."""
        return list(self._at(name))

    def area(self, area: str) -> str:
        """Return the name of a council as people say it."""
        return self.say(f"areas.{area}")

    def _at(self, name: str) -> Any:
        found: Any = self.lines
        for part in name.split("."):
            found = found[part]
        return found
