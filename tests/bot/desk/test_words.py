"""The desk's words are complete, plain, and carry no contact that is not confirmed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest
import yaml

from bot import safety
from bot.desk import words as module
from bot.desk.words import Phrase, Words
from bot.handoff.cases import ACTIONS, ASKED
from bot.handoff.staff import Reason
from bot.language.content import ContentError

WORDS = Words.load()
FILE = Path(module.__file__).with_name("words.yml").read_text(encoding="utf-8")


def test_every_action_refusal_and_reason_has_words() -> None:
    assert set(WORDS.actions) == set(ACTIONS)
    assert set(get_args(Reason)) <= set(WORDS.notices)
    schema = yaml.safe_load(Path(safety.__file__).with_name("schema.yml").read_text(encoding="utf-8"))
    assert {ASKED, *schema["$defs"]["category"]["enum"]} == set(WORDS.reasons)


@pytest.mark.parametrize(
    ("reason", "shown"), [("self_harm", "self-harm"), ("a_new_category", "a new category")]
)
def test_a_reason_is_always_shown(reason: str, shown: str) -> None:
    assert WORDS.reason(reason) == shown


@pytest.mark.parametrize(
    ("area", "shown"),
    [
        ("blackburn-with-darwen", "Blackburn with Darwen"),
        (None, "Council not known"),
        ("x", "Council not known"),
    ],
)
def test_an_area_is_shown_by_its_name(area: str | None, shown: str) -> None:
    assert WORDS.area(area) == shown


@pytest.mark.parametrize("phrase", WORDS.phrases, ids=lambda phrase: phrase.id)
def test_a_ready_answer_is_short_and_plain(phrase: Phrase) -> None:
    said = phrase.text.split("\n")[0]
    assert len(said.split()) <= 60
    assert all(len(sentence.split()) <= 20 for sentence in re.split(r"[.?!]", said))
    assert not re.search(r"(?i)\b(committed|confidential|private|secret|promise|alleged|claimed)", said)


@pytest.mark.parametrize("phrase", WORDS.phrases, ids=lambda phrase: phrase.id)
def test_a_number_in_a_ready_answer_comes_with_the_day_it_was_checked(phrase: Phrase) -> None:
    said, *contacts = phrase.text.split("\n")
    assert not re.search(r"\d{4}", said)
    assert all(re.search(r"\(checked \d{1,2} [A-Z][a-z]+ \d{4}\)$", contact) for contact in contacts)


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        ("grade: A", "grade: C"),
        ("register: C0-01, ", ""),
        ("  emergency: {", "  danger: {"),
        ("  no_text:", "  left:"),
    ],
)
def test_a_file_that_is_wrong_is_refused(tmp_path: Path, written: str, instead: str) -> None:
    assert written in FILE
    path = tmp_path / "words.yml"
    path.write_text(FILE.replace(written, instead, 1), encoding="utf-8")
    with pytest.raises(ContentError):
        Words.load(path)
