"""Learns the worries from data/worries, in the space that the layer of meanings has found. A few seconds of work."""

from __future__ import annotations

import csv
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from scipy import linalg

from bot.language.normalise import Spelling
from bot.safety import examples, meanings, worries
from bot.safety.floats import Floats
from bot.safety.meanings import Meanings, likeness
from bot.safety.worries import WORRIES, Worries

FOLDER = Path(__file__).parents[2] / "data" / "worries"
STIFFNESS = 0.1  # how little one example may pull
EVERYDAY = examples.EVERYDAY / "needs"  # questions that are none of them
SOME = 200  # of those
SEED = 7

Split = Literal["train", "test"]


@dataclass(frozen=True)
class Line:
    """One message that was written after a disclosure. `worry` is empty for none of them."""

    writer: str
    worry: str
    text: str


def read(split: Split, folder: Path = FOLDER) -> list[Line]:
    """The messages of one part."""
    with (folder / f"{split}.csv").open(encoding="utf-8", newline="") as lines:
        return [Line(**row) for row in csv.DictReader(lines)]


def learned_from(folder: Path = meanings.FOLDER) -> str:
    """A digest of all that the worries are learned from; `folder` holds what the layer of meanings has learned."""
    digest = hashlib.sha256(
        json.loads((folder / meanings.NAMES).read_text(encoding="utf-8"))["learned_from"].encode()
    )
    for path in (FOLDER / "train.csv", Path(worries.__file__), Path(__file__)):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def is_current(folder: Path = meanings.FOLDER) -> bool:
    """Whether what lies in the folder was learned from the files as they are now."""
    return worries.digest_in(folder) == learned_from(folder)


def learn(folder: Path = meanings.FOLDER) -> None:
    """Learn, and write into the folder, where the layer of meanings must lie already."""
    everyday = [Line(one.writer, "", one.text) for one in examples.everyday(EVERYDAY)]
    some = np.random.default_rng(SEED).permutation(len(everyday))[:SOME]
    shown = [*read("train"), *(everyday[place] for place in some)]
    store(fit(shown, Meanings.load(folder), Spelling.load()), folder)


def fit(shown: list[Line], known: Meanings, spelling: Spelling) -> Worries:
    """Learn from messages."""
    texts = [spelling.fold(line.text) or "." for line in shown]
    places = known.space.place(np.stack([known.encoder.layers(text)[0] for text in texts]))
    names = [*WORRIES, ""]
    answers = np.array([[1.0 if name == line.worry else -1.0 for name in names] for line in shown])
    alike = likeness(places, places).astype(np.float64)
    alike[np.diag_indices_from(alike)] += STIFFNESS
    pulls: Floats = linalg.solve(alike, answers, assume_a="pos").astype(np.float32)
    return Worries(known.encoder, spelling, known.space, places, pulls)


def store(model: Worries, folder: Path) -> None:
    """Write what was learned; the names come last, so that a half-written folder is not taken for a whole one."""
    (folder / worries.NAMES).unlink(missing_ok=True)
    np.savez(
        folder / worries.NUMBERS,
        centre=model.space.centre,
        axes=model.space.axes,
        landmarks=model.landmarks,
        pulls=model.pulls,
    )
    text = json.dumps({"learned_from": learned_from(folder), "worries": WORRIES})
    (folder / worries.NAMES).write_text(text, encoding="utf-8")
