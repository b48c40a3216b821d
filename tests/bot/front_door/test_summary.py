"""What a visitor told, as the person who takes over reads it; the visitor's own corrections go first."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError
from sqlalchemy.orm import Session

from bot.front_door import summary
from bot.front_door.message import Summary
from bot.front_door.words import Words
from bot.models import Conversation

WORDS = Words.load(days=30)
NAMES = {"sleep": "better sleep", "anxiety": "worry"}


def _shown(conversation: Conversation) -> dict[str, Any]:
    return summary.shown(conversation, words=WORDS, need_names=NAMES).model_dump(exclude_none=True)


@pytest.mark.parametrize(
    ("slots", "shown"),
    [
        ({}, {}),
        ({"needs": None, "ages": None, "area": None, "audience": None}, {}),
        ({"needs": ["sleep", "anxiety"]}, {"what_would_help": "better sleep, worry"}),
        ({"needs": ["unheard_of"]}, {"what_would_help": "unheard_of"}),
        ({"ages": [4.0, 8.5]}, {"age": "4, 8.5"}),
        ({"ages": [*range(26)]}, {"age": ", ".join(map(str, range(26)))}),
        ({"ages": ["not_told"]}, {}),
        ({"ages": "not_told"}, {}),
        ({"area": "peterborough"}, {"area": "Peterborough"}),
        ({"area": "outside"}, {"area": "Outside the five councils"}),
        ({"area": "not_told"}, {}),
        ({"audience": "young_person"}, {"who": "A young person"}),
    ],
)
def test_what_is_noted(conversation: Conversation, slots: dict[str, Any], shown: dict[str, str]) -> None:
    summary.note(conversation, slots)
    assert _shown(conversation) == shown


def test_what_is_not_known_any_more_stays_as_it_was(conversation: Conversation) -> None:
    summary.note(conversation, {"needs": ["sleep"], "ages": [4], "area": "cumberland", "audience": "parent"})
    before = _shown(conversation)
    summary.note(conversation, {"needs": None, "ages": [], "area": "not_told"})
    assert _shown(conversation) == {**before, "area": "Cumberland"}


def test_what_the_page_knew_is_shown(conversation: Conversation) -> None:
    conversation.area, conversation.audience = "cumberland", "professional"
    assert _shown(conversation) == {"area": "Cumberland", "who": "Someone who works with the family"}


def test_a_correction_goes_first_and_the_noted_stays(conversation: Conversation) -> None:
    summary.note(conversation, {"ages": [4], "needs": ["sleep"]})
    summary.correct(conversation, Summary(age="5, nearly 6"))
    summary.correct(conversation, Summary(who="His aunt"))
    assert _shown(conversation) == {
        "age": "5, nearly 6",
        "who": "His aunt",
        "what_would_help": "better sleep",
    }
    summary.note(conversation, {"ages": [12]})
    assert _shown(conversation)["age"] == "5, nearly 6"
    assert conversation.summary["ages"] == [12]


def test_a_line_can_be_emptied(conversation: Conversation) -> None:
    summary.note(conversation, {"ages": [4]})
    summary.correct(conversation, Summary(age=None))
    assert _shown(conversation) == {}


def test_no_category_signal_or_note_can_be_in_it() -> None:
    assert set(Summary.model_fields) == {"who", "age", "area", "what_would_help"}
    with pytest.raises(ValidationError):
        Summary.model_validate({"categories": "suicide"})


def test_it_is_saved(session: Session, conversation: Conversation) -> None:
    summary.correct(conversation, Summary(age="5"))
    session.commit()
    session.expire_all()
    assert _shown(conversation) == {"age": "5"}
