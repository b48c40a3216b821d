"""The wording of a text: its words and what stands next to them."""

from __future__ import annotations

import numpy as np
import pytest

from bot.safety.wording import Wording, pieces

TEXTS = ["he is not well", "he is well", "she is not here", "he is not here", "is it free"]


@pytest.fixture(scope="module")
def wording() -> Wording:
    return Wording.of(TEXTS)


def test_pieces_are_words_neighbours_and_those_with_one_word_between() -> None:
    assert pieces("not well") == {
        *("^", "not", "well", "$"),
        *("^ not", "not well", "well $"),
        *("^ _ well", "not _ $"),
    }


def test_the_order_of_words_tells_texts_apart() -> None:
    assert pieces("did he hit her") != pieces("did her hit he")


@pytest.mark.parametrize(
    ("piece", "kept"), [("is not", True), ("he is", True), ("free", False), ("she is", False)]
)
def test_what_stands_in_few_texts_is_not_remembered(wording: Wording, piece: str, kept: bool) -> None:
    assert (piece in wording.remembered) is kept


def test_a_text_has_length_one_and_its_rare_pieces_weigh_more(wording: Wording) -> None:
    places, weights = wording.read("he is not well")
    weight = {wording.remembered[place]: value for place, value in zip(places, weights, strict=True)}
    assert np.linalg.norm(weights) == pytest.approx(1.0)
    assert weight["not"] > weight["is"]


@pytest.mark.parametrize("text", ["", "zzz"])
def test_a_text_without_a_known_word_has_next_to_no_wording(wording: Wording, text: str) -> None:
    _, weights = wording.read(text)
    assert not np.any(weights)
