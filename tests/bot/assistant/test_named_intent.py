"""A service that the front door recognised by its name becomes the intent that asks about it."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.engine.graph import ExecutionContext
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message

from bot.assistant.named_intent import NamedIntent


@pytest.mark.parametrize(
    ("known", "intent", "becomes"),
    [
        ({"asks_by_name": True}, "describe_need", "ask_service"),
        ({"asks_by_name": True}, "nlu_fallback", "ask_service"),
        ({"asks_by_name": True}, "ask_person", "ask_person"),
        ({"asks_by_name": True}, "ask_pathway", "ask_service"),
        ({"asks_by_name": True, "names_rule": True}, "ask_pathway", "ask_pathway"),
        ({"asks_by_name": True, "names_rule": True}, "describe_need", "ask_service"),
        ({"asks_by_name": False}, "describe_need", "describe_need"),
        ({}, "describe_need", "describe_need"),
        (None, "describe_need", "describe_need"),
    ],
)
def test_the_intent(
    storage: ModelStorage, resource: Resource, context: ExecutionContext,
    known: dict[str, Any] | None, intent: str, becomes: str,
) -> None:  # fmt: skip
    named = NamedIntent.create({}, storage, resource, context)
    metadata = None if known is None else {"known": known}
    [message] = named.process([Message({"text": "x", "intent": {"name": intent}, "metadata": metadata})])
    assert message.get("intent")["name"] == becomes
