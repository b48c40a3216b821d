"""What a message is made of, and how a card becomes lines."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from bot.errors import NoSuchButton
from bot.front_door import journal
from bot.front_door.journal import NO_TURN, Line
from bot.front_door.turn import Said, card_lines, has_words, read_button
from bot.models import Conversation
from bot.safety.cards import Card
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


def _card(*messages: str) -> Card:
    contacts = ({"kind": "phone", "value": "999"},)
    buttons = ({"title": "Yes", "payload": "safety:yes"}, {"title": "Person", "payload": "door:person"})
    return Card(messages=messages, contacts=contacts, buttons=buttons, asked="suicide")


def test_contacts_come_with_the_first_line_and_buttons_with_the_last() -> None:
    first, middle, last = card_lines(_card("a", "b", "c"))
    assert [line.text for line in (first, middle, last)] == ["a", "b", "c"]
    assert [bool(line.extras.get("contacts")) for line in (first, middle, last)] == [True, False, False]
    assert [len(line.buttons) for line in (first, middle, last)] == [0, 0, 2]
    assert {line.kind for line in (first, middle, last)} == {"safety"}


def test_a_card_of_one_line_has_both() -> None:
    (line,) = card_lines(_card("a"), author="system")
    assert (line.author, line.extras["contacts"][0]["value"], len(line.buttons)) == ("system", "999", 2)


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
