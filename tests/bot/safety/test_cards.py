"""The cards: what they say to whom, where they lead at this hour, and what a slip in their files comes to."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest

from bot.language.content import ContentError
from bot.safety.cards import FOLDER, Card, Cards
from bot.safety.screening import About, Action, Answered, Screening

UTC = timezone.utc
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)  # a Monday
NIGHT = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
CHRISTMAS = datetime(2026, 12, 25, 12, 0, tzinfo=UTC)
SUMMER_MORNING = datetime(2026, 7, 6, 7, 50, tzinfo=UTC)  # 8.50 in London, and a Monday


def pick(cards: Cards, action: Action, category: str, about: About = "self", **known: Any) -> Card:
    known = {"audience": None, "age": None, "area": None, "now": NOON, **known}
    language = known.pop("language", None)
    return cards.pick(Screening(action, (category,), about, language=language), **known)


def values(card: Card) -> list[str]:
    return [contact["value"] for contact in card.contacts]


@pytest.mark.parametrize(
    ("area", "now", "shown"),
    [
        ("blackburn-with-darwen", NOON, ["01254 666400"]),
        ("blackburn-with-darwen", NIGHT, ["01254 587547"]),
        ("blackburn-with-darwen", CHRISTMAS, ["01254 587547"]),
        ("blackburn-with-darwen", SUMMER_MORNING, ["01254 666400"]),
        ("cumberland", NOON, ["0333 240 1727"]),
        ("cumberland", NIGHT, ["0300 373 2724"]),
        ("cambridgeshire", NOON, ["0345 045 5203", "01733 234724"]),
        ("westmorland-and-furness", NOON, ["wfscp.org.uk", "0300 373 2724"]),
        (None, NOON, []),
    ],
)
def test_the_councils_own_contact_at_this_hour(
    cards: Cards, area: str | None, now: datetime, shown: list[str]
) -> None:
    others = {"999", "0808 800 5000", "101", "116 123"}
    card = pick(cards, "escalate", "neglect", "child", area=area, now=now)
    assert [value for value in values(card) if value not in others] == shown


@pytest.mark.parametrize(
    ("area", "now", "shown"),
    [
        ("peterborough", NOON, "01733 747474"),
        ("cambridgeshire", NOON, "0345 045 5202"),
        ("peterborough", NIGHT, None),
        ("blackburn-with-darwen", NIGHT, "01254 587547"),
        ("cumberland", NOON, None),
    ],
)
def test_a_grown_up_is_led_to_adult_social_care_where_there_is_a_number(
    cards: Cards, area: str, now: datetime, shown: str | None
) -> None:
    known = values(pick(cards, "escalate", "physical_abuse", age=30, area=area, now=now))
    national = {"999", "116 123", "101", "85258"}
    assert [value for value in known if value not in national] == ([shown] if shown else [])


@pytest.mark.parametrize(("age", "shown"), [(None, True), (11, True), (18, True), (19, False), (40, False)])
def test_childline_ends_at_nineteen(cards: Cards, age: float | None, shown: bool) -> None:
    assert ("0800 1111" in values(pick(cards, "escalate", "suicide", age=age))) is shown


@pytest.mark.parametrize(
    ("area", "word"), [("peterborough", "HEAR"), ("cumberland", "SHOUT"), (None, "SHOUT")]
)
def test_the_local_text_line(cards: Cards, area: str | None, word: str) -> None:
    card = pick(cards, "escalate", "suicide", area=area)
    assert [word in contact["label"] for contact in card.contacts if contact["kind"] == "text"] == [True]


@pytest.mark.parametrize("category", ["suicide", "self_harm", "psychosis_or_harm_to_others"])
@pytest.mark.parametrize(
    ("about", "audience"),
    [("self", None), ("child", "parent"), ("other", "young_person"), ("child", "professional")],
)
@pytest.mark.parametrize("now", [NOON, NIGHT, CHRISTMAS])
@pytest.mark.parametrize(
    ("area", "shown"),
    [
        ("blackburn-with-darwen", ["0800 953 0110", "111"]),
        ("peterborough", ["111"]),
        ("outside", ["111"]),
        (None, ["111"]),
    ],
)
def test_the_areas_own_crisis_line_comes_before_nhs_111(
    cards: Cards,
    category: str,
    about: About,
    audience: str | None,
    now: datetime,
    area: str | None,
    shown: list[str],
) -> None:
    card = pick(cards, "escalate", category, about, audience=audience, area=area, now=now)
    assert [value for value in values(card) if value in ("0800 953 0110", "111")] == shown


@pytest.mark.parametrize("category", ["physical_abuse", "overdose", "parent_at_end"])
def test_the_crisis_line_is_for_a_mind_in_crisis_only(cards: Cards, category: str) -> None:
    assert "0800 953 0110" not in values(pick(cards, "escalate", category, area="blackburn-with-darwen"))


@pytest.mark.parametrize(
    ("category", "known", "ways"),
    [
        ("suicide", {"age": 14}, ["111", "0800 1111", "85258"]),
        ("suicide", {"age": 30}, ["111", "85258", "116 123"]),
        ("overdose", {"age": 14}, ["111", "0800 1111", "85258"]),
        ("psychosis_or_harm_to_others", {"about": "child"}, ["111", "85258", "116 123"]),
        ("sexual_abuse", {"age": 14}, ["0800 1111", "85258"]),
        ("domestic_abuse", {"audience": "parent", "now": NIGHT}, ["0808 2000 247", "85258", "116 123"]),
        ("parent_at_end", {"audience": "parent"}, ["116 123", "85258", "111"]),
        ("carer_collapse", {"age": 12}, ["0800 1111", "85258", "116 123"]),
    ],
)
def test_the_ways_to_get_help(cards: Cards, category: str, known: dict[str, Any], ways: list[str]) -> None:
    assert values(pick(cards, "escalate", category, **known)) == ["999", *ways]


@pytest.mark.parametrize(
    ("category", "words"),
    [
        ("allegation_against_staff", "Local Authority Designated Officer (LADO) within one working day"),
        ("fgm", "That is your own duty"),
        ("fgm", "police on 101"),
        ("radicalisation", "Prevent referral"),
        ("private_fostering", "has lived 28 days or more"),
        ("forced_marriage", "Don't raise it with the family first"),
        ("neglect", "Consent is not needed where there is risk of significant harm."),
        ("suicide", "ring NHS 111 at any hour and choose option 2"),
    ],
)
def test_professionals_get_the_exact_terms(cards: Cards, category: str, words: str) -> None:
    assert words in pick(cards, "escalate", category, "child", audience="professional").text


def test_each_group_is_answered_in_words_of_its_own(cards: Cards) -> None:
    alike = {"overdose", "substance_emergency", "medical_emergency"}
    for about, audience in (("self", None), ("child", "parent")):
        heard: dict[str, str] = {}
        for group, categories in cards.raw["groups"].items():
            if not categories or categories[0] in alike or (about == "child" and group in _SHARED):
                continue
            text = pick(cards, "escalate", categories[0], about, audience=audience).messages[0].text  # type: ignore[arg-type]
            assert text not in heard.values(), (group, heard)
            heard[group] = text


_SHARED = {
    "life",
    "despair",
    "hit",
    "sexual",
    "put_down",
    "mind",
}  # a grown-up who tells of a child hears the same


@pytest.mark.parametrize(
    "category", ["suicide", "sexual_abuse", "domestic_abuse", "missing_or_homeless_tonight"]
)
def test_the_first_words_say_nothing_to_a_locked_screen(cards: Cards, category: str) -> None:
    one = pick(cards, "escalate", category, audience="young_person", age=14)
    assert one.messages[0].text.startswith("Thank you for telling me. I'm glad you did.")


@pytest.mark.parametrize(
    ("category", "about", "asked"),
    [
        ("despair", "self", "suicide_thoughts"),
        ("despair", "child", "their_suicide_thoughts"),
        ("hypothetical", "unknown", "happening_now"),
        ("sexual_abuse", "self", "child_at_risk"),
        ("neglect", "child", "child_at_risk"),
        ("unreadable", "unknown", "danger_now"),
    ],
)
def test_a_check_in_asks_one_question(cards: Cards, category: str, about: About, asked: str) -> None:
    first, second = (pick(cards, "check_in", category, about, round=round) for round in (0, 1))
    assert first.asked == second.asked == asked
    assert first.messages[0].text.count("?") == 1
    assert first.messages[0].text != second.messages[0].text


@pytest.mark.parametrize(
    ("category", "about", "audience", "asked"),
    [
        ("suicide", "self", None, "safe_now"),
        ("self_harm", "self", None, "suicide_thoughts"),
        ("eating_danger", "self", None, "unwell_now"),
        ("domestic_abuse", "self", "young_person", "somewhere_safe"),
        ("domestic_abuse", "self", "parent", "home_safe"),
        ("domestic_abuse", "child", "parent", "home_safe"),
        ("sexual_abuse", "self", None, "somewhere_safe"),
        ("parent_at_end", "self", "parent", "everyone_safe"),
        ("suicide", "child", "parent", "child_safe"),
        ("missing_or_homeless_tonight", "child", "parent", "child_found"),
        ("missing_or_homeless_tonight", "other", "young_person", "they_are_found"),
        ("self_harm", "other", "young_person", "they_are_safe"),
        ("eating_danger", "child", "parent", "they_are_unwell"),
        ("neglect", "child", "professional", "pupil_safe"),
        ("allegation_against_staff", "child", "professional", None),
        ("overdose", "self", None, None),
        ("radicalisation", "child", "parent", None),
    ],
)
def test_a_card_after_a_disclosure_asks_what_fits(
    cards: Cards, category: str, about: About, audience: str | None, asked: str | None
) -> None:
    assert pick(cards, "escalate", category, about, audience=audience).asked == asked
    assert pick(cards, "emergency", category, about, audience=audience).asked is None


@pytest.mark.parametrize(
    ("audience", "age", "grown_up", "childline"),
    [
        (None, None, False, True),
        (None, None, True, False),
        (None, 15, True, True),  # an age that was told counts for more than words
        ("young_person", None, True, True),
        ("parent", None, False, False),
    ],
)
def test_whose_words_show_that_they_are_grown_up_gets_no_line_for_children(
    cards: Cards, audience: str | None, age: float | None, *, grown_up: bool, childline: bool
) -> None:
    card = pick(cards, "check_in", "sexual_abuse", audience=audience, age=age, grown_up=grown_up)
    lines = {contact["value"] for contact in card.contacts}
    assert ("0800 1111" in lines) is childline
    assert "116 123" in lines or not childline or age


def test_a_question_that_was_just_answered_is_not_asked_once_more(cards: Cards) -> None:
    assert pick(cards, "escalate", "suicide", answered="suicide_thoughts").asked == "safe_now"
    assert pick(cards, "escalate", "suicide", answered="safe_now").asked is None


def test_without_a_journal_nothing_is_asked_after_a_disclosure(cards: Cards) -> None:
    card = pick(cards, "escalate", "suicide", saved=False)
    assert (card.asked, card.messages[0].buttons) == (None, ())


@pytest.mark.parametrize("answered", ["safe", "not_sure"])
@pytest.mark.parametrize(
    ("about", "audience"),
    [
        ("self", None),
        ("child", "parent"),
        ("other", None),
        ("other", "young_person"),
        ("child", "professional"),
    ],
)
@pytest.mark.parametrize("category", ["suicide", "domestic_abuse", "missing_or_homeless_tonight"])
def test_an_answer_is_answered_with_help_in_sight(
    cards: Cards, category: str, about: About, audience: str | None, answered: Answered
) -> None:
    screening = Screening("escalate", (category,), about)
    told = cards.situation(screening, audience=audience, age=None, area=None)
    said = cards.answer(replace(told, answered=answered), NOON, reads="Nobody reads it.")
    assert "ring 999" in said.text
    assert "I've passed this chat to the team. Nobody reads it." in said.text
    assert "?" not in said.text
    assert len(said.text.split()) <= 60
    assert said.contacts[0]["value"] == "999"
    assert len(said.contacts) > 1
    assert [button["title"] for button in said.buttons] == ["Talk to a person"]
    assert ("not a referral" in said.text) is (audience == "professional")


@pytest.mark.parametrize("language", ["pl", "lt", "ro", "pt", "ur", "pa", "gu", "bn", "ar", "uk", "ru", "zh"])
@pytest.mark.parametrize("category", ["unreadable", "suicide"])
def test_a_language_that_was_noticed_stands_beside_the_english(
    cards: Cards, category: str, language: str
) -> None:
    card = pick(cards, "escalate", category, language=language)
    name = cards.raw["languages"][language]["name"]
    english, theirs = card.messages[0].text.split("\n\n")
    assert "999" in theirs
    assert name in theirs
    assert english
    assert len(card.messages[0].text.split()) <= 60


def test_a_language_without_words_gets_the_english_alone(cards: Cards) -> None:
    assert pick(cards, "check_in", "unreadable", language="fi") == pick(cards, "check_in", "unreadable")


@pytest.mark.parametrize(
    ("nobody_reads", "saved", "told", "not_told"),
    [
        (False, True, "I've passed this chat to the team. Nobody reads it until 9.", "demonstration"),
        (True, True, "nobody from the team reads it", "passed this chat"),
        (False, False, "999", "passed this chat"),
        (True, False, "999", "demonstration"),
    ],
)
def test_what_happens_next_is_told_truthfully(
    nobody_reads: bool, saved: bool, told: str, not_told: str
) -> None:
    cards = Cards.load(nobody_reads=nobody_reads)
    text = pick(cards, "escalate", "suicide", reads="Nobody reads it until 9.", saved=saved).text
    assert told in text
    assert not_told not in text


@pytest.mark.parametrize(
    ("categories", "first"),
    [
        (("physical_abuse", "suicide"), "have to carry this alone"),
        (("despair", "physical_abuse"), "It is not your fault"),
        (("parent_at_end",), "keeping your family safe"),
    ],
)
def test_the_most_urgent_group_decides(cards: Cards, categories: tuple[str, ...], first: str) -> None:
    card = cards.pick(Screening("escalate", categories, "self"), audience=None, age=None, area=None, now=NOON)
    assert first in card.text


@pytest.mark.parametrize(
    ("category", "about", "beside"),
    [
        ("self_harm", "child", True),
        ("suicide", "child", True),
        ("suicide", "self", False),
        ("sexual_abuse", "self", False),
        ("domestic_abuse", "child", False),
    ],
)
def test_services_stand_only_beside_cards_where_they_help(
    cards: Cards, category: str, about: About, beside: bool
) -> None:
    assert pick(cards, "escalate", category, about).beside is beside
    assert pick(cards, "emergency", category, about).beside is False


@pytest.mark.parametrize(
    ("category", "known", "words", "shown"),
    [
        ("neglect", {"area": "peterborough"}, "known", ["01733 864180", "01733 234724"]),
        ("self_harm", {"area": "cumberland"}, "known", ["0333 240 1727"]),
        ("physical_abuse", {"area": "peterborough", "age": 30}, "known", ["01733 747474"]),
        ("physical_abuse", {"area": "cumberland", "age": 30}, "no_contact", ["116 123", "101", "85258"]),
        ("neglect", {"area": "outside", "age": 9}, "outside", ["0800 1111", "85258"]),
    ],
)
def test_the_council_that_was_told_later(
    cards: Cards, category: str, known: dict[str, Any], words: str, shown: list[str]
) -> None:
    known = {"audience": None, "age": None, **known}
    situation = cards.situation(Screening("escalate", (category,), "self"), **known)
    told = cards.council(situation, NOON)
    assert told.text == cards.raw["council"][words]
    assert [contact["value"] for contact in told.contacts] == shown


def test_the_urgent_lines_are_there_day_and_night(cards: Cards) -> None:
    assert [line["value"] for line in cards.urgent_lines(None)] == ["999", "111", "0800 1111", "85258"]


def test_every_question_and_every_group_is_used(cards: Cards) -> None:
    asked = {one["ask"] for one in cards.raw["asks"]}
    assert asked == {one["id"] for one in cards.raw["questions"]}
    named = {
        group
        for entries in (*cards.blocks.of_part.values(), cards.raw["asks"], cards.help_lines.raw["routes"])
        for entry in entries
        for group in entry.get("when", {}).get("groups", ())
    }
    assert named == {*cards.raw["groups"]}


@pytest.mark.parametrize(
    ("name", "old", "new", "problem"),
    [
        (
            "help_lines.yml",
            "ways: [front_door, crisis_line,",
            "ways: [front_dor, crisis_line,",
            "did you mean 'front_door'",
        ),
        (
            "help_lines.yml",
            "  - {ways: [front_door,",
            "  - {when: {voices: [self]}, ways: [front_door,",
            "without cond",
        ),
        ("help_lines.yml", "darwen: lscft_crisis", "darwen: lscft_crises", "did you mean 'lscft_crisis'"),
        ("help_lines.yml", "urgent: [emergency,", "urgent: [front_door,", "'front_door' is not one of the"),
        ("help_lines.yml", "grade: B", "grade: C", "'C' is not allowed"),
        ("blocks/heard.yml", "voices: [self]", "voices: [me]", "'me' is not allowed"),
        ("cards.yml", "ask: danger_now", "ask: danger", "'danger' is not one of the questions"),
        ("blocks/guide.yml", "groups: [fgm]", "groups: [fmg]", "'fmg' is not one of the groups"),
        ("blocks/next.yml", "{reads}", "{read}", "{read} is not known here"),
    ],
)
def test_a_slip_in_a_file_is_found_when_it_is_read(
    tmp_path: Path, name: str, old: str, new: str, problem: str
) -> None:
    folder = shutil.copytree(
        FOLDER, tmp_path / "safety", ignore=shutil.ignore_patterns("__pycache__", "phrases")
    )
    written = (folder / name).read_text(encoding="utf-8")
    assert old in written
    (folder / name).write_text(written.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ContentError) as found:
        Cards.load(folder)
    assert problem in str(found.value)
