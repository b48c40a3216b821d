"""What docs/editing-the-directory.md promises an officer: its example is right, and its mistakes are explained so."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from bot.language.content import ContentError
from bot.settings import REPOSITORY
from services_directory.content import FOLDER, read

GUIDE = (REPOSITORY / "docs" / "editing-the-directory.md").read_text(encoding="utf-8")
EXAMPLE = re.findall(r"```yaml\n(services:.*?)```", GUIDE, re.DOTALL)[0]
EXPLAINED = re.findall(r"^(services_directory/\S+, line \d+: .+)$", GUIDE, re.MULTILINE)
FILE = "areas/peterborough/toys.yml"


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the real directory with the example in it."""
    folder = tmp_path / "services_directory"
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__", "decisions"))
    monkeypatch.chdir(tmp_path)
    (folder / FILE).write_text(EXAMPLE, encoding="utf-8")
    return folder


def _problems(folder: Path, *changes: tuple[str, str]) -> list[str]:
    text = EXAMPLE
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (folder / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        read(folder)
    return [str(problem) for problem in caught.value.problems]


def test_the_example_is_right(written: Path) -> None:
    assert "example-toy-library" in [entry["id"] for entry in read(written).services]


def test_the_mistakes_are_explained_as_the_guide_says(written: Path) -> None:
    need = ("[disability_support]", "[disabilty_support]")
    in_the_file = (
        ("standing: confirmed", "standing: sure"),
        ("toys@example.org, grade: A", "toys@example.org, grade: C"),
    )
    assert [*_problems(written, need, *in_the_file), *_problems(written, need)] == EXPLAINED
