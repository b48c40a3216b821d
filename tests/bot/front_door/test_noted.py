"""What the front door notes of a visitor by itself."""

from __future__ import annotations

import pytest

from bot.front_door.noted import Noted, age_of
from bot.language.asking import Asking
from bot.language.audience import Audiences
from bot.language.places import Places
from bot.models import Conversation


@pytest.fixture(scope="module")
def noted() -> Noted:
    return Noted(Places.load(), Audiences.load(), Asking.load())


@pytest.mark.parametrize(
    ("text", "payload", "place", "area"),
    [
        ("we live in Wisbech", None, "cambridgeshire", "cambridgeshire"),
        ("we live in London", None, "outside", None),
        ("my son never sleeps", None, None, None),
        ("Cumberland", "/inform(area=cumberland)", "cumberland", "cumberland"),
        ("Somewhere else", "/inform(area=outside)", "outside", None),
        ("Wisbech", "/describe_need(need=sleep)", None, None),
        ("Nowhere", "/inform(area=nowhere)", None, None),
    ],
)
def test_a_place(noted: Noted, text: str, payload: str | None, place: str | None, area: str | None) -> None:
    conversation = Conversation(summary={})
    assert noted.who_and_where(conversation, text, payload, located={}) == place
    assert conversation.area == area


def test_a_whole_postcode_that_was_looked_up(noted: Noted) -> None:
    conversation = Conversation(summary={})
    located = {"PE7 9ZX": "peterborough"}
    assert noted.who_and_where(conversation, "we're at pe7 9zx", None, located=located) == "peterborough"


def test_a_place_that_is_known_already_is_no_news(noted: Noted) -> None:
    conversation = Conversation(summary={}, area="cumberland")
    assert noted.who_and_where(conversation, "we live in Wisbech", None, located={}) is None
    assert conversation.area == "cambridgeshire"


def test_who_is_writing_is_noted_once(noted: Noted) -> None:
    conversation = Conversation(summary={})
    for text in ("my daughter is 9", "I'm a teacher"):
        noted.who_and_where(conversation, text, None, located={})
    assert conversation.audience == "parent"


@pytest.mark.parametrize(
    ("texts", "noticed", "age"),
    [
        (["I'm 19 and my stepdad hits me"], [], 19),
        (["he did it again", "I'm 15"], [], 15),
        (["I'm 15 and my sister is 8"], [], 8),
        (["I'm 22 and my son is 3"], [], None),
        (["I'm 34 and my husband hits me"], [], 34),
        (["im 30 weeks pregnant"], [], None),
        (["help"], [7], 7),
        (["help"], [], None),
    ],
)
def test_an_age(texts: list[str], noticed: list[float], age: float | None) -> None:
    assert age_of(Conversation(summary={"ages": noticed}), texts) == age
