"""The website's templates, static files and words."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

TEMPLATES = Path(__file__).parent / "templates"
STATIC = Path(__file__).parent / "static"


@cache
def words() -> dict[str, Any]:
    """What the pages say, from words.yml; read once."""
    written = Path(__file__).with_name("words.yml").read_text(encoding="utf-8")
    content: dict[str, Any] = yaml.safe_load(written)
    return content
