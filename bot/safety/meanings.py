"""Notices danger by likeness to sentences in which people told of it, whatever their words.

Kernel ridge regression on what the layers of the sentence encoder make of a text, and on its wording. It gives numbers,
which leave this file as an action: they are neither shown nor stored, and they rank nobody.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from bot.language.encoder import Encoder
from bot.safety.floats import Floats
from bot.safety.screening import About, Action
from bot.safety.wording import Wording

FOLDER = Path(__file__).parents[2] / "models" / "screen"
NUMBERS = "meanings.npz"
NAMES = "meanings.json"

ABOUT: tuple[About, ...] = ("self", "child", "other")
SHARPNESS = 0.7  # how fast likeness falls as texts part


class MeaningsMissing(FileNotFoundError):
    """The layer has not been learned yet; the message says how to get it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"What the screen has to learn is not in {folder}, or is of another version: run `make train`."
        )


@dataclass(frozen=True)
class Space:
    """Where texts lie: what the encoder's layers say, turned to the directions in which texts differ most."""

    centre: Floats  # (layers,)
    axes: Floats  # (layers, directions)

    def place(self, layers: Floats) -> Floats:
        """Return the place of each row of `Encoder.layers`: (rows, directions)."""
        placed: Floats = (layers - self.centre) @ self.axes
        return placed


def squares(places: Floats) -> Floats:
    """Return the squared distance of each place from the centre: (rows,)."""
    squared: Floats = np.einsum("ij,ij->i", places, places)
    return squared


def likeness(some: Floats, others: Floats, others_squared: Floats | None = None) -> Floats:
    """Return how alike texts are by their places, 1 for the same: (some, others)."""
    known = squares(others) if others_squared is None else others_squared
    alike: Floats = np.exp(-SHARPNESS * (squares(some)[:, None] + known - 2 * some @ others.T))
    return alike


@dataclass(frozen=True)
class Heard:
    """What a text sounds like: an action, the category that it is most like, and whom it is about.

    `everyday`: it sounds so much like everyday talk that a phrase in it may mean something else.
    """

    action: Action
    category: str = ""
    about: About = "unknown"
    everyday: bool = False


@dataclass(frozen=True)
class Lines:
    """Where one action begins; chosen on the dev part of data/risk (docs/decisions)."""

    everyday: float  # below it, a text sounds like everyday talk
    escalate: float
    emergency: float  # of the second number, once the first calls for a person


@dataclass(frozen=True)
class Meanings:
    """What was learned. Pulls have a column for danger, one for emergency, one for each of ABOUT, one a category."""

    encoder: Encoder
    space: Space
    landmarks: Floats  # (examples, directions)
    pulls: Floats  # (examples, 5 + categories)
    wording: Wording
    word_pulls: Floats  # (pieces, 5 + categories)
    categories: tuple[str, ...]
    lines: Lines

    @cached_property
    def _squared(self) -> Floats:
        return squares(self.landmarks)

    @classmethod
    def load(cls, folder: Path = FOLDER, *, encoder: Encoder | None = None) -> Meanings:
        """Read what was learned. Raises MeaningsMissing or EncoderMissing."""
        if not (folder / NUMBERS).exists():
            raise MeaningsMissing(folder)
        names = json.loads((folder / NAMES).read_text(encoding="utf-8"))
        with np.load(folder / NUMBERS) as numbers:
            space = Space(numbers["centre"], numbers["axes"])
            wording = Wording(names["pieces"], numbers["rarity"])
            return cls(
                encoder or Encoder.load(),
                space,
                numbers["landmarks"],
                numbers["pulls"],
                wording,
                numbers["word_pulls"],
                tuple(names["categories"]),
                Lines(**names["lines"]),
            )

    def hear(self, folded: str) -> Heard:
        """What a folded text sounds like; of a long text, the window that counts most."""
        if not folded:
            return Heard("none")
        alike = likeness(self.space.place(self.encoder.layers(folded)), self.landmarks, self._squared)
        scores = alike @ self.pulls + np.stack([self._worded(one) for one in self.encoder.windows(folded)])
        danger, emergency, *others = scores[scores[:, 0].argmax()]
        about, categories = others[: len(ABOUT)], others[len(ABOUT) :]
        return Heard(
            self._action(danger, emergency),
            self.categories[int(np.argmax(categories))],
            ABOUT[int(np.argmax(about))],
            bool(danger < self.lines.everyday),
        )

    def _worded(self, folded: str) -> Floats:
        places, weights = self.wording.read(folded)
        pull: Floats = weights @ self.word_pulls[places]
        return pull

    def _action(self, danger: float, emergency: float) -> Action:
        if danger < self.lines.escalate:
            return "none"
        return "escalate" if emergency < self.lines.emergency else "emergency"
