"""The blocks of which cards and answers are made: sentences, each with the situations that it is for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
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
SCHEMA = "blocks_schema.yml"

Block = Mapping[str, Any]


@dataclass(frozen=True)
class Blocks:
    """The blocks of each part. `load` reads them once."""

    of_part: Mapping[str, Sequence[Block]]

    @classmethod
    def load(
        cls,
        folder: Path,
        parts: Iterable[str],
        *,
        schema: Path,
        groups: Collection[str],
        ways: Collection[str] = (),
    ) -> Blocks:
        """Read and check <part>.yml of the folder for each part. Raises `ContentError`.

        `ways`: the ways to get help that a block may put `first`.
        """
        rules = content.read(schema, {})
        files = {part: content.read_document(folder / f"{part}.yml", rules) for part in parts}
        known = {"parts": files.keys(), "groups": groups, "ways": ways}
        problems = [problem for document in files.values() for problem in _faults(document, **known)]
        if problems:
            raise ContentError(problems)
        return cls({part: [*_blocks(document, files)] for part, document in files.items()})

    def find(self, part: str, situation: Situation) -> Block:
        """Return the block of a part for a situation; one that says nothing where there is none."""
        return first_that_fits(self.of_part[part], situation) or {"say": ""}

    def say(self, part: str, situation: Situation) -> str:
        """Return the sentences of a part for a situation; "" where it has none."""
        return str(self.find(part, situation)["say"])


def _blocks(document: Document, files: Mapping[str, Document]) -> Iterator[Block]:
    """Yield the blocks of a file, with those of the files that it uses in their places."""
    for entry in document.value["blocks"]:
        yield from files[entry["use"]].value["blocks"] if "use" in entry else [entry]


def _faults(
    document: Document, *, parts: Collection[str], groups: Collection[str], ways: Collection[str]
) -> Iterator[Problem]:
    for place, block in enumerate(document.value["blocks"]):
        for _, name, _, _ in Formatter().parse(block.get("say", "")):
            if name not in (None, "reads"):
                yield document.problem(f"{{{name}}} is not known here", "blocks", place, "say")
        for name in sorted({*block.get("first", ())} - {*ways}):
            hint = content.suggestion(name, ways)
            yield document.problem(f"'{name}' can not stand first here{hint}", "blocks", place, "first")
        if (used := block.get("use")) is not None and used not in parts:
            hint = content.suggestion(used, parts)
            yield document.problem(f"there is no file '{used}' to use{hint}", "blocks", place, "use")
    yield from unknown_groups(document, "blocks", groups)
