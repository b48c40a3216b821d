"""The cards: every one that can be wanted is there, short enough, with contacts that are confirmed."""

from __future__ import annotations

import itertools
import re
from datetime import datetime, timezone
from pathlib import Path

import pytest

from bot.language.content import ContentError
from bot.language.places import COUNCILS
from bot.safety.cards import FOLDER, Card, Cards
from bot.safety.screening import About, Action, Screening

UTC = timezone.utc
MONDAY_NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MONDAY_NIGHT = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
CATEGORIES = sorted(path.stem for path in (FOLDER / "phrases").glob("*.yml"))
# The values of the register of facts that are of grade A or B.
CONFIRMED = {
    "999", "111", "0800 1111", "85258", "116 123", "0800 068 4141", "0808 800 5000", "101", "0808 2000 247",
    "0808 801 0327", "116 000", "0345 045 5203", "01733 864180", "01733 234724", "01254 666400", "01254 587547",
    "0333 240 1727", "0300 373 2724", "wfscp.org.uk",
}  # fmt: skip


@pytest.fixture(scope="module")
def cards() -> Cards:
    return Cards.load()


def _pick(cards: Cards, action: Action, category: str, about: About = "self", **known: object) -> Card:
    known = {"audience": None, "age": None, "area": None, "now": MONDAY_NOON, **known}
    return cards.pick(Screening(action, (category,), about), **known)  # type: ignore[arg-type]


@pytest.mark.parametrize("category", [*CATEGORIES, "unreadable", "unscreened", "something new"])
@pytest.mark.parametrize("action", ["check_in", "escalate", "emergency"])
def test_every_card_is_short_honest_and_confirmed(cards: Cards, action: Action, category: str) -> None:
    voices = itertools.product(
        ("self", "child", "other", "unknown"), (None, "parent", "young_person", "professional")
    )
    for (about, audience), area, round in itertools.product(voices, (None, *COUNCILS), (0, 1)):
        card = _pick(cards, action, category, about, audience=audience, area=area, round=round)  # type: ignore[arg-type]
        assert 1 <= len(card.messages) <= 3
        assert "999" in [contact["value"] for contact in card.contacts]
        assert {contact["value"] for contact in card.contacts} <= CONFIRMED
        for message in card.messages:
            assert "{" not in message
            assert len(message.split()) <= 60
            assert max(len(sentence.split()) for sentence in re.split(r"(?<=[.?!])\s+", message)) <= 20


@pytest.mark.parametrize("category", CATEGORIES)
@pytest.mark.parametrize("about", ["self", "child", "other"])
def test_an_emergency_begins_with_999(cards: Cards, category: str, about: About) -> None:
    card = _pick(cards, "emergency", category, about)
    assert "999" in card.messages[0]
    assert "I can't call 999 for you" in card.messages[0]
    assert card.contacts[0]["value"] == "999"


@pytest.mark.parametrize("category", ["suicide", "physical_abuse", "allegation_against_staff"])
def test_a_professional_is_told_that_this_is_not_a_referral(cards: Cards, category: str) -> None:
    card = _pick(cards, "escalate", category, audience="professional", area="peterborough")
    told = " ".join(card.messages)
    assert "Telling this chat is not a referral. Ring the front door now and follow up in writing." in told
    assert "01733 864180" in [contact["value"] for contact in card.contacts]


@pytest.mark.parametrize(
    ("area", "now", "shown"),
    [
        ("blackburn-with-darwen", MONDAY_NOON, ["01254 666400"]),
        ("blackburn-with-darwen", MONDAY_NIGHT, ["01254 587547"]),
        ("cumberland", MONDAY_NOON, ["0333 240 1727"]),
        ("cumberland", MONDAY_NIGHT, ["0300 373 2724"]),
        ("cambridgeshire", MONDAY_NOON, ["0345 045 5203", "01733 234724"]),
        ("westmorland-and-furness", MONDAY_NOON, ["wfscp.org.uk", "0300 373 2724"]),
        (None, MONDAY_NOON, []),
    ],
)
def test_the_councils_own_contact_at_this_hour(
    cards: Cards, area: str | None, now: datetime, shown: list[str]
) -> None:
    card = _pick(cards, "escalate", "neglect", "child", area=area, now=now)
    others = {"999", "0808 800 5000", "0800 1111"}
    assert [contact["value"] for contact in card.contacts if contact["value"] not in others] == shown


def test_the_local_text_line(cards: Cards) -> None:
    labels = {
        area: [
            c["label"] for c in _pick(cards, "escalate", "suicide", area=area).contacts if c["kind"] == "text"
        ]
        for area in ("peterborough", "cumberland")
    }
    assert "HEAR" in labels["peterborough"][0]
    assert "SHOUT" in labels["cumberland"][0]


def test_childline_is_not_for_adults(cards: Cards) -> None:
    shown = {
        age: [c["value"] for c in _pick(cards, "escalate", "suicide", age=age).contacts] for age in (15, 20)
    }
    assert "0800 1111" in shown[15]
    assert "0800 1111" not in shown[20]


def test_a_question_comes_in_other_words_the_second_time(cards: Cards) -> None:
    first, second = (_pick(cards, "check_in", "despair", round=round) for round in (0, 1))
    assert first.asked == second.asked == "suicide_thoughts"
    assert first.messages != second.messages
    assert [button["payload"] for button in first.buttons][:3] == [
        "safety:yes",
        "safety:no",
        "safety:not_sure",
    ]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('{passed_on}"', '{front_door}"', "{front_door} is not one of the lines"),
        (
            "contacts: [emergency, front_door, nspcc]",
            "contacts: [emergency, nspc]",
            "'nspc' is not one of the contacts",
        ),
        ("ask: happening_now", "ask: hapening", "'hapening' is not one of the questions"),
        (
            "action: emergency\n    messages",
            "action: emergency\n    groups: [life]\n    messages",
            "no emergency card",
        ),
    ],
)
def test_a_slip_in_the_file_is_found_when_it_is_read(
    tmp_path: Path, old: str, new: str, problem: str
) -> None:
    written = (FOLDER / "cards.yml").read_text(encoding="utf-8")
    assert old in written
    (tmp_path / "cards.yml").write_text(written.replace(old, new, 1), encoding="utf-8")
    (tmp_path / "cards_schema.yml").write_bytes((FOLDER / "cards_schema.yml").read_bytes())
    with pytest.raises(ContentError) as found:
        Cards.load(tmp_path)
    assert problem in str(found.value)


def test_the_urgent_lines_are_confirmed(cards: Cards) -> None:
    assert {line["value"] for line in cards.urgent_lines(None, MONDAY_NOON)} <= CONFIRMED


def test_nothing_promises_secrecy_or_speed(cards: Cards) -> None:
    told = " ".join(message for card in cards.raw["cards"] for message in card["messages"]).lower()
    assert not re.search(r"confidential|in private|between us|will be with you|straight away|committed", told)


def test_in_a_demonstration_no_card_says_that_the_team_was_told() -> None:
    told = " ".join(_pick(Cards.load(nobody_reads=True), "escalate", "suicide").messages)
    assert "passed this chat" not in told
    assert "nobody from the team reads it" in told


@pytest.mark.parametrize(
    ("categories", "first"),
    [
        (("physical_abuse", "suicide"), "have to carry this alone"),
        (("despair", "physical_abuse"), "It is not your fault"),
        (("parent_at_end",), "keeping your family safe"),
    ],
)
def test_the_most_urgent_group_decides(cards: Cards, categories: tuple[str, ...], first: str) -> None:
    card = cards.pick(
        Screening("escalate", categories, "self"), audience=None, age=None, area=None, now=MONDAY_NOON
    )
    assert first in " ".join(card.messages)
