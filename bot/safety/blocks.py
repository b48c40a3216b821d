"""The blocks of which cards are made: the sentences of blocks/*.yml, each with the situations that it is for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Formatter
from typing import Any

from bot.language import content
from bot.language.content import ContentError, Document, Problem
from bot.safety.situation import Situation, first_that_fits, unknown_groups

# The parts of a card in their order, as the messages that hold them.
MESSAGES: tuple[tuple[str, ...], ...] = (
    ("danger", "heard", "question"),
    ("safe_use", "urgent", "duty", "guide", "help"),
    ("secret", "next", "where"),
)
ANSWER = ("answered", "next")  # the parts of the one message after an answer
WRITTEN = (*(part for message in MESSAGES for part in message if part != "question"), "answered")

Block = Mapping[str, Any]


@dataclass(frozen=True)
class Blocks:
    """The blocks of each part. `load` reads them once."""

    of_part: Mapping[str, Sequence[Block]]

    @classmethod
    def load(cls, folder: Path, *, groups: Iterable[str]) -> Blocks:
        """Read and check blocks/<part>.yml. Raises `ContentError`."""
        schema = content.read(folder / "blocks_schema.yml", {})
        files = {part: content.read_document(folder / "blocks" / f"{part}.yml", schema) for part in WRITTEN}
        problems = [problem for document in files.values() for problem in _faults(document, groups)]
        if problems:
            raise ContentError(problems)
        return cls({part: document.value["blocks"] for part, document in files.items()})

    def say(self, part: str, situation: Situation) -> str:
        """Return the sentences of a part for a situation; "" where it has none."""
        block = first_that_fits(self.of_part[part], situation)
        return str(block["say"]) if block else ""


def _faults(document: Document, groups: Iterable[str]) -> Iterator[Problem]:
    for place, block in enumerate(document.value["blocks"]):
        for _, name, _, _ in Formatter().parse(block["say"]):
            if name not in (None, "reads"):
                yield document.problem(f"{{{name}}} is not known here", "blocks", place, "say")
    yield from unknown_groups(document, "blocks", groups)
