"""Least squares over landmarks, on examples that can be followed by hand."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse

from bot.safety import regression
from bot.safety.floats import Floats
from bot.safety.meanings import likeness
from bot.safety.regression import Regression

# Two heaps, far apart: the first four are of one kind, the others of the other.
PLACES = np.array([[0, 0], [0, 0.1], [0.1, 0], [0.1, 0.1], [3, 3], [3, 3.1]], dtype=np.float32)
ANSWERS = np.array([[1.0], [1], [1], [1], [-1], [-1]])


def lesson(words: Floats | None = None) -> Regression:
    wording = sparse.csr_matrix(np.zeros((6, 1), dtype=np.float32) if words is None else words)
    return Regression(PLACES, wording, ANSWERS, np.ones(6))


def test_what_is_alike_is_pulled_alike() -> None:
    landmarks = [0, 4]
    pulls = lesson().pulls(landmarks)
    near = likeness(np.array([[0.05, 0.05], [3, 3.05]], dtype=np.float32), PLACES[landmarks])
    assert np.sign(near @ pulls).ravel().tolist() == [1, -1]


def test_many_at_once_give_the_same_as_few(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = lesson().pulls([0, 2, 4])
    monkeypatch.setattr(regression, "_AT_ONCE", 2)
    assert lesson().pulls([0, 2, 4]) == pytest.approx(whole, abs=1e-5)


def test_what_no_landmark_is_like_is_missed_most() -> None:
    one = lesson()
    misses = one.misses([0], one.pulls([0]))
    assert misses[4:] == pytest.approx([1, 1], abs=1e-3)
    assert max(misses[:4]) < 0.2


def test_wording_tells_apart_what_lies_in_one_place() -> None:
    same = Regression(
        np.zeros((2, 2), dtype=np.float32),
        sparse.csr_matrix(np.eye(2, dtype=np.float32)),
        np.array([[1.0], [-1.0]]),
        np.ones(2),
    )
    pulls = same.pulls([0, 1])
    assert pulls[0, 0] > 0 > pulls[1, 0]


def test_twice_the_same_landmark_is_no_trouble() -> None:
    assert np.isfinite(lesson().pulls([0, 0, 4])).all()
