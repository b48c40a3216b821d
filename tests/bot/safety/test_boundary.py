"""The boundary between the actions: what lies just inside each cell of the table, and what just outside."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

import pytest

from bot.language.content import ContentError
from bot.safety.boundary import FOLDER, Sentence, faults, load
from bot.safety.screen import Screen
from bot.safety.screening import ACTIONS

SENTENCES = load()
VOICES = {"young_person", "parent_or_carer", "sibling_or_friend", "neighbour", "professional", "adult"}


def row(one: Sentence) -> str:
    return f"{one.voice}-{one.action}-{one.says[:50]}"


@pytest.mark.parametrize("one", [one for one in SENTENCES if not one.known_gap], ids=row)
def test_a_sentence_gets_the_action_of_its_side(screen: Screen, one: Sentence) -> None:
    assert screen.screen(one.says, history=one.before).action == one.action, one.turns_on


@pytest.mark.parametrize("one", [one for one in SENTENCES if one.known_gap], ids=row)
def test_a_known_gap_is_still_one(screen: Screen, one: Sentence) -> None:
    said = screen.screen(one.says, history=one.before).action
    assert said != one.action, "mended: take 'known_gap' away in boundary.yml"


def test_every_action_and_every_voice_has_an_edge() -> None:
    assert {one.action for one in SENTENCES if one.side == "inside"} == set(ACTIONS)
    assert {one.voice for one in SENTENCES} == VOICES


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(copytree(FOLDER, tmp_path / "safety"))


def write(folder: Path, cell: str) -> Path:
    head = 'approved_by: ""\napproved_on: ""\nclauses:\n- when: Everything else\n  action: none\n  cells:\n'
    (folder / "boundary.yml").write_text(head + cell, encoding="utf-8")
    return folder


CLUB = "  - voice: young_person\n    turns_on: a club, or a wish\n    inside: {says: Is there a club}\n"


@pytest.mark.parametrize(
    ("outside", "words"),
    [
        ("{says: I want to die, gets: emergency}", "gets escalate (phrase suicide"),
        ("{says: I want to die, gets: emergency}", "not emergency"),
        ("{says: I want to die, gets: emergency}", "it turns on: a club, or a wish"),
        ("{says: Where is the library, gets: escalate}", "gets none (nothing was noticed), not escalate"),
        ("{says: I want to die, gets: escalate, known_gap: true}", "take its 'known_gap' away"),
    ],
)
def test_the_check_says_in_words_what_comes_out_otherwise(
    screen: Screen, folder: Path, outside: str, words: str
) -> None:
    (fault,) = faults(screen, load(write(folder, CLUB + f"    outside: {outside}\n")))
    assert "boundary.yml, line 10: " in fault
    assert words in fault


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        (f"{CLUB}    outside: {{says: a library, gets: none}}\n", "a sentence outside gets another action"),
        (f"{CLUB}    outside: {{says: I want to die, gets: escalat}}\n", "did you mean 'escalate'"),
        (f"{CLUB}    outside: {{says: I want to die}}\n", "'gets' is missing"),
        (
            f"{CLUB.replace('young_', '')}    outside: {{says: x, gets: escalate}}\n",
            "'person' is not allowed",
        ),
    ],
)
def test_a_slip_in_the_file_is_named_with_its_line(folder: Path, cell: str, words: str) -> None:
    with pytest.raises(ContentError, match=rf"boundary.yml, line \d+: .*{words}"):
        load(write(folder, cell))
