"""What a message is made of, and how a card becomes lines."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from bot.errors import NoSuchButton
from bot.front_door import journal
from bot.front_door.journal import NO_TURN, Line
from bot.front_door.turn import Said, card_lines, has_words, read_button
from bot.models import Conversation
from bot.safety.cards import Card, CardMessage
from tests.bot.house import NOW


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("help", True),
        ("14", True),
        ("помощь", True),
        ("👍 ok", True),
        ("", False),
        ("   \n", False),
        ("😭😭", False),
        ("...?!", False),
        ("\u200b\u200d\ufeff", False),
        ("/", False),
    ],
)
def test_has_words(text: str, expected: bool) -> None:
    assert has_words(text) is expected


BUTTONS = ({"title": "Yes", "payload": "safety:yes"}, {"title": "Person", "payload": "door:person"})


def test_a_card_becomes_lines() -> None:
    first = CardMessage("a", contacts=({"kind": "phone", "value": "999"},), buttons=BUTTONS)
    lines = card_lines(Card((first, CardMessage("b")), asked="suicide"), author="system")
    assert [(line.text, line.kind, line.author) for line in lines] == [
        ("a", "safety", "system"),
        ("b", "safety", "system"),
    ]
    assert lines[0].extras == {"contacts": [{"kind": "phone", "value": "999"}]}
    assert lines[0].buttons == (("Yes", "safety:yes answers suicide"), ("Person", "door:person"))
    assert (lines[1].extras, lines[1].buttons) == ({}, ())


def _button(session: Session, conversation: Conversation, payload: str) -> str:
    line = Line(text="Pick", buttons=(("Press me", payload),))
    entry = journal.say(session, conversation, line, turn=NO_TURN, now=NOW)
    session.flush()
    token: str = entry.extras["buttons"][0]["token"]
    return token


def test_a_button_is_read(session: Session, conversation: Conversation) -> None:
    token = _button(session, conversation, "/ask_more")
    said = read_button(session, conversation, token, "c1")
    assert said == Said(text="Press me", payload="/ask_more", client_id="c1")


def test_a_button_of_another_conversation_or_of_none(session: Session, conversation: Conversation) -> None:
    token = _button(session, conversation, "/ask_more")
    stranger = Conversation(id="other")
    for wrong, of in ((token, stranger), ("nope", conversation)):
        with pytest.raises(NoSuchButton):
            read_button(session, of, wrong, None)
