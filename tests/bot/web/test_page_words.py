"""The words of the pages for families are short, and promise nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from bot.web import words


def sentences(part: Any) -> Iterator[str]:
    """Every sentence of the file."""
    if isinstance(part, dict):
        for one in part.values():
            yield from sentences(one)
    else:
        yield from re.split(r"(?<=[.?!]) ", str(part))


@pytest.mark.parametrize("sentence", sorted(set(sentences(words()))))
def test_a_sentence_is_short_and_promises_no_secret(sentence: str) -> None:
    assert len(sentence.split()) <= 20
    assert not re.search(
        r"\b(private|confidential|secret|alleged|claimed|disclos\w+)\b", sentence, re.IGNORECASE
    )


def test_the_file_has_its_signature_lines() -> None:
    assert {"approved_by", "approved_on"} <= set(words())
