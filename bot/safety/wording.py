"""Which words stand in a text, and next to which: a "not", a "used to" or an order of words that the encoder blurs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from bot.safety.floats import Floats

_SELDOM = 3  # a piece that stands in fewer texts is not remembered
_START, _END = "^", "$"


def pieces(folded: str) -> set[str]:
    """The words and marks of a folded text, those that are neighbours, and those with one word between them."""
    words = [_START, *folded.split(), _END]
    neighbours = (f"{one} {other}" for one, other in pairwise(words))
    apart = (f"{one} _ {other}" for one, other in zip(words, words[2:], strict=False))
    return {*words, *neighbours, *apart}


@dataclass(frozen=True)
class Wording:
    """The pieces that are remembered, in their order, and how rare each is (the logarithm of texts a text with it)."""

    remembered: Sequence[str]
    rarity: Floats  # (pieces,)

    @classmethod
    def of(cls, folded: Sequence[str]) -> Wording:
        """Remember the pieces of these texts."""
        seen = Counter(piece for text in folded for piece in pieces(text))
        often = sorted(piece for piece, texts in seen.items() if texts >= _SELDOM)
        return cls(often, np.log(len(folded) / np.array([seen[piece] for piece in often])).astype(np.float32))

    @cached_property
    def _places(self) -> dict[str, int]:
        return {piece: place for place, piece in enumerate(self.remembered)}

    def read(self, folded: str) -> tuple[npt.NDArray[np.int64], Floats]:
        """The places of a text's pieces, and their weights: rare ones weigh more; all together have length 1."""
        found = sorted(self._places[piece] for piece in pieces(folded) if piece in self._places)
        places = np.array(found, dtype=np.int64)
        weights = self.rarity[places]
        return places, weights / (np.linalg.norm(weights) or 1.0)
