"""What people worry about once they have told: each is recognised, and each has words for everybody."""

from __future__ import annotations

import hashlib
import itertools
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, cast, get_args

import pytest

from bot.language.content import ContentError
from bot.safety.cards import FOLDER, Cards
from bot.safety.meanings import MeaningsMissing
from bot.safety.screen import Screen
from bot.safety.situation import Ages, Readers, Situation, Voice
from bot.safety.worries import MEDICAL_FIRST, NO_WORRIES, PROFESSIONAL, WORRIES, Worries
from bot.safety.worry_learning import FOLDER as DATA
from bot.safety.worry_learning import is_current, read

if TYPE_CHECKING:
    from bot.language.encoder import Encoder

UTC = timezone.utc
NIGHT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
FROZEN = "7e60b4e57e0ae9461ab1f84f52474bdc5eb6deeea9450d3d113be0afb31d64b7"
# Reached on a writer who is not learned from: 0.75 right, 0.08 taken for another worry, 0.03 of the rest taken for one.
RIGHT, OTHER, WRONG = 0.71, 0.11, 0.07


@pytest.fixture(scope="module")
def worries(screen: Screen) -> Worries:
    return Worries.load(encoder=screen.encoder, spelling=screen.spelling)


@pytest.fixture(scope="module")
def cards() -> Cards:
    return Cards.load()


def situations() -> Iterator[Situation]:
    groups = Cards.load().raw["groups"]
    for group, voice, ages, readers, action in itertools.product(
        groups, get_args(Voice), get_args(Ages), get_args(Readers), ("escalate", "emergency")
    ):
        yield Situation(action=action, group=group, voice=voice, ages=ages, readers=readers)


@pytest.mark.parametrize(
    ("text", "worry"),
    [
        ("is it my fault", "my_fault"),
        ("are you going to tell my mum", "who_finds_out"),
        ("pls dont tell any1", "who_finds_out"),
        ("will they take my kids", "taken_away"),
        ("should i tell my auntie", "tell_someone"),
        ("i cant ring them", "cannot_talk"),
        ("she wont answer her phone", "no_answer"),
        ("when will someone answer", "what_next"),
        ("he is being sick", "getting_worse"),
        ("hes at the door", "happening_now"),
        ("she seems fine now", "over_now"),
        ("he checks my phone", "phone_watched"),
        ("ok thanks bye", "thanks"),
        ("we live in peterborough", None),
        ("what help is there with sleep", None),
        ("he's 7", None),
        ("", None),
        ("is it my fault " * 30, None),
    ],
)
def test_a_worry(worries: Worries, text: str, worry: str | None) -> None:
    assert worries.recognise(text) == worry


def test_consent_is_a_worry_of_professionals(worries: Worries) -> None:
    text = "do I need the parents' consent before I refer"
    assert worries.recognise(text, professional=True) == "consent"
    assert worries.recognise(text) not in PROFESSIONAL


def test_a_failing_encoder_is_no_worry(worries: Worries, caplog: pytest.LogCaptureFixture) -> None:
    broken = replace(worries, encoder=cast("Encoder", None))
    assert broken.recognise("is it my xylophone") is None
    assert "AttributeError" in caplog.text
    assert "xylophone" not in caplog.text


def test_as_well_as_last_time_on_a_writer_who_is_not_learned_from(worries: Worries) -> None:
    lines = read("test")
    found = [
        (worries.recognise(line.text, professional=line.worry in PROFESSIONAL) or "", line.worry)
        for line in lines
    ]
    meant = [(said, worry) for said, worry in found if worry]
    rest = [said for said, worry in found if not worry]
    assert sum(said == worry for said, worry in meant) / len(meant) >= RIGHT
    assert sum(bool(said) and said != worry for said, worry in meant) / len(meant) <= OTHER
    assert sum(map(bool, rest)) / len(rest) <= WRONG


def test_the_test_part_is_the_frozen_one() -> None:
    assert hashlib.sha256((DATA / "test.csv").read_bytes()).hexdigest() == FROZEN
    assert {line.writer for line in read("test")}.isdisjoint(line.writer for line in read("train"))
    assert {line.worry for line in read("train")} == {*WORRIES, ""}


def test_what_was_learned_is_current() -> None:
    assert is_current()


def test_everybody_gets_words_and_help_for_every_worry(cards: Cards) -> None:
    for situation in situations():
        for name in (*WORRIES, *NO_WORRIES):
            if name in PROFESSIONAL and situation.voice != "professional":
                continue
            said = cards.worry(name, situation, NIGHT, reads="Nobody reads.")
            assert said.text, (name, situation)
            assert "{" not in said.text
            assert said.contacts[0]["value"] == "999"
            assert len({one["value"] for one in said.contacts}) == len(said.contacts) > 1, (name, situation)
            assert len(said.text.split()) <= 60, (name, situation, said.text)
            parts = re.split(r"(?<=[.?!])\s", said.text)
            assert len({*parts}) == len(parts), (name, situation, said.text)


def test_no_block_is_hidden_behind_others(cards: Cards) -> None:
    for name, blocks in cards.worry_blocks.of_part.items():
        found = {id(cards.worry_blocks.find(name, situation)) for situation in situations()}
        used = {id(block) for block in cards.worry_blocks.of_part[MEDICAL_FIRST] if name != MEDICAL_FIRST}
        assert [block for block in blocks if id(block) not in found | used] == [], name


def test_a_demonstration_never_says_that_the_team_was_told(cards: Cards) -> None:
    for situation in situations():
        if situation.readers == "nobody":
            for name in WORRIES:
                text = cards.worry_blocks.say(name, situation)
                assert "passed this chat" not in text, (name, situation)
                assert "team may read" not in text, (name, situation)
                assert "team was asked" not in text, (name, situation)


@pytest.mark.parametrize("group", ["forced_marriage", "fgm", "home"])
@pytest.mark.parametrize("voice", get_args(Voice))
def test_where_the_family_is_the_danger_nobody_is_sent_to_it(cards: Cards, group: str, voice: Voice) -> None:
    situation = Situation(action="escalate", group=group, voice=voice)
    for name in ("tell_someone", "ask_them"):
        text = cards.worry_blocks.say(name, situation)
        assert any(words in text for words in ("don't", "Don't", "who will not")), text


def test_an_emergency_puts_999_first(cards: Cards) -> None:
    situation = Situation(action="emergency", group="taken", voice="child")
    assert cards.worry("my_fault", situation, NIGHT).text.startswith("Ring 999 now")


def test_words_for_everybody_stand_last(cards: Cards) -> None:
    for name, blocks in cards.worry_blocks.of_part.items():
        if name == MEDICAL_FIRST:
            continue  # for use by others
        only = {"voices": ["professional"]} if name in PROFESSIONAL else {}
        assert blocks[-1].get("when", {}) == only, name


def test_what_was_learned_for_other_worries_is_refused(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.safety.worries.WORRIES", WORRIES[::-1])
    with pytest.raises(MeaningsMissing, match="make train"):
        Worries.load(encoder=screen.encoder, spelling=screen.spelling)


def test_who_cannot_talk_gets_a_number_to_text_first(cards: Cards) -> None:
    situation = Situation(action="escalate", group="hit", voice="self", area="cambridgeshire")
    assert [one["kind"] for one in cards.worry("cannot_talk", situation, NIGHT).contacts][:2] == [
        "phone",
        "text",
    ]


@pytest.mark.parametrize(
    ("said", "slip", "explained"),
    [
        (
            "first: [text_line]",
            "first: [text_lime]",
            "'text_lime' can not stand first here; did you mean 'text_line'",
        ),
        (
            "use: medical_first",
            "use: medical_fist",
            "no file 'medical_fist' to use; did you mean 'medical_first'",
        ),
    ],
)
def test_a_slip_is_explained(tmp_path: Path, said: str, slip: str, explained: str) -> None:
    for path in FOLDER.rglob("*.yml"):
        copy = tmp_path / path.relative_to(FOLDER)
        copy.parent.mkdir(exist_ok=True)
        copy.write_text(path.read_text(encoding="utf-8").replace(said, slip))
    with pytest.raises(ContentError, match=explained):
        Cards.load(tmp_path)
