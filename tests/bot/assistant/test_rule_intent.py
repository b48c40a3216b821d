"""A professional's words about a rule become a question about it, where they half sound like one."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.engine.graph import ExecutionContext
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message

from bot.assistant.rule_intent import RuleIntent

NAMED = {"names_rule": True, "professional": True}


@pytest.mark.parametrize(
    ("known", "audience", "intent", "likely", "becomes"),
    [
        (NAMED, None, "describe_need", 0.3, "ask_pathway"),
        (NAMED, None, "describe_need", 0.29, "describe_need"),
        (NAMED, None, "ask_person", 0.9, "ask_person"),
        ({"names_rule": True}, "professional", "inform", 0.5, "ask_pathway"),
        ({"names_rule": True}, "parent", "inform", 0.5, "inform"),
        ({"professional": True}, None, "describe_need", 0.9, "describe_need"),
        ({}, None, "describe_need", 0.9, "describe_need"),
    ],
)
def test_the_intent(
    storage: ModelStorage, resource: Resource, context: ExecutionContext,
    known: dict[str, Any], audience: str | None, intent: str, likely: float, becomes: str,
) -> None:  # fmt: skip
    component = RuleIntent.create(RuleIntent.get_default_config(), storage, resource, context)
    said = {
        "intent": {"name": intent},
        "intent_ranking": [{"name": "ask_pathway", "confidence": likely}],
        "entities": [{"entity": "audience", "value": audience}],
        "metadata": {"known": known},
    }
    [message] = component.process([Message(said)])
    assert message.get("intent")["name"] == becomes
