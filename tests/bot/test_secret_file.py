"""Secrets are made once, for their owner alone, and never printed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.errors import SetUpError
from bot.secret_file import Secrets


def test_made_once(tmp_path: Path) -> None:
    first = Secrets.of(tmp_path)
    assert len(first.assistant) >= 32
    assert Secrets.of(tmp_path) == first
    assert Secrets.of(tmp_path / "another") != first


def test_only_the_owner_can_read_them(tmp_path: Path) -> None:
    Secrets.of(tmp_path / "var")
    assert (tmp_path / "var").stat().st_mode & 0o077 == 0
    assert (tmp_path / "var" / "secrets.json").stat().st_mode & 0o777 == 0o600


def test_two_that_start_together_share_them(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = set(pool.map(lambda _: Secrets.of(tmp_path).assistant, range(8)))
    assert len(made) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["secrets.json"]


def test_never_printed(tmp_path: Path) -> None:
    secrets = Secrets.of(tmp_path)
    assert secrets.assistant not in f"{secrets!r} {secrets}"


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"other": "x"}', '"x"'])
def test_a_broken_file_is_one_line_with_the_mend(tmp_path: Path, content: str) -> None:
    (tmp_path / "secrets.json").write_text(content, encoding="utf-8")
    with pytest.raises(SetUpError, match="delete it and start again"):
        Secrets.of(tmp_path)
