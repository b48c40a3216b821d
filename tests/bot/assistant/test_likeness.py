"""Learning from likeness, on four examples that can be followed by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from bot.assistant.likeness import Floats, Likeness

# Three meanings; the last two examples mean the same and differ in their one word.
MEANINGS = np.array([[1.0, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 1, 0]])
COUNTS = csr_matrix(np.array([[1.0, 0, 0], [0, 2, 0], [0, 1, 0], [0, 0, 1]]))
ANSWERS = np.eye(4)
NO_WORDS = [0, 0, 0]


@pytest.fixture(scope="module")
def likeness() -> Likeness:
    return Likeness.learn(MEANINGS, COUNTS, ANSWERS)


def scores(likeness: Likeness, meaning: list[float], counts: list[int]) -> Floats:
    return likeness.scores(np.array(meaning), csr_matrix(np.array([counts], dtype=float)))


@pytest.mark.parametrize(
    ("meaning", "counts", "best"),
    [
        ([1, 0, 0, 0], [1, 0, 0], 0),
        ([1, 0, 0, 0], NO_WORDS, 0),
        ([0.8, 0.6, 0, 0], NO_WORDS, 0),
        ([0, 0, 1, 0], [0, 1, 0], 2),
        ([0, 0, 1, 0], [0, 0, 1], 3),
        ([0, 0, 0, 1], [0, 0, 3], 3),
    ],
)
def test_the_most_alike_example_answers(
    likeness: Likeness, meaning: list[float], counts: list[int], best: int
) -> None:
    assert int(np.argmax(scores(likeness, meaning, counts))) == best


def test_a_message_like_no_example_scores_low_everywhere(likeness: Likeness) -> None:
    assert scores(likeness, [0, 0, 0, 1], NO_WORDS).max() < 0.1
    assert scores(likeness, [1, 0, 0, 0], [1, 0, 0]).max() > 0.8


def test_what_was_learned_can_be_stored(likeness: Likeness, tmp_path: Path) -> None:
    likeness.store(tmp_path)
    again = scores(Likeness.load(tmp_path), [0, 0.6, 0.8, 0], [0, 1, 1])
    assert again == pytest.approx(scores(likeness, [0, 0.6, 0.8, 0], [0, 1, 1]), abs=1e-5)
