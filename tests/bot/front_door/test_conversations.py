"""Conversations are opened by their own token alone."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from bot.errors import NoSuchConversation, WrongToken
from bot.front_door import conversations
from bot.models import Conversation
from tests.bot.house import NOW


def _start(session: Session) -> tuple[Conversation, str]:
    started = conversations.start(
        session, channel="web", audience="parent", area="peterborough", language=None, now=NOW
    )
    session.flush()
    return started


def test_the_token_opens_its_conversation(session: Session) -> None:
    conversation, token = _start(session)
    assert conversations.find(session, conversation.id, token) is conversation
    assert (conversation.state, conversation.audience, conversation.area) == ("bot", "parent", "peterborough")


def test_only_the_hash_of_the_token_is_kept(session: Session) -> None:
    conversation, token = _start(session)
    assert token not in str(vars(conversation))


def test_no_other_token_opens_it(session: Session) -> None:
    conversation, _ = _start(session)
    _, of_another = _start(session)
    for token in (of_another, "", conversation.token_hash):
        with pytest.raises(WrongToken):
            conversations.find(session, conversation.id, token)


def test_unknown(session: Session) -> None:
    with pytest.raises(NoSuchConversation):
        conversations.find(session, "nope", "token")
    assert conversations.by_id(session, "nope") is None


def test_an_ended_one_is_not_found_unless_asked_for(session: Session) -> None:
    conversation, token = _start(session)
    conversation.state = "ended"
    with pytest.raises(NoSuchConversation):
        conversations.find(session, conversation.id, token)
    assert conversations.find(session, conversation.id, token, ended_too=True) is conversation


@pytest.mark.parametrize("ended_too", [True, False])
def test_one_that_was_erased_is_never_found(session: Session, ended_too: bool) -> None:
    conversation, token = _start(session)
    conversation.token_hash = ""
    for shown in (token, ""):
        with pytest.raises(NoSuchConversation):
            conversations.find(session, conversation.id, shown, ended_too=ended_too)


def test_ids_and_tokens_cannot_be_guessed(session: Session) -> None:
    started = [_start(session) for _ in range(3)]
    assert len({conversation.id for conversation, _ in started} | {token for _, token in started}) == 6
    assert all(len(conversation.id) == 32 and len(token) == 32 for conversation, token in started)
