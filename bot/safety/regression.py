"""Least squares with a kernel, over landmarks (Nystrom): what is learned from examples by how alike they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import linalg, sparse

from bot.safety.floats import Floats
from bot.safety.meanings import likeness

WORDS = 0.3  # how much the wording counts beside the meaning
STIFFNESS = 0.1  # how little one example may pull
_EVEN = (
    0.03  # keeps the solution steady where landmarks are all but the same: more than single precision loses
)
_AT_ONCE = 2_000  # examples; all at once would take many gigabytes

Rows = slice | Sequence[int]


@dataclass(frozen=True)
class Regression:
    """Examples, a row each: where they lie, their wording, what is to be learned of them, and how much each counts."""

    places: Floats  # (examples, directions)
    words: sparse.csr_matrix  # (examples, pieces)
    answers: Floats  # (examples, answers)
    weights: Floats  # (examples,)

    def pulls(self, landmarks: Sequence[int]) -> Floats:
        """Return how each landmark pulls what is like it: (landmarks, answers)."""
        share = np.sqrt(self.weights)[:, None].astype(np.float32)
        left = np.zeros((len(landmarks), len(landmarks)), order="F")
        right = np.zeros((len(landmarks), self.answers.shape[1]))
        for rows in _some_at_a_time(len(self.answers)):
            weighted = self._alike(rows, landmarks) * share[rows]
            left += weighted.T @ weighted
            right += weighted.T @ (self.answers[rows] * share[rows])
        for rows in _some_at_a_time(len(landmarks)):
            left[rows] += STIFFNESS * self._alike(landmarks[rows], landmarks)
        left[np.diag_indices_from(left)] += _EVEN
        found: Floats = linalg.solve(left, right, assume_a="pos", overwrite_a=True, overwrite_b=True)
        return found

    def misses(self, landmarks: Sequence[int], pulls: Floats) -> Floats:
        """Return by how much the first answer of each example comes out wrong: (examples,)."""
        first = pulls[:, 0].astype(np.float32)
        rows = _some_at_a_time(len(self.answers))
        answered = np.concatenate([self._alike(some, landmarks) @ first for some in rows])
        wrong: Floats = np.abs(answered - self.answers[:, 0])
        return wrong

    def _alike(self, rows: Rows, landmarks: Sequence[int]) -> Floats:
        by_words = (self.words[rows] @ self.words[landmarks].T).toarray().astype(np.float32)
        alike: Floats = likeness(self.places[rows], self.places[landmarks]) + np.float32(WORDS) * by_words
        return alike


def _some_at_a_time(number: int) -> list[slice]:
    return [slice(start, start + _AT_ONCE) for start in range(0, number, _AT_ONCE)]
