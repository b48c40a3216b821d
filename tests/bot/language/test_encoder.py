"""The sentence encoder. The numbers hold in both environments: the same tests run in each."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.language.encoder import FOLDER, LONGEST, SIZE, Encoder, EncoderMissing

WEATHER = "The weather is lovely today."
LONG = "my son is nine and he never sleeps and i am so tired " * 40  # twice as many tokens as fit at once


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder.load(FOLDER)


@pytest.mark.parametrize(
    ("other", "cosine"),
    [("It's so sunny outside!", 0.648), ("He drove to the stadium.", 0.115), (WEATHER, 1.0)],
)
def test_the_cosine_tells_how_alike_two_texts_are(encoder: Encoder, other: str, cosine: float) -> None:
    one, two = encoder.encode([WEATHER, other])
    assert float(one @ two) == pytest.approx(cosine, abs=0.004)  # two versions round apart


def test_a_vector_is_the_same_in_both_environments(encoder: Encoder) -> None:
    [vector] = encoder.encode([WEATHER])
    assert vector[:5] == pytest.approx([0.0196, 0.1096, 0.1579, 0.0672, 0.0480], abs=0.001)


@pytest.mark.parametrize("text", [WEATHER, "zzz", "", " ", "\U0001f622", "мій син не спить", LONG])
def test_every_text_has_a_vector_of_unit_length(encoder: Encoder, text: str) -> None:
    vectors = encoder.encode([text])
    assert vectors.shape == (1, SIZE)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors[0]) == pytest.approx(1.0, abs=1e-5)


def test_no_texts_have_no_vectors(encoder: Encoder) -> None:
    assert encoder.encode([]).shape == (0, SIZE)


def test_a_text_has_the_same_vector_in_any_company(encoder: Encoder) -> None:
    [alone] = encoder.encode([WEATHER])
    *_, in_company = encoder.encode([LONG, "hi", WEATHER])
    assert np.array_equal(alone, in_company)


def test_the_end_of_a_long_text_is_read_too(encoder: Encoder) -> None:
    assert len(encoder.tokenizer.encode(LONG).ids) == LONGEST
    plain, with_end = encoder.encode([LONG, LONG + "we have lost our home and have nowhere to go tonight"])
    assert float(plain @ with_end) < 0.999


def test_a_missing_encoder_says_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(EncoderMissing, match="make train"):
        Encoder.load(tmp_path)


@pytest.mark.parametrize("text", [WEATHER, "", "zzz", LONG, "x" * 3000])
def test_each_window_is_read_by_itself(encoder: Encoder, text: str) -> None:
    windows = encoder.windows(text)
    assert len(windows) == len(encoder.layers(text))
    assert all(window in text for window in windows)


def test_the_windows_of_a_long_text_hold_all_of_it(encoder: Encoder) -> None:
    text = " ".join(f"word{number}" for number in range(300))
    read = " ".join(encoder.windows(text))
    assert all(word in read for word in text.split())


def test_a_short_text_is_one_window(encoder: Encoder) -> None:
    assert encoder.windows(WEATHER) == [WEATHER]
