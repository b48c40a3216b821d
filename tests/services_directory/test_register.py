"""Every row of the register is dealt with, and what is wrong with that is said."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.language.content import ContentError
from services_directory import content, register
from services_directory.content import Content
from services_directory.register import faults

Make = Callable[..., Content]


def test_every_row_is_in_an_entry_or_put_aside() -> None:
    assert [*faults(content.read())] == []
    assert len(register.rows()) == 267


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "register.yml").write_text("rows:\n  A-CP-01: {name: It}\n  A-CP-02: {name: Her}\n")
    (tmp_path / "not_shown.yml").write_text("rows:\n  follows_it_itself: [A-CP-02]\n")
    return tmp_path


def _content(make: Make, *rows: str) -> Content:
    return make([{"id": "it", "register": [*rows]}])


def test_all_is_dealt_with(folder: Path, make_content: Make) -> None:
    assert [*faults(_content(make_content, "A-CP-01"), folder)] == []


@pytest.mark.parametrize(
    ("rows", "aside", "told"),
    [
        (
            [],
            "[A-CP-02]",
            "register.yml, line 2: no entry is made from row 'A-CP-01', and not_shown.yml does",
        ),
        (["A-CP-01", "A-CP-02"], "[A-CP-02]", "not_shown.yml, line 2: an entry is made from row 'A-CP-02'"),
        (["A-CP-01"], "[A-CP-02, A-CP-03]", "not_shown.yml, line 2: the register has no row 'A-CP-03'"),
        (["A-CP-01", "A-CP-09"], "[A-CP-02]", "'it' is made from row 'A-CP-09', which the register has not"),
    ],
)
def test_what_is_wrong(folder: Path, make_content: Make, rows: list[str], aside: str, told: str) -> None:
    (folder / "not_shown.yml").write_text(f"rows:\n  follows_it_itself: {aside}\n")
    [fault] = faults(_content(make_content, *rows), folder)
    assert told in fault


def test_another_reason_is_refused(folder: Path, make_content: Make) -> None:
    (folder / "not_shown.yml").write_text("rows:\n  too_hard: [A-CP-02]\n")
    with pytest.raises(ContentError, match="'too_hard'"):
        [*faults(_content(make_content, "A-CP-01"), folder)]


def test_without_a_register_nothing_is_missing(tmp_path: Path, make_content: Make) -> None:
    assert [*faults(_content(make_content, "A-EXAMPLE-01"), tmp_path)] == []
    assert register.rows(tmp_path) == {}


def test_no_contact_of_grade_c_or_x_is_written_down() -> None:
    rows = register.rows()
    assert not [row for row, said in rows.items() if said.get("grade") in ("C", "X") and "contact" in said]
