"""Words of a content file as one piece of a pattern."""

from __future__ import annotations

import re
from collections.abc import Iterable


def any_of(words: Iterable[str]) -> str:
    """The words as alternatives of a regular expression, the longest first: it must win over its own beginning."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
