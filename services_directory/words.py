"""The words of a text, so that a name is found whatever its case and punctuation."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+")
_APOSTROPHES = str.maketrans(dict.fromkeys("'\u2019\u02bc`"))


def words(text: str) -> list[str]:
    """`Women's Aid, C&P (0-19)` as `womens aid c and p 0 19`."""
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_APOSTROPHES)
    return _WORD.findall(plain.replace("&", " and "))


def holds(text: list[str], phrase: list[str]) -> bool:
    """Whether the words of a phrase stand together in a text. No words stand nowhere."""
    return bool(phrase) and f" {' '.join(phrase)} " in f" {' '.join(text)} "
