"""The layers of the screen: one that fails is made up for, and in everyday talk only some phrases count."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import pytest

from bot.safety.meanings import MeaningsMissing
from bot.safety.protocol import Protocol
from bot.safety.screen import Screen
from bot.safety.screening import HANDED_OVER, Screening

PLAIN = "I want to kill myself"
OBLIQUE = "my tutor says i'm his 'favourite secret'"
EVERYDAY = "how do I get short breaks for my son"


def fail(*_: object, **__: object) -> NoReturn:
    raise ZeroDivisionError


@pytest.fixture
def broken(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> Screen:
    monkeypatch.setattr(Screen, "_hear", fail)
    return screen


def test_what_no_phrase_knows_is_noticed_by_its_meaning(screen: Screen) -> None:
    assert screen.by_phrases(OBLIQUE).action == "none"
    said = screen.screen(OBLIQUE)
    assert said.action in ("escalate", "emergency")
    assert [signal.noticed_by for signal in said.signals] == ["meaning"]


@pytest.mark.parametrize(("text", "action"), [(PLAIN, "escalate"), (EVERYDAY, "none")])
def test_without_meanings_phrases_answer(broken: Screen, text: str, action: str) -> None:
    said = broken.screen(text)
    assert (said.action, said.impaired) == (action, True)


@pytest.mark.parametrize(("text", "action"), [(PLAIN, "escalate"), ("hello", "check_in")])
def test_without_anything_else_the_literals_answer(
    broken: Screen, monkeypatch: pytest.MonkeyPatch, text: str, action: str
) -> None:
    monkeypatch.setattr(broken, "_understood", fail)
    said = broken.screen(text)
    assert (said.action, said.impaired) == (action, True)


def test_when_all_fails_a_message_counts_as_a_disclosure(
    broken: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(broken, "_understood", fail)
    monkeypatch.setattr(broken, "_literals", None)
    said = broken.screen(EVERYDAY)
    assert (said.action, said.impaired) == ("escalate", True)


@pytest.mark.parametrize(
    ("text", "alone", "in_everyday_talk"),
    [
        (PLAIN, "escalate", "escalate"),
        ("my dad hits me", "escalate", "escalate"),
        ("i have taken all my tablets", "emergency", "emergency"),
        ("the bus was late lol. i want to die. when is drama club", "escalate", "escalate"),
        ("i could shoot myself", "escalate", "none"),
        ("my dad battered me", "escalate", "none"),
        ("there's no point in anything", "check_in", "check_in"),  # a caring question costs little
    ],
)
def test_in_everyday_talk_only_floors_count(
    screen: Screen, text: str, alone: str, in_everyday_talk: str
) -> None:
    assert screen.by_phrases(text).action == alone
    assert screen.in_everyday_talk(text).action == in_everyday_talk


def test_what_was_said_before_makes_everyday_talk_no_louder(screen: Screen) -> None:
    text = "spurs got battered again my dad cried lol, is there a girls team"
    alone, after = screen.screen(text), screen.screen(text, history=["hello", "my son is nine"])
    assert (alone.action, after.action) == ("none", "none")


def test_a_protocol_can_only_raise() -> None:
    protocol = Protocol({"despair": "escalate", "suicide": "check_in"})
    despair, suicide = Screening("check_in", ("despair",)), Screening("emergency", ("suicide",))
    assert protocol.apply(despair) == replace(despair, action="escalate")
    assert protocol.apply(suicide) == suicide


def test_what_was_not_learned_yet_says_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(MeaningsMissing, match="make train"):
        Screen.load(learned=tmp_path)


def test_a_disclosure_in_the_last_sentence_of_a_long_text_is_found(screen: Screen) -> None:
    long = "We live in Ely and my son is nine. He likes trains. School is fine but mornings are slow. " * 20
    assert screen.screen(f"{long} My stepdad comes in my room at night.").action == "escalate"


@pytest.mark.parametrize("times", [1, 3, 6])
@pytest.mark.parametrize("told", ["my stepdad comes in my room at night", "dad is hurting mum right now"])
def test_a_disclosure_in_talk_without_full_stops_is_found(screen: Screen, told: str, times: int) -> None:
    talk = "we live in ely and he likes trains and mornings are slow and we look for his shoes and then "
    assert screen.screen(f"{talk * times}{told}").action in HANDED_OVER
