"""The last resort: plain pieces of text."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.safety.literals import Literals
from bot.safety.screen import FOLDER


@pytest.fixture(scope="module")
def literals() -> Literals:
    return Literals.load(FOLDER / "literals.txt")


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("I WANT TO DIE", "escalate"),
        ("he hits me and I\u2019ve taken an overdose", "emergency"),
        ("my son won\u2019t   wake up", "emergency"),
        ("hello", "check_in"),
    ],
)
def test_it_finds_pieces_of_text(literals: Literals, text: str, action: str) -> None:
    assert literals.screen(text).action == action


def test_every_line_is_found_in_itself(literals: Literals) -> None:
    for action, category, words in literals.lines:
        said = literals.screen(words)
        assert category in said.categories
        assert said.action == action or said.action == "emergency"


def test_a_line_must_begin_with_an_action(tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text("urgent suicide want to die\n", encoding="utf-8")
    with pytest.raises(ValueError, match="line 1: 'urgent' is not an action"):
        Literals.load(tmp_path / "list.txt")
