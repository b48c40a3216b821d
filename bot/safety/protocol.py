"""The deployer's protocol: what a category leads to at least."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot.language import content
from bot.safety.screening import Action, Screening, highest


@dataclass(frozen=True)
class Protocol:
    """The rules of protocol.yml. They can only raise."""

    at_least: Mapping[str, Action]

    @classmethod
    def load(cls, path: Path, schema: Mapping[str, Any]) -> Protocol:
        """Read the rules. Raises `ContentError`."""
        return cls(content.read(path, schema)["at_least"])

    def apply(self, screening: Screening) -> Screening:
        """The screening with the action that the protocol asks for."""
        asked = (self.at_least[category] for category in screening.categories if category in self.at_least)
        return replace(screening, action=highest([screening.action, *asked]))
