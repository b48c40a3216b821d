"""What the safety screen said becomes an intent, and nothing of a disclosure fills a form."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.engine.graph import ExecutionContext
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message

from bot.assistant.risk_intent import RiskIntent

GUESSED = {"name": "describe_need", "confidence": 0.9}
SLEEP = {"entity": "need", "value": "sleep"}
DISCLOSURE = {"name": "disclose_risk", "confidence": 1.0}


@pytest.mark.parametrize(
    ("metadata", "intent", "entities"),
    [
        ({"action": "emergency"}, DISCLOSURE, []),
        ({"action": "escalate"}, DISCLOSURE, []),
        ({"action": "check_in"}, GUESSED, [SLEEP]),
        ({"action": "none"}, GUESSED, [SLEEP]),
        ({}, GUESSED, [SLEEP]),
        (None, GUESSED, [SLEEP]),
    ],
)
def test_a_disclosure_is_passed_on(
    storage: ModelStorage,
    resource: Resource,
    context: ExecutionContext,
    metadata: dict[str, Any] | None,
    intent: dict[str, Any],
    entities: list[dict[str, Any]],
) -> None:
    said = Message({"text": "…", "intent": GUESSED, "entities": [SLEEP], "metadata": metadata})
    [message] = RiskIntent.create({}, storage, resource, context).process([said])
    assert message.get("intent") == intent
    assert message.get("entities") == entities
