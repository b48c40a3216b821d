"""What people worry about once they have told: "is it my fault", "don't tell my mum", "he seems fine now".

It is recognised by likeness to such sentences in data/worries. It decides only which words answer: a message goes
through the screen first, and what that notices is never lowered by it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Self

import numpy as np

from bot.language.encoder import Encoder
from bot.language.normalise import Spelling
from bot.safety.floats import Floats
from bot.safety.meanings import FOLDER, MeaningsMissing, Space, likeness, squares

WORRIES = (
    "happening_now",
    "my_fault",
    "believed",
    "in_trouble",
    "taken_away",
    "who_finds_out",
    "what_next",
    "them_in_trouble",
    "tell_someone",
    "ask_them",
    "make_safe",
    "leave_or_stay",
    "cannot_talk",
    "what_to_say",
    "phone_watched",
    "afraid",
    "tried_before",
    "getting_worse",
    "over_now",
    "thanks",
    "are_you_real",
    "no_help",
    "consent",
    "record",
)
ANYTHING_ELSE = "anything_else"
NUMBERS = "worries.npz"
NAMES = "worries.json"
LONGEST = 60  # words: a longer message says too much for one answer
LINE = -0.5  # what is less like any of them is none; chosen on writers left out of learning
# Answered only where the screen hears nothing at all: these words would send away who has more to tell.
LIGHT = frozenset({"over_now", "thanks", "are_you_real", "no_help"})
PROFESSIONAL = frozenset({"consent", "record"})  # what only professionals worry about


@dataclass(frozen=True)
class Worries:
    """What was learned. Pulls have a column for each of WORRIES, and a last one for none of them."""

    encoder: Encoder
    spelling: Spelling
    space: Space
    landmarks: Floats  # (examples, directions)
    pulls: Floats  # (examples, worries + 1)

    @cached_property
    def _squared(self) -> Floats:
        return squares(self.landmarks)

    @classmethod
    def load(cls, folder: Path = FOLDER, *, encoder: Encoder, spelling: Spelling) -> Self:
        """Read what was learned. Raises MeaningsMissing."""
        if not (folder / NAMES).exists():
            raise MeaningsMissing(folder)
        with np.load(folder / NUMBERS) as numbers:
            space = Space(numbers["centre"], numbers["axes"])
            return cls(encoder, spelling, space, numbers["landmarks"], numbers["pulls"])

    def recognise(self, text: str, *, professional: bool = False) -> str | None:
        """Return which of WORRIES a text is; None for anything else."""
        folded = self.spelling.fold(text)
        if not folded or len(folded.split()) > LONGEST:
            return None
        layers = self.encoder.layers(folded)[:1]
        [scores] = likeness(self.space.place(layers), self.landmarks, self._squared) @ self.pulls
        named = dict(zip((*WORRIES, None), scores, strict=True))
        if not professional:
            named = {name: score for name, score in named.items() if name not in PROFESSIONAL}
        best = max(named, key=named.__getitem__)
        return best if best is not None and named[best] >= LINE else None


def digest_in(folder: Path) -> str | None:
    """Return of what the worries in a folder were learned; None where there are none."""
    names = folder / NAMES
    return str(json.loads(names.read_text(encoding="utf-8"))["learned_from"]) if names.exists() else None
