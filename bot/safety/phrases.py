"""The phrases of phrases/*.yml: what people say, one file a category."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeVar

from bot.language import content
from bot.language.content import ContentError, Document, Problem
from bot.safety.notation import Notation, NotationError, Run
from bot.safety.screening import Action

Lists = Mapping[str, Sequence[str]]
Parsed = TypeVar("Parsed")


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
    document = content.read_document(path, schema)
    lists: Lists = document.value["lists"]
    notation = Notation(lists)
    check(document, ((notation.named, name, ("lists", name)) for name in lists))
    return lists


def read_phrases(
    path: Path, schema: Mapping[str, Any], notation: Notation
) -> list[tuple[Phrase, tuple[Run, ...]]]:
    """The phrases of one file, parsed; its name is the category. Raises `ContentError` with file and line."""
    document = content.read_document(path, schema)
    entries = document.value["phrases"]
    phrases = [Phrase(path.stem, number, **entry) for number, entry in enumerate(entries, 1)]
    says = ((notation.parse, one.say, ("phrases", one.number - 1, "say")) for one in phrases)
    return list(zip(phrases, check(document, says), strict=True))


def check(
    document: Document, says: Iterable[tuple[Callable[[str], Parsed], str, tuple[str | int, ...]]]
) -> list[Parsed]:
    """Parse phrases of a file, each with its place in it. Raises `ContentError` with all that cannot be."""
    parsed: list[Parsed] = []
    problems: list[Problem] = []
    for parse, say, place in says:
        try:
            parsed.append(parse(say))
        except NotationError as error:
            problems.append(document.problem(str(error), *place))
    if problems:
        raise ContentError(problems)
    return parsed
