"""What the screen says: disclosures are noticed, everyday talk is left alone, answers and history are read."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.safety.screen import Screen, safest
from bot.safety.screening import ACTIONS

HERE = Path(__file__).parent
LONG = "We live in Ely and my son is nine. He likes trains. School is fine but mornings are slow. " * 55
BEFORE = ("Hi, how do I get short breaks for my son? ", "hello can you find me a club please. ", LONG)
AFTER = (". jk lol", ". thanks x", ". Also what clubs are there in Wisbech?")


def table(name: str) -> Any:
    return yaml.safe_load((HERE / name).read_text(encoding="utf-8"))


def disclosures() -> list[tuple[str, dict[str, Any]]]:
    return [(category, row) for category, rows in table("disclosures.yml").items() for row in rows]


def everyday(action: str) -> list[str]:
    return [text for rows in table("everyday.yml")[action].values() for text in rows]


@pytest.mark.parametrize(("category", "row"), disclosures(), ids=lambda one: str(one)[:70])
def test_a_disclosure_is_noticed(screen: Screen, category: str, row: dict[str, Any]) -> None:
    said = screen.screen(row["text"])
    assert said.action == row["a"]
    assert {category, row.get("or")} & set(said.categories)
    assert said.about in (row["who"] if isinstance(row["who"], list) else [row["who"]])


@pytest.mark.parametrize("text", table("told.yml")["told"])
def test_a_hint_is_noticed(screen: Screen, text: str) -> None:
    assert screen.screen(text).action in ("escalate", "emergency")


def test_everyday_talk_alarms_nobody(screen: Screen) -> None:
    loud = [text for text in everyday("none") if screen.screen(text).action != "none"]
    assert len(loud) <= len(everyday("none")) / 100, loud


def test_what_may_be_despair_is_asked_about_at_least(screen: Screen) -> None:
    assert [text for text in everyday("check_in") if screen.screen(text).action == "none"] == []


@pytest.mark.parametrize(
    ("before", "every"),
    [*zip(BEFORE, (1, 1, 5), strict=True)],
    ids=["question", "greeting", "5000 characters"],
)
def test_a_disclosure_behind_other_talk_is_noticed(screen: Screen, before: str, every: int) -> None:
    """Behind so much talk a text is read in windows, whatever it says: every fifth disclosure shows it."""
    some = [row for _, row in disclosures()][::every]
    assert [row["text"] for row in some if not is_as_urgent(screen, before + row["text"], row["a"])] == []


@pytest.mark.parametrize("after", AFTER)
def test_nothing_said_after_a_disclosure_cancels_it(screen: Screen, after: str) -> None:
    missed = [
        row["text"] for _, row in disclosures() if not is_as_urgent(screen, row["text"] + after, row["a"])
    ]
    assert missed == []


def test_capitals_and_apostrophes_make_no_difference(screen: Screen) -> None:
    for _, row in disclosures():
        for text in (row["text"].upper(), row["text"].replace("'", "\u2019")):
            assert is_as_urgent(screen, text, row["a"]), text


def is_as_urgent(screen: Screen, text: str, action: str) -> bool:
    said = screen.screen(text).action
    return ACTIONS.index(said) >= ACTIONS.index(action)


@pytest.mark.parametrize(
    ("history", "text", "action"),
    [
        (["i've taken"], "all of them", "emergency"),
        (["i want to"], "die", "escalate"),
        (["i", "want to"], "kill myself", "escalate"),
        (["my stepdad"], "comes in my room at night", "escalate"),
        (["i want to die"], "how do i get short breaks", "none"),  # what was said before alarmed before
        (["my daughter is 14"], "what is self harm", "none"),
        (["training for staff"], "I want to die", "escalate"),
        (["no"], "i want to die", "escalate"),
    ],
)
def test_short_texts_are_read_together(screen: Screen, history: list[str], text: str, action: str) -> None:
    assert screen.screen(text, history=history).action == action


def test_history_tells_whom_it_is_about(screen: Screen) -> None:
    assert screen.screen("she wants to die", history=["my daughter is 14"]).about == "child"


@pytest.mark.parametrize(
    "text",
    [
        "yes",
        "Y",
        "yeah",
        "yh",
        "yep",
        "I am",
        "kind of",
        "kinda",
        "maybe",
        "idk",
        "not sure",
        "a bit",
        "sometimes",
        "not really",
        "\U0001f44d",
        "safety:yes",
        "safety:not_sure",
        "yes but dont tell anyone",
        "i guess so",
    ],
)
def test_yes_and_not_sure_escalate(screen: Screen, text: str) -> None:
    said = screen.screen(text, asked="suicide_thoughts")
    assert (said.action, said.categories, said.about) == ("escalate", ("suicide",), "self")


@pytest.mark.parametrize(
    "text", ["no", "No.", "nope", "nah", "not at all", "no thanks", "safety:no", "never", "no im fine"]
)
def test_no_is_taken_as_no(screen: Screen, text: str) -> None:
    said = screen.screen(text, asked="suicide_thoughts")
    assert (said.action, said.categories, said.answered_no) == ("none", (), True)


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("what do you mean", "none"),
        ("no but sometimes i think about it", "none"),
        ("how do I get short breaks", "none"),
        ("i hate myself", "check_in"),
    ],
)
def test_anything_else_is_asked_again(screen: Screen, text: str, action: str) -> None:
    said = screen.screen(text, asked="suicide_thoughts")
    assert (said.asked_again, said.answered_no) == (True, False)
    assert is_as_urgent(screen, text, action)


def test_a_disclosure_is_noticed_whatever_was_asked(screen: Screen) -> None:
    assert screen.screen("no but I took 20 paracetamol", asked="child_at_risk").action == "emergency"


def test_an_unknown_question_still_escalates(screen: Screen) -> None:
    assert screen.screen("yes", asked="never heard of").action == "escalate"


def test_signals_name_the_words_and_the_phrase(screen: Screen) -> None:
    signal = screen.screen("I want to die").signals[0]
    assert (signal.category, signal.words) == ("suicide", "i want to die")
    assert signal.noticed_by.startswith("phrase suicide ")


def test_categories_come_with_the_most_urgent_first(screen: Screen) -> None:
    said = screen.screen("My dad hits me. I have just taken all my tablets.")
    assert said.action == "emergency"
    assert said.categories[0] == "overdose"
    assert "physical_abuse" in said.categories


@pytest.mark.parametrize("fault", [RecursionError("deep"), KeyError("gone"), TypeError("odd"), MemoryError()])
def test_plain_pieces_of_text_answer_when_the_phrases_cannot(
    screen: Screen, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    def fail(*_: object) -> None:
        raise fault

    monkeypatch.setattr(screen, "_screen", fail)
    assert screen.screen("I want to die").action == "escalate"
    assert screen.screen("I've taken an overdose").action == "emergency"
    assert screen.screen("hello").action == "check_in"


@pytest.mark.parametrize(
    "text", ["", " ", "?", "\u200b", "\U0001f602" * 50, "/" * 50, "a" * 8_000, "\ud800", "((((", "* " * 90]
)
def test_odd_texts_are_screened_without_a_fault(screen: Screen, text: str) -> None:
    assert screen.screen(text).action == "none"


def test_what_cannot_be_screened_is_taken_as_unsafe() -> None:
    assert safest().action == "escalate"


@pytest.mark.parametrize("words", [40, 400])
def test_it_takes_little_longer_than_its_encoder(screen: Screen, words: int) -> None:
    text = " ".join((LONG * 2).split()[:words])
    reading, screening = (least_seconds(of, text) for of in (screen.encoder.layers, screen.screen))
    assert screening < 4 * reading  # it was 2 when this was written


def least_seconds(of: Callable[[str], object], text: str) -> float:
    return min(seconds(of, f"{text} {number}") for number in range(5))  # a text that was heard is remembered


def seconds(of: Callable[[str], object], text: str) -> float:
    began = time.process_time()
    of(text)
    return time.process_time() - began
