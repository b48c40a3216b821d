"""The same words, however they are written."""

from __future__ import annotations

import pytest

from services_directory.words import holds, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Early Help Hub", "early help hub"),
        ("Women’s Aid", "womens aid"),
        ("women's-aid", "womens aid"),
        ("C&P HEAR", "c and p hear"),
        ("Drug & alcohol", "drug and alcohol"),
        ("0–19 (e-CAF)", "0 19 e caf"),
        ("ＣＡＭＨＳ", "camhs"),
        ("one_two", "one two"),
        (" ?! ", ""),
    ],
)
def test_words(text: str, expected: str) -> None:
    assert words(text) == expected.split()


@pytest.mark.parametrize(
    ("text", "phrase", "expected"),
    [
        ("does Section 117 apply?", "section 117", True),
        ("does section 1170 apply?", "section 117", False),
        ("section and 117", "section 117", False),
        ("anything", "", False),
    ],
)
def test_holds_whole_words_that_stand_together(text: str, phrase: str, expected: bool) -> None:
    assert holds(words(text), words(phrase)) is expected
