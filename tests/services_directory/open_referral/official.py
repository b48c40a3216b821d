"""The official examples of the UK profile and its checker, where the folder beside the repository is there."""

from __future__ import annotations

import importlib.util
import json
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from services_directory.open_referral.schema import ENTITIES, Entity

FOLDER = Path(__file__).parents[4] / "shared" / "oruk"
EXAMPLES = FOLDER / "uk-profile-3.0" / "examples"

needs_folder = pytest.mark.skipif(not EXAMPLES.exists(), reason="the official examples are not beside us")


def examples() -> Iterator[tuple[str, Entity, dict[str, Any]]]:
    """Each record of each example, with the name of its file and what it is a record of."""
    for path in sorted(EXAMPLES.glob("*.json")):
        entity = next(one for one in sorted(ENTITIES, key=len, reverse=True) if path.stem.startswith(one))
        read = json.loads(path.read_text(encoding="utf-8"))
        for record in read.get("contents", [read]):
            yield path.stem, entity, record


def complaints(records: Any, kind: str) -> list[str]:
    """What the official schemas say against records, or a page of them."""
    spec = importlib.util.spec_from_file_location("validate_oruk", FOLDER / "validate_oruk.py")
    assert spec
    assert spec.loader
    checker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(checker)
    with warnings.catch_warnings(action="ignore", category=ResourceWarning):  # it closes no file
        said: list[str] = checker.errs(records, kind)
    return said
