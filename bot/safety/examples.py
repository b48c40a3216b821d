"""The sentences that the screen learns from and is measured on: data/risk, written for this by several hands."""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import yaml

from bot.safety.screening import HANDED_OVER, Action

REPOSITORY = Path(__file__).parents[2]
FOLDER = REPOSITORY / "data" / "risk"
EVERYDAY = (
    REPOSITORY / "data" / "nlu"
)  # what the assistant learns from: questions without a disclosure in them
SPLIT = "SPLIT.csv"

_MARKED = re.compile(r"\[([^\]]*)\](?:\([^)]*\)|\{[^}]*\})")  # [nine](age) in an example of data/nlu
_PLACEHOLDERS = ("disclose_risk", "answer_fact")  # the intents whose examples are no messages

Split = Literal["train", "dev", "test"]


@dataclass(frozen=True)
class Example:
    """One message, who wrote it, and the action that it calls for."""

    writer: str
    kind: str  # disclosure, hard_negative or ordinary
    category: str  # of a hard negative: what makes it hard
    voice: str
    explicitness: str
    style: str
    action: Action
    text: str

    @property
    def is_danger(self) -> bool:
        """Whether a person must look at it."""
        return self.action in HANDED_OVER


def writers(split: Split, folder: Path = FOLDER) -> list[str]:
    """The writers of one part. Raises ValueError when a file is not the one that was frozen."""
    with (folder / SPLIT).open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["split"] == split]
    for row in rows:
        found = hashlib.sha256((folder / f"{row['writer']}.csv").read_bytes()).hexdigest()
        if found != row["sha256"]:
            raise ValueError(f"data/risk/{row['writer']}.csv was changed: {SPLIT} names another SHA-256.")
    return [row["writer"] for row in rows]


def read(split: Split, folder: Path = FOLDER) -> list[Example]:
    """The messages of one part, writer by writer."""
    return [example for writer in writers(split, folder) for example in _of(folder / f"{writer}.csv")]


def _of(path: Path) -> Iterator[Example]:
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            yield Example(**row)  # type: ignore[arg-type]


def everyday(folder: Path = EVERYDAY) -> list[Example]:
    """What the assistant learns from, as messages that call for nothing."""
    texts = (text for path in sorted(folder.rglob("*.yml")) for text in _texts(path))
    return [Example("assistant", "ordinary", "", "", "", "", "none", text) for text in texts]


def _texts(path: Path) -> Iterator[str]:
    for block in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader).get("nlu", ()):
        if block.get("intent") and block["intent"] not in _PLACEHOLDERS:
            for line in block["examples"].splitlines():
                yield _MARKED.sub(r"\1", line.strip().removeprefix("- "))
