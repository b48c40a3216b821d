"""The rules that the words of the cards keep, whoever reads them, and the grades of what they show."""

from __future__ import annotations

import re
from datetime import datetime, timezone
from itertools import product

import pytest

from bot.safety.cards import Card, Cards
from bot.safety.screening import About, Action, Screening

MONDAY = datetime(2026, 11, 23, 12, 0, tzinfo=timezone.utc)
CHRISTMAS = datetime(2026, 12, 25, 12, 0, tzinfo=timezone.utc)
SUMMER_MORNING = datetime(2026, 7, 6, 7, 50, tzinfo=timezone.utc)  # 8.50 in London, and a Monday
# The values of the register of facts that may be shown, each with the grade it has there.
REGISTER = {
    "999": "A", "111": "A", "116 123": "B", "0800 1111": "A", "85258": "AB", "0800 068 4141": "B",
    "0808 800 5000": "B", "101": "A", "0808 2000 247": "B", "0808 801 0327": "B", "116 000": "B",
    "0345 045 5203": "A", "01733 864180": "A", "01733 234724": "A", "01254 666400": "A", "01254 587547": "A",
    "0333 240 1727": "A", "0300 373 2724": "A", "wfscp.org.uk": "A",
}  # fmt: skip
FIGURES = {"999", "111", "2", "55", "101", "16", "18", "28"}  # what a message itself may say
NEVER = re.compile(
    r"\b(how did|why|prove|alleg|claim|promise|risk level|low risk|high risk|attention)", re.IGNORECASE
)
CATEGORIES = ("suicide", "sexual_abuse", "domestic_abuse", "missing_or_homeless_tonight", "fgm", "despair",
              "psychosis_or_harm_to_others", "allegation_against_staff", "private_fostering", "hypothetical",
              "radicalisation", "unreadable", "unscreened")  # fmt: skip


def pick(
    cards: Cards,
    action: Action,
    category: str,
    about: About = "self",
    *,
    audience: str | None = None,
    age: float | None = None,
    area: str | None = None,
    now: datetime = MONDAY,
) -> Card:
    return cards.pick(Screening(action, (category,), about), audience=audience, age=age, area=area, now=now)


@pytest.mark.parametrize("category", CATEGORIES)
@pytest.mark.parametrize("action", ["none", "check_in", "escalate", "emergency"])
def test_words_never_probe_judge_or_promise(cards: Cards, action: Action, category: str) -> None:
    abouts: tuple[About, ...] = ("self", "child", "other", "unknown")
    for audience, about in product(("parent", "young_person", "professional", None), abouts):
        one = pick(cards, action, category, about, audience=audience)
        said = " ".join(one.messages)
        assert not NEVER.search(said), said
        assert set(re.findall(r"\d+", said)) <= FIGURES, said
        assert one.buttons[-1]["title"] == "Talk to a person"
        handed_over = action in ("escalate", "emergency")
        assert ("I've passed this chat to the team. I can't say how soon" in said) is handed_over


@pytest.mark.parametrize("category", CATEGORIES[:4])
def test_a_young_persons_first_line_says_nothing_to_a_locked_screen(cards: Cards, category: str) -> None:
    one = pick(cards, "escalate", category, audience="young_person", age=14)
    assert one.messages[0] == "Thank you for telling me. I'm glad you did."
    assert "I can't keep this secret" in one.messages[-1]
    assert "parent" not in " ".join(one.messages)


def test_every_value_has_the_grade_of_the_register(cards: Cards) -> None:
    shown = [*cards.raw["contacts"].values()]
    shown += [door[half] for door in cards.raw["front_doors"].values() for half in ("day", "night")]
    assert [one["value"] for one in shown if one["grade"] not in REGISTER[one["value"]]] == []


@pytest.mark.parametrize(
    ("now", "value"),
    [(MONDAY, "01254 666400"), (CHRISTMAS, "01254 587547"), (SUMMER_MORNING, "01254 666400")],
)
def test_holidays_and_summer_time_count(cards: Cards, now: datetime, value: str) -> None:
    one = pick(cards, "escalate", "neglect", "child", area="blackburn-with-darwen", now=now)
    assert [contact["value"] for contact in one.contacts if contact["value"].startswith("01254")] == [value]


@pytest.mark.parametrize(
    ("audience", "about", "shown"),
    [("parent", "self", False), ("parent", "child", True), (None, "self", True)],
)
def test_a_parent_is_not_sent_to_childline_for_themselves(
    cards: Cards, audience: str | None, about: About, shown: bool
) -> None:
    one = pick(cards, "escalate", "suicide", about, audience=audience)
    assert ("0800 1111" in [contact["value"] for contact in one.contacts]) is shown


@pytest.mark.parametrize(
    ("category", "about", "asked"),
    [
        ("despair", "self", "suicide_thoughts"),
        ("despair", "child", "their_suicide_thoughts"),
        ("hypothetical", "unknown", "happening_now"),
        ("sexual_abuse", "self", "child_at_risk"),
        ("neglect", "child", "child_at_risk"),
    ],
)
def test_a_check_in_asks_one_question(cards: Cards, category: str, about: About, asked: str) -> None:
    one = pick(cards, "check_in", category, about)
    assert one.asked == asked
    assert " ".join(one.messages).count("?") == 1


@pytest.mark.parametrize(
    ("category", "words"),
    [
        ("allegation_against_staff", "Local Authority Designated Officer (LADO) within one working day"),
        ("fgm", "police on 101"),
        ("radicalisation", "Prevent referral"),
        ("private_fostering", "under 16 lived 28 days or more"),
        ("neglect", "Seek consent unless that raises the risk."),
        ("suicide", "NHS 111 and choose option 2"),
    ],
)
def test_professionals_get_the_exact_terms(cards: Cards, category: str, words: str) -> None:
    one = pick(cards, "escalate", category, "child", audience="professional")
    assert words in " ".join(one.messages)
    assert "Telling this chat is not a referral." in " ".join(one.messages)


def test_every_question_and_every_group_is_used(cards: Cards) -> None:
    asked = {one["ask"] for one in cards.raw["cards"] if "ask" in one}
    assert asked == {one["id"] for one in cards.raw["questions"]}
    assert {group for one in cards.raw["cards"] for group in one.get("groups", ())} <= set(
        cards.raw["groups"]
    )
