"""The direct questions that a card may ask, and what their answers mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.language import content
from bot.safety.answers import Answer
from bot.safety.screening import About, Action, Answered

UNTOLD = "harm"  # what an answer is about when neither its question nor what was told before says it


@dataclass(frozen=True)
class Question:
    """What a dangerous answer leads to (`then`), in which category, and whom it is about.

    Without a category it is about what was told before. `yes_is_safe`: "Are you safe right now?"
    """

    category: str | None = None
    about: About = "unknown"
    yes_is_safe: bool = False
    then: Action = "escalate"

    def meaning(self, answer: Answer) -> Answered | None:
        """What an answer says; None for one that is no answer."""
        if answer in ("yes", "no"):
            return "safe" if (answer == "yes") is self.yes_is_safe else "danger"
        return "not_sure" if answer == "not_sure" else None

    def leads_to(self, meaning: Answered) -> Action:
        """The action that an answer calls for by itself."""
        if meaning == "danger":
            return self.then
        return "escalate" if meaning == "not_sure" else "none"


UNKNOWN = Question("unscreened")


def read_questions(folder: Path) -> Mapping[str, Question]:
    """The questions of cards.yml by their id. Raises `ContentError`."""
    raw = content.read(folder / "cards.yml", content.read(folder / "cards_schema.yml", {}))
    fields = Question.__dataclass_fields__
    return {
        one["id"]: Question(**{name: value for name, value in one.items() if name in fields})
        for one in raw["questions"]
    }
