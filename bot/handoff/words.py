"""The sentences of the handover, read from words.yml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from bot.language import content

_FOLDER = Path(__file__).parent


def load_words(path: Path = _FOLDER / "words.yml") -> dict[str, Any]:
    """Read and check the file. Raises `ContentError` with file and line."""
    schema = yaml.safe_load((_FOLDER / "words_schema.yml").read_text(encoding="utf-8"))
    read: dict[str, Any] = content.read(path, schema)
    return read
