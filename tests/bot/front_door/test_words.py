"""What the front door says itself: true, short, and all of it used."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from bot import errors
from bot.front_door.words import Words
from bot.language.content import ContentError
from bot.settings import REPOSITORY

WORDS = Words.load(days=30)
FILLED = {"days": "30", "name": "Sam", "reads": "The team reads this chat now."}


def _lines(lines: Any = WORDS.lines, name: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(lines, str):
        yield name, lines
    for key, value in lines.items() if isinstance(lines, dict) else ():
        yield from _lines(value, f"{name}.{key}".lstrip("."))
    for value in lines if isinstance(lines, list) else ():
        yield from _lines(value, name)


SAID = [(name, line) for name, line in _lines() if not name.startswith("approved")]


@pytest.mark.parametrize(("name", "line"), SAID)
def test_short_sentences(name: str, line: str) -> None:
    assert len(line.split()) <= 60
    for sentence in re.split(r"(?<=[.?!:])\s+", line):
        assert len(sentence.split()) <= 20, sentence


@pytest.mark.parametrize(("name", "line"), SAID)
def test_no_promise_of_secrecy_and_no_cold_words(name: str, line: str) -> None:
    assert not re.search(r"\b(private|confidential|anonymous|secure|alleg|claim|disclos|risk)", line, re.I)


@pytest.mark.parametrize(("name", "line"), SAID)
def test_only_known_places_are_filled(name: str, line: str) -> None:
    assert {place for _, place, _, _ in Formatter().parse(line) if place is not None} <= FILLED.keys()


def test_the_greeting_says_who_what_is_kept_who_reads_and_999() -> None:
    greeting = WORDS.greeting(None)
    told = " ".join(greeting)
    for words in ("computer program", "30 days", "team reads", "danger", "999", "can't call"):
        assert words in told
    assert greeting[-1].count("?") == 1


def test_days_are_those_of_the_settings() -> None:
    assert "7 days" in " ".join(Words.load(days=7).greeting(None))


@pytest.mark.parametrize("audience", ["parent", "young_person", "professional", None, "martian"])
def test_an_opening_question_for_everybody(audience: str | None) -> None:
    questions = WORDS.lines["opening_question"]
    assert WORDS.greeting(audience)[-1] == questions.get(audience, questions["default"])


def test_a_line_by_its_path() -> None:
    assert WORDS.say("person.here_now", name="Sam {days}") == "Sam {days} is here now."


def test_every_error_has_words() -> None:
    codes = {error.code for error in errors.VisitorError.__subclasses__()} | {
        "not_saved",
        "not_found",
        "broken",
    }
    assert codes == set(WORDS.lines["errors"])
    assert WORDS.error("unheard of") == WORDS.error("broken")


def test_every_line_is_used() -> None:
    folders = ("bot/front_door", "bot/channels")
    files = [path for folder in folders for path in (REPOSITORY / folder).rglob("*.py")]
    code = "\n".join(path.read_text(encoding="utf-8") for path in files)
    chosen = ("opening_question.", "errors.", "summary.")  # by who asks, by error, by what was told
    names = {name for name, _ in SAID if not name.startswith(chosen)}
    assert sorted(name for name in names if f'"{name}"' not in code) == []


def test_a_file_with_a_slip_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "words.yml"
    path.write_text("late: Sorry.\n", encoding="utf-8")
    with pytest.raises(ContentError):
        Words.load(days=30, path=path)
