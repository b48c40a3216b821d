"""What people worry about once they have told: "is it my fault", "don't tell my mum", "he seems fine now".

It is recognised by likeness to such sentences in data/worries. It decides only which words answer: a message goes
through the screen first, and what that notices is never lowered by it.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from bot.language.encoder import Encoder
from bot.language.normalise import Spelling
from bot.safety.floats import Floats
from bot.safety.lately import Lately
from bot.safety.meanings import FOLDER, MeaningsMissing, Space, likeness, squares

log = logging.getLogger(__name__)

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
    "no_answer",
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
# Words that belong to no worry.
ANYTHING_ELSE, MORE_TOLD, IN_AN_EMERGENCY, MEDICAL_FIRST = (
    "anything_else",
    "more_told",
    "emergency",
    "medical_first",
)
NO_WORRIES = (ANYTHING_ELSE, MORE_TOLD)  # said after something was told, and no answer to a worry
NUMBERS = "worries.npz"
NAMES = "worries.json"
LONGEST = 400  # characters: a longer message says too much for one answer
LINE = -0.5  # what is less like any of them is none; chosen on writers left out of learning
PRESSING = frozenset({"happening_now", "getting_worse"})  # staff are told that it presses
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
    def _lately(self) -> Lately[Mapping[str, float]]:
        return Lately(self._scores)

    @cached_property
    def _squared(self) -> Floats:
        return squares(self.landmarks)

    @classmethod
    def load(cls, folder: Path = FOLDER, *, encoder: Encoder, spelling: Spelling) -> Worries:
        """Read what was learned. Raises MeaningsMissing, also when it was learned for other worries."""
        if not (folder / NAMES).exists():
            raise MeaningsMissing(folder)
        names = json.loads((folder / NAMES).read_text(encoding="utf-8"))
        if tuple(names["worries"]) != WORRIES:
            raise MeaningsMissing(folder)
        with np.load(folder / NUMBERS) as numbers:
            space = Space(numbers["centre"], numbers["axes"])
            return cls(encoder, spelling, space, numbers["landmarks"], numbers["pulls"])

    def recognise(self, text: str, *, professional: bool = False) -> str | None:
        """Return which of WORRIES a text is; None for anything else, and when the encoder fails. Never raises."""
        if len(text) > LONGEST or not text.strip():
            return None
        try:
            scores = self._lately.read(text)
        except Exception as error:  # whatever it is, the message must still be answered
            log.critical("a worry could not be recognised: %s", type(error).__name__)
            return None
        allowed = [name for name in scores if professional or name not in PROFESSIONAL]
        best = max(allowed, key=scores.__getitem__)
        return best if best in WORRIES and scores[best] >= LINE else None

    def _scores(self, text: str) -> Mapping[str, float]:
        """How like a text is to each of WORRIES, and to "" for none of them."""
        layers = self.encoder.layers(self.spelling.fold(text))[:1]
        [scores] = likeness(self.space.place(layers), self.landmarks, self._squared) @ self.pulls
        return dict(zip((*WORRIES, ""), scores.tolist(), strict=True))


def digest_in(folder: Path) -> str | None:
    """Return of what the worries in a folder were learned; None where there are none."""
    names = folder / NAMES
    return str(json.loads(names.read_text(encoding="utf-8"))["learned_from"]) if names.exists() else None
