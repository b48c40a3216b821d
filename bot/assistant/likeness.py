"""Learns from examples which answers go with a message: the more alike two messages are, the more alike the answers.

Kernel ridge regression. Two messages are alike by their meaning (the encoder's cosine) and by their words (cosine of
weighted counts, so that "EHCP" or "85" tells, which no encoder knows). A score is near 1 where the examples agree, and
near 0 for an answer that they do not give and for a message that is like none of them.

The three numbers below came out best in five-fold cross-validation over data/nlu.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.linalg import cho_factor, cho_solve
from scipy.sparse import csr_matrix, load_npz, save_npz

Floats = npt.NDArray[np.floating[Any]]

_SHARPNESS = 3.0  # how fast likeness falls as meanings part
_SHARE_OF_WORDS = 0.5  # what the same words count, where the same meaning counts 1
_STIFFNESS = 0.2  # how little one example may pull

_NUMBERS = "likeness.npz"
_WORDS = "words.npz"


@dataclass(frozen=True)
class Likeness:
    """The examples and what was learned: a row an example, a column a word or an answer."""

    meanings: Floats  # (examples, size of a vector), rows of unit length
    words: csr_matrix  # (examples, words), rows of unit length
    rarity: Floats  # (words,), the weight of each word: rare ones tell more
    pulls: Floats  # (examples, answers)

    @classmethod
    def learn(cls, meanings: Floats, counts: csr_matrix, answers: Floats) -> Likeness:
        """Learn from unit vectors, counts of words, and 1 for each answer that goes with an example, else 0."""
        meanings = meanings.astype(np.float64)
        examples = counts.shape[0]
        seen_in = np.bincount(counts.indices, minlength=counts.shape[1])
        rarity = np.log((1 + examples) / (1 + seen_in)) + 1
        words = _weighted(counts.astype(np.float64), rarity)
        alike = _alike(meanings @ meanings.T, (words @ words.T).toarray())
        pulls = cho_solve(cho_factor(alike + _STIFFNESS * np.eye(examples)), answers)
        return cls(meanings, words, rarity, pulls)

    def scores(self, meaning: Floats, counts: csr_matrix) -> Floats:
        """Return the score of each answer for one message: (answers,)."""
        words = _weighted(counts.astype(self.rarity.dtype), self.rarity)
        by_meaning = self.meanings @ meaning.astype(self.meanings.dtype)
        scores: Floats = _alike(by_meaning, self.words @ words.toarray()[0]) @ self.pulls
        return scores

    def store(self, folder: Path) -> None:
        """Write everything into a folder, at half the precision that it was learned with: enough to use it."""
        numbers = {name: getattr(self, name).astype(np.float32) for name in ("meanings", "rarity", "pulls")}
        np.savez(folder / _NUMBERS, **numbers)
        save_npz(folder / _WORDS, self.words.astype(np.float32))

    @classmethod
    def load(cls, folder: Path) -> Likeness:
        """Read what `store` wrote."""
        with np.load(folder / _NUMBERS) as numbers:
            return cls(words=load_npz(folder / _WORDS), **numbers)


def _weighted(counts: csr_matrix, rarity: Floats) -> csr_matrix:
    """Return rows of unit length: the logarithm of each count, times the word's weight."""
    weighted = counts.log1p()
    weighted.data *= rarity[weighted.indices]
    rows = np.repeat(np.arange(weighted.shape[0]), np.diff(weighted.indptr))
    weighted.data /= np.sqrt(np.bincount(rows, weights=weighted.data**2))[rows]
    return weighted


def _alike(by_meaning: Floats, by_words: Floats) -> Floats:
    alike: Floats = np.exp(_SHARPNESS * (by_meaning - 1)) + _SHARE_OF_WORDS * by_words
    return alike
