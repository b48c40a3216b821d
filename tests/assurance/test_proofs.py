"""A proof that does not exist, did not run, was skipped or failed is named."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from assurance.proofs import absent, unproved
from bot.settings import REPOSITORY

HERE = "tests/assurance/test_hazards.py"
ASSISTANT = "tests/bot/assistant/test_risk_intent.py"

TESTS = """
import pytest

def test_passes(): pass

@pytest.mark.parametrize("number", [1, 2])
def test_twice(number): assert number == 1

@pytest.mark.skip
def test_skipped(): pass

@pytest.fixture
def broken():
    yield
    raise ValueError

def test_breaks_afterwards(broken): pass
"""


@pytest.mark.parametrize(
    ("proof", "there"),
    [
        (HERE, True),
        (f"{HERE}::test_a_slip_is_refused", True),
        (f"{HERE}::test_a_slip", False),
        (f"{ASSISTANT}::test_a_disclosure_is_passed_on", True),
        (f"{ASSISTANT}::test_nothing", False),
        ("tests/assurance/test_nowhere.py::test_nothing", False),
    ],
)
def test_what_exists(proof: str, there: bool) -> None:
    assert absent([proof]) == ([] if there else [proof])


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a run wrote of how its tests ended."""
    folder = tmp_path_factory.mktemp("run")
    shutil.copy(REPOSITORY / "tests" / "conftest.py", folder)
    (folder / "test_some.py").write_text(TESTS, encoding="utf-8")
    command: list[str | Path] = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    options: list[str | Path] = ["--rootdir", folder, "--ran", folder / "ran.txt", folder / "test_some.py"]
    subprocess.run([*command, *options], cwd=REPOSITORY, capture_output=True, check=False)
    return folder / "ran.txt"


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("passes", None),
        ("twice", "failed, passed"),
        ("skipped", "skipped"),
        ("breaks_afterwards", "failed"),
        ("nowhere", "did not run"),
    ],
)
def test_how_it_ended(written: Path, name: str, wrong: str | None) -> None:
    proof = f"test_some.py::test_{name}"
    assert unproved([proof], [written]) == ([f"{proof}: {wrong}"] if wrong else [])


def test_one_of_two_runs_is_enough_and_a_failure_in_either_counts(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_text("passed tests/a.py::test_a[x y]\npassed tests/b.py::test_b\n", encoding="utf-8")
    two.write_text("failed tests/b.py::test_b\n", encoding="utf-8")
    named = ["tests/a.py::test_a", "tests/a.py", "tests/b.py::test_b"]
    assert unproved(named, [one, two]) == ["tests/b.py::test_b: failed, passed"]
