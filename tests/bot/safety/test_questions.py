"""The questions of the cards: what each answer leads to, whichever of them means danger."""

from __future__ import annotations

import pytest

from bot.safety.cards import Cards
from bot.safety.screen import Screen
from bot.safety.screening import About, Action

# Something told, the question that its card asks, and whom it is about.
ASKED: list[tuple[str, str, About]] = [
    ("I want to die", "safe_now", "self"),
    ("my stepdad hits me", "somewhere_safe", "self"),
    ("my husband hits me in front of the kids", "home_safe", "self"),
    ("my daughter cuts herself", "child_safe", "child"),
    ("my friend says he wants to die", "they_are_safe", "other"),
]
SAFE = [
    "yes",
    "Yes!",
    "yeah",
    "yep",
    "im safe",
    "I am ok",
    "safety:yes",
    "yes im safe here",
    "yes she is with me, she is safe",
]
NOT_SAFE = [
    "no", "No.", "nope", "nah", "not really", "not right now", "not safe", "safety:no",
    "no hes downstairs", "nope not at all",
]  # fmt: skip
UNSURE = [
    "not sure", "idk", "maybe", "i think so", "for now", "sometimes", "no im fine", "no thanks", "yes please",
    "yes but only till tonight", "yes for now but im scared", "yeah i hope so", "safety:not_sure",
    "yes he is in the next room", "yes he is with me", "yeah i never feel like i am safe", "yeah right", "yeah no", 
    "yes she is safe but only till six", "yh for now", "yes im at my nans house", "i am safe for now",
]  # fmt: skip
NO_ANSWER = ["he likes trains", "Peterborough", "what do you mean", "how do i get short breaks", "ok"]
NO_ANSWER_TO_SAFE = [
    "why",
    "i am with him",
    "im sorry",
    "im at home",
    "im 13",
    "im 16 in peterborough",
    "im so tired",
    "every day",
]


@pytest.mark.parametrize(("told", "asked", "about"), ASKED)
@pytest.mark.parametrize("text", NOT_SAFE)
def test_a_no_to_are_you_safe_is_an_emergency(
    screen: Screen, told: str, asked: str, about: About, text: str
) -> None:
    said = screen.screen(text, history=[told], asked=asked)
    assert (said.action, said.answered, said.about) == ("emergency", "danger", about)
    assert set(said.categories) >= {screen.questions[asked].category or screen.screen(told).categories[0]}


@pytest.mark.parametrize("text", ["im not safe", "I'm not", "i dont feel safe", "i'm in danger"])
def test_the_writer_is_not_safe(screen: Screen, text: str) -> None:
    said = screen.screen(text, history=["my stepdad hits me"], asked="somewhere_safe")
    assert (said.action, said.about) == ("emergency", "self")
    assert "physical_abuse" in said.categories


@pytest.mark.parametrize("text", SAFE)
def test_a_yes_is_safe(screen: Screen, text: str) -> None:
    said = screen.screen(text, history=["my stepdad hits me"], asked="somewhere_safe")
    assert (said.action, said.answered, said.answered_no) == ("none", "safe", False)


@pytest.mark.parametrize("text", UNSURE)
def test_not_sure_and_a_yes_with_a_but_stay_with_a_person(screen: Screen, text: str) -> None:
    said = screen.screen(text, history=["my stepdad hits me"], asked="somewhere_safe")
    assert said.action == "escalate"
    assert said.answered in ("not_sure", None)  # None: the words tell of danger themselves
    assert "physical_abuse" in said.categories
    assert not said.asked_again


@pytest.mark.parametrize("text", NO_ANSWER)
@pytest.mark.parametrize("asked", ["somewhere_safe", "suicide_thoughts", "unwell_now"])
def test_anything_else_is_asked_once_more(screen: Screen, text: str, asked: str) -> None:
    said = screen.screen(text, history=["my stepdad hits me"], asked=asked)
    assert (said.answered, said.asked_again) == (None, True)


@pytest.mark.parametrize("text", NO_ANSWER_TO_SAFE)
def test_what_might_be_a_yes_to_another_question_is_not_taken_for_safe(screen: Screen, text: str) -> None:
    said = screen.screen(text, history=["my stepdad hits me"], asked="somewhere_safe")
    assert said.answered != "safe"


def test_what_begins_like_a_no_and_is_none(screen: Screen) -> None:
    for asked in ("somewhere_safe", "suicide_thoughts"):
        assert screen.screen("no one picks him up on fridays", asked=asked).answered is None


@pytest.mark.parametrize(
    ("asked", "text", "action", "category"),
    [
        ("suicide_thoughts", "yes", "escalate", "suicide"),
        ("suicide_thoughts", "not really", "escalate", "suicide"),
        ("suicide_thoughts", "im fine", "none", None),
        ("unwell_now", "yes", "emergency", "eating_danger"),
        ("unwell_now", "a bit", "escalate", "eating_danger"),
        ("unwell_now", "no", "none", None),
        ("child_at_risk", "yes", "escalate", "harm"),
        ("danger_now", "yes", "escalate", "unreadable"),
    ],
)
def test_a_yes_to_the_others_is_the_danger(
    screen: Screen, asked: str, text: str, action: Action, category: str | None
) -> None:
    said = screen.screen(text, history=["i make myself sick after every meal"], asked=asked)
    assert said.action == action
    assert (category in said.categories) if category else said.categories == ()


def test_danger_in_the_words_counts_whatever_the_answer(screen: Screen) -> None:
    assert screen.screen("yes but I have taken all my tablets", asked="safe_now").action == "emergency"
    assert screen.screen("yes. he hit me again today", asked="somewhere_safe").action == "escalate"


def test_without_what_was_told_an_answer_still_counts(screen: Screen) -> None:
    said = screen.screen("no", asked="somewhere_safe")
    assert (said.action, said.categories, said.about) == ("emergency", ("harm",), "self")


def test_both_wordings_mean_danger_by_the_same_answer(cards: Cards) -> None:
    """A question about being safe or found is answered well by a yes, every other by a no, in both wordings."""
    for question in cards.raw["questions"]:
        good = ["safe" in wording or "where" in wording or "trust" in wording for wording in question["ask"]]
        assert good == [bool(question.get("yes_is_safe"))] * 2, question


@pytest.mark.parametrize("owned", ["its me", "yes its me", "ok its about me", "it happened to me"])
@pytest.mark.parametrize(
    "told", ["what if someone told a teacher that their dad touches them", "my friend says she wants to die"]
)
def test_what_was_asked_in_general_or_of_a_friend_is_about_the_writer_after_all(
    screen: Screen, told: str, owned: str
) -> None:
    said = screen.screen(owned, history=[told, "no its just a question"])
    assert (said.action in ("escalate", "emergency"), said.about) == (True, "self")
    assert "hypothetical" not in said.categories


def test_its_me_is_nothing_where_nothing_was_told(screen: Screen) -> None:
    assert screen.screen("its me", history=["how do i join the football club"]).action == "none"
