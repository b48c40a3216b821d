"""Every card there can be: action, group, voice, age, council and hour, against the rules that all of them keep."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timezone
from itertools import product
from typing import NamedTuple

import pytest

from bot.language.places import COUNCILS
from bot.safety.cards import Card, Cards
from bot.safety.help_lines import FRONT_DOOR
from bot.safety.screening import About, Action, Screening
from tests.bot.safety.register import FACTS, NOT_AT_NIGHT

UTC = timezone.utc
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)  # a Monday
FRIDAY_AT_FOUR = datetime(2026, 11, 27, 16, 40, tzinfo=UTC)
NIGHT = datetime(2026, 11, 28, 3, 0, tzinfo=UTC)  # a Saturday
CHRISTMAS = datetime(2026, 12, 25, 11, 0, tzinfo=UTC)  # a Friday
HOURS = (NOON, FRIDAY_AT_FOUR, NIGHT, CHRISTMAS)

ACTIONS: tuple[Action, ...] = ("check_in", "escalate", "emergency")
AGES = (None, 9.0, 17.0, 18.0, 19.0, 40.0)
AREAS = (None, *sorted(COUNCILS))
# The voice is made of whom a message is about and who writes it.
VOICES: dict[str, tuple[About, str | None]] = {
    "self": ("self", None),
    "a parent about themselves": ("self", "parent"),
    "child": ("child", "parent"),
    "other": ("other", None),
    "friend": ("other", "young_person"),
    "professional": ("child", "professional"),
}
# Groups in which somebody may read along, or in which the family is the danger.
WATCHED = {"domestic_abuse", "forced_marriage", "fgm"}
REFERRAL = "Telling this chat is not a referral."
CANNOT_CALL = "I can't call 999 for you"

NEVER = re.compile(
    r"\b(why did|how did|prove|alleg|claim|promise|risk level|low risk|high risk|attention|committed|confidential"
    r"|between us|mediat|call you back|ring you back|callback|letter|e-?mail|overdos|tablets|pills|blade|cut|hang"
    r"|your (mum|dad|mother|father|parents?)|should have (told|said|known|done)|stupid|silly|straight away)",
    re.IGNORECASE,
)
# Groups whose card asks nothing once something was told: 999 for the body comes first, or there is nothing apt to ask.
NOT_ASKED = {
    "overdose",
    "substance_emergency",
    "medical_emergency",
    "radicalisation",
    "hypothetical",
    "unreadable",
}
NOT_ASKED_OF_PROFESSIONALS = NOT_ASKED | {
    "eating_danger", "private_fostering", "allegation_against_staff", "parent_at_end", "carer_collapse",
}  # fmt: skip
NOT_ASKED_OF_OTHERS = NOT_ASKED | {"private_fostering"}

FAMILY = re.compile(r"\bfamily\b")
WARNED = re.compile(r"Don't (let the family know|raise it with the family)")


class Case(NamedTuple):
    """One card, and what it was picked for."""

    category: str
    age: float | None
    area: str | None
    now: datetime
    card: Card


def categories(cards: Cards) -> list[str]:
    return [many[0] if many else "something new" for many in cards.raw["groups"].values()]


def every(cards: Cards, action: Action, voice: str) -> Iterator[Case]:
    about, audience = VOICES[voice]
    for category, age, area, now in product(categories(cards), AGES, AREAS, HOURS):
        screening = Screening(action, (category,), about)
        card = cards.pick(screening, audience=audience, age=age, area=area, now=now, reads="Nobody reads it.")
        yield Case(category, age, area, now, card)


@pytest.fixture(params=[pytest.param(pair, id=" ".join(pair)) for pair in product(ACTIONS, VOICES)])
def kind(request: pytest.FixtureRequest) -> tuple[Action, str]:
    pair: tuple[Action, str] = request.param
    return pair


def test_every_card(cards: Cards, kind: tuple[Action, str]) -> None:
    """All rules in one walk: there are some 67,000 cards."""
    action, voice = kind
    for case in every(cards, action, voice):
        try:
            _is_short(case)
            _shows_who_is_there(case)
            _says_nothing_that_hurts(case)
            _is_in_order(case, action)
            _asks_one_thing(case, action, voice)
            _fits_the_voice(case, action, voice)
            _fits_the_age(case, voice)
            _leads_on(cards, case, action)
        except AssertionError as error:
            shown = "\n".join(message.text for message in case.card.messages)
            raise AssertionError(f"{action}, {voice}, {case[:4]}\n{shown}\n{case.card.contacts}") from error


def _values(case: Case) -> list[str]:
    return [contact["value"] for contact in case.card.contacts]


def _is_short(case: Case) -> None:
    assert 2 <= len(case.card.messages) <= 3
    for message in case.card.messages:
        assert "{" not in message.text
        assert "  " not in message.text
        assert len(message.text.split()) <= 60, len(message.text.split())
        sentences = re.split(r"(?<=[.?!:])\s+", message.text)
        assert max(len(sentence.split()) for sentence in sentences) <= 20


def _shows_who_is_there(case: Case) -> None:
    values = _values(case)
    assert values[0] == "999"
    assert len(values) == len(set(values))
    assert len(values) - 1 <= 4  # three ways, of which a council's door with unknown hours is two numbers
    opened = {value: FACTS[value].open_at(case.now) for value in values}
    if case.area == "westmorland-and-furness":  # whose hours are not known
        opened.pop("0300 373 2724", None)
    assert False not in opened.values(), opened
    assert [value for value in values[1:] if opened.get(value)], "nobody who is surely there"
    assert opened.get(values[1]) is not None or values[1] not in NOT_AT_NIGHT, (
        "a line that may be shut comes first"
    )
    if case.now == NIGHT:
        assert not NOT_AT_NIGHT & set(values)
    for contact in case.card.contacts:
        assert contact["grade"] in FACTS[contact["value"]].grades
        assert contact["checked"]


def _says_nothing_that_hurts(case: Case) -> None:
    text = case.card.text
    assert not NEVER.search(text), NEVER.search(text)
    assert set(re.findall(r"\d+", text)) <= {"999", "111", "2", "55", "101", "16", "18", "24", "28"}
    if case.category in WATCHED:
        assert not FAMILY.search(WARNED.sub("", text))


def _is_in_order(case: Case, action: Action) -> None:
    first, *_, last = case.card.messages
    assert first.contacts[0]["value"] == "999"
    assert CANNOT_CALL in case.card.text
    if action == "emergency":
        assert "999" in first.text.split(". ")[0]
        assert CANNOT_CALL in first.text
    assert case.card.messages[1].contacts
    assert last.buttons[-1]["title"] == "Talk to a person"
    handed_over = action != "check_in"
    assert ("I've passed this chat to the team. Nobody reads it." in last.text) is handed_over


def _asks_one_thing(case: Case, action: Action, voice: str) -> None:
    first, *others = case.card.messages
    assert (case.card.asked is not None) is _may_ask(case.category, action, voice)
    assert first.text.replace("In danger now?", "").count("?") == (case.card.asked is not None)
    assert "?" not in " ".join(message.text for message in others).replace("In danger now?", "")
    assert [button["title"] for button in first.buttons] == (
        ["Yes", "No", "Not sure"] if case.card.asked else []
    )


def _may_ask(category: str, action: Action, voice: str) -> bool:
    """Whether a card has a question. In an emergency nothing stands beside 999."""
    if action != "escalate":
        return action == "check_in"
    if voice == "professional":
        return category not in NOT_ASKED_OF_PROFESSIONALS
    return category not in (NOT_ASKED_OF_OTHERS if voice in ("other", "friend") else NOT_ASKED)


def _fits_the_voice(case: Case, action: Action, voice: str) -> None:
    text = case.card.text
    if voice == "professional":
        assert REFERRAL in text
        if action != "check_in":
            assert f"{REFERRAL} Ring the front door now and follow up in writing." in text
            assert "Consent is not needed where there is risk of significant harm." in text
        return
    assert REFERRAL not in text
    assert "front door" not in text
    assert "can't keep" in case.card.messages[-1].text
    assert ("Leave this page quickly" in text) is (case.category in WATCHED)
    if case.category == "domestic_abuse":
        assert "press 55" in text


def _fits_the_age(case: Case, voice: str) -> None:
    values, grown_up = _values(case), voice == "a parent about themselves" or (case.age or 0) >= 19
    if grown_up:
        assert "0800 1111" not in values
    if (case.age or 0) >= 18 or voice == "a parent about themselves":
        assert "116 000" not in values
        if case.category not in ("parent_at_end", "carer_collapse"):
            assert not {"0345 045 5203", "01733 864180", "0333 240 1727"} & set(values)


def _leads_on(cards: Cards, case: Case, action: Action) -> None:
    """Without a known council, where a council could help, the card asks for it; else it never does."""
    titles = [button["title"] for button in case.card.messages[-1].buttons]
    if case.area is not None or action == "check_in":
        assert titles == ["Talk to a person"]
    elif len(titles) > 1:
        assert titles[-2:] == ["Somewhere else", "Talk to a person"]
        assert len(titles) == 7
        assert "which council" in case.card.text


@pytest.mark.parametrize(
    "category", ["neglect", "sexual_abuse", "physical_abuse", "exploitation", "fgm", "faith_abuse"]
)
@pytest.mark.parametrize("voice", ["self", "child", "other", "friend", "professional"])
def test_abuse_of_a_child_leads_to_the_council(cards: Cards, category: str, voice: str) -> None:
    about, audience = VOICES[voice]
    for area, now in product(sorted(COUNCILS), HOURS):
        screening = Screening("escalate", (category,), about)
        situation = cards.situation(screening, audience=audience, age=14, area=area)
        assert FRONT_DOOR in cards.help_lines.names(situation)
        door = cards.help_lines.raw["front_doors"][area]
        card = cards.pick(screening, audience=audience, age=14, area=area, now=now)
        assert {door["day"]["value"], door["night"]["value"]} & {one["value"] for one in card.contacts}
