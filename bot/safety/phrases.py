"""The phrases of phrases/*.yml: what people say, one file a category."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from bot.language import content
from bot.language.content import ContentError, Problem
from bot.safety.notation import Notation, NotationError, Run
from bot.safety.screening import Action

Lists = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Phrase:
    """One phrase: what it looks for, the action it leads to, and a sentence that fires and one that must not.

    `about`: who is in danger, where the phrase itself says so; `them` is whoever was named last.
    `by_adult`: nobody's concern when the writer's own child does it ("he hits me", of a toddler).
    `topic`: a mere topic, which a request for training or a leaflet turns into nothing.
    """

    category: str
    number: int
    say: str
    then: Action
    fires: str
    silent: str
    about: Literal["self", "child", "other", "them", ""] = ""
    by_adult: bool = False
    topic: bool = False

    @property
    def name(self) -> str:
        """How the phrase is referred to: its category, and its number in the file from 1."""
        return f"{self.category} {self.number}"


def read_lists(path: Path, schema: Mapping[str, Any]) -> Lists:
    """The lists of words.yml. Raises `ContentError`."""
    lists: Lists = content.read(path, schema)["lists"]
    return lists


def read_phrases(
    path: Path, schema: Mapping[str, Any], notation: Notation
) -> list[tuple[Phrase, tuple[Run, ...]]]:
    """The phrases of one file, parsed; its name is the category. Raises `ContentError` with file and line."""
    document = content.read_document(path, schema)
    entries = document.value["phrases"]
    phrases = [Phrase(path.stem, number, **entry) for number, entry in enumerate(entries, 1)]
    parsed: list[tuple[Phrase, tuple[Run, ...]]] = []
    problems: list[Problem] = []
    for place, phrase in enumerate(phrases):
        try:
            parsed.append((phrase, notation.parse(phrase.say)))
        except NotationError as error:
            problems.append(document.problem(str(error), "phrases", place, "say"))
    if problems:
        raise ContentError(problems)
    return parsed
