"""The journal numbers without gaps, knows turns, and never lets a payload out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.front_door import conversations, journal
from bot.front_door.journal import NO_TURN, Line
from bot.models import Button, Conversation
from tests.bot.house import NOW


def _hears(session: Session, conversation: Conversation, text: str, client_id: str | None = None) -> int:
    entry = journal.write_down(session, conversation, text, client_id=client_id, action="none", now=NOW)
    session.flush()
    return entry.seq


def _says(session: Session, conversation: Conversation, text: str, turn: int = NO_TURN) -> int:
    entry = journal.say(session, conversation, Line(text=text), turn=turn, now=NOW)
    session.flush()
    return entry.seq


def test_numbers_count_from_1_without_gaps(session: Session, conversation: Conversation) -> None:
    numbers = [
        _says(session, conversation, "Hello"),
        _hears(session, conversation, "help"),
        _says(session, conversation, "Yes?", 2),
    ]
    assert numbers == [1, 2, 3]
    assert conversation.last_seq == 3


def test_numbers_of_another_conversation_are_its_own(session: Session, conversation: Conversation) -> None:
    other, _ = conversations.start(session, channel="web", audience=None, area=None, language=None, now=NOW)
    session.flush()
    _says(session, conversation, "Hello")
    assert _says(session, other, "Hello") == 1
    assert [said.text for said in journal.since(session, other.id, after=0)] == ["Hello"]


def test_replies_are_those_of_the_turn(session: Session, conversation: Conversation) -> None:
    first = _hears(session, conversation, "one")
    second = _hears(session, conversation, "two")
    _says(session, conversation, "to two", second)
    _says(session, conversation, "to one", first)
    _says(session, conversation, "to nobody")
    found = {turn: journal.replies(session, conversation.id, turn=turn) for turn in (first, second)}
    assert {turn: [said.text for said in replies] for turn, replies in found.items()} == {
        first: ["to one"],
        second: ["to two"],
    }


@pytest.mark.parametrize(("after", "texts"), [(0, ["a", "b", "c"]), (1, ["b", "c"]), (3, []), (99, [])])
def test_since(session: Session, conversation: Conversation, after: int, texts: list[str]) -> None:
    _says(session, conversation, "a")
    _hears(session, conversation, "b")
    _says(session, conversation, "c")
    assert [said.text for said in journal.since(session, conversation.id, after=after)] == texts


def test_what_was_said_before_is_the_visitors_alone_the_oldest_first(
    session: Session, conversation: Conversation
) -> None:
    for text in ("a", "b", "c"):
        _hears(session, conversation, text)
        _says(session, conversation, "hm")
    assert list(journal.said_before(session, conversation.id, at_most=2)) == ["b", "c"]


def test_a_message_sent_twice_is_known_by_its_client_id(session: Session, conversation: Conversation) -> None:
    seq = _hears(session, conversation, "help", "abc")
    seen = journal.begun_by(session, conversation.id, "abc")
    assert seen is not None
    assert seen.seq == seq
    assert journal.begun_by(session, conversation.id, "other") is None
    assert journal.begun_by(session, "other", "abc") is None


def test_one_client_id_cannot_stand_twice(session: Session, conversation: Conversation) -> None:
    _hears(session, conversation, "help", "abc")
    with pytest.raises(IntegrityError):
        _hears(session, conversation, "help", "abc")


def test_a_button_shows_a_token_and_keeps_its_payload(session: Session, conversation: Conversation) -> None:
    line = Line(text="Pick", buttons=(("Sleep", "/describe_need"), ("Person", "door:person")))
    entry = journal.say(session, conversation, line, turn=NO_TURN, now=NOW)
    session.flush()
    shown = journal.shown(entry)
    assert [button.title for button in shown.buttons] == ["Sleep", "Person"]
    assert "describe_need" not in shown.model_dump_json()
    kept = {button.token: button.payload for button in session.scalars(select(Button))}
    assert [kept[button.token] for button in shown.buttons] == ["/describe_need", "door:person"]


def test_a_message_as_the_contract_has_it(session: Session, conversation: Conversation) -> None:
    service = {"id": "home-start", "name": "Home-Start"}
    line = Line(text="Here.", kind="services", extras={"services": [service]})
    entry = journal.say(session, conversation, line, turn=NO_TURN, now=NOW)
    assert journal.shown(entry).model_dump(by_alias=True) == {
        "seq": 1,
        "from": "bot",
        "name": None,
        "kind": "services",
        "text": "Here.",
        "buttons": [],
        "services": [service],
        "pathway": None,
        "contacts": [],
    }


def test_every_message_keeps_the_conversation_young(session: Session, conversation: Conversation) -> None:
    later = NOW + timedelta(days=3)
    journal.write_down(session, conversation, "hi", client_id=None, action="none", now=later)
    assert conversation.last_at == later
