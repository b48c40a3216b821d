"""The content of the screen: every example in it comes out as its file says."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

import pytest

from bot.language.content import ContentError
from bot.safety.check import faults
from bot.safety.screen import FOLDER, Screen

CATEGORIES = {
    "suicide", "self_harm", "overdose", "sexual_abuse", "physical_abuse", "emotional_abuse", "neglect",
    "domestic_abuse", "exploitation", "missing_or_homeless_tonight", "fgm", "forced_marriage", "faith_abuse",
    "radicalisation", "trafficking", "eating_danger", "substance_emergency", "psychosis_or_harm_to_others",
    "parent_at_end", "allegation_against_staff", "private_fostering", "carer_collapse", "medical_emergency",
    "despair", "hypothetical",
}  # fmt: skip


def test_every_example_comes_out_as_its_file_says(screen: Screen) -> None:
    assert list(faults(screen)) == []


def test_every_category_has_phrases(screen: Screen) -> None:
    assert {phrase.category for phrase in screen.phrases} == CATEGORIES


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(copytree(FOLDER, tmp_path / "safety"))


@pytest.mark.parametrize(
    ("name", "before", "after", "fault"),
    [
        ("phrases/fgm.yml", "then: escalate", "then: escalat", "escalat"),
        ("phrases/fgm.yml", "say: (", "say: ((", "bracket"),
        ("phrases/fgm.yml", "{child}", "{chlid}", "chlid"),
        ("context.yml", "say: rather die than", "say: (rather die than", "bracket"),
        ("context.yml", "to: check_in", "to: chek_in", "chek_in"),
        ("words.yml", "N month old", "(N month old", "bracket"),
        ("answers.yml", "hedges:", "hegdes:", "hedges"),
    ],
)
def test_a_slip_in_a_file_is_named_with_its_line(
    folder: Path, name: str, before: str, after: str, fault: str
) -> None:
    text = (folder / name).read_text(encoding="utf-8")
    assert before in text
    (folder / name).write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(ContentError, match=rf"{Path(name).name}, line \d+: .*{fault}"):
        Screen.load(folder)


def test_a_phrase_that_does_not_find_its_own_example_is_a_fault(folder: Path) -> None:
    (folder / "phrases" / "fgm.yml").write_text(
        'approved_by: ""\napproved_on: ""\nphrases:\n'
        "  - {say: xyzzy, then: escalate, fires: my daughter is well, silent: I want to die}\n",
        encoding="utf-8",
    )
    found = [fault for fault in faults(Screen.load(folder)) if "fgm 1" in fault]
    assert len(found) == 2
