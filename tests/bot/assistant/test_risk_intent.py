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
AGE = {"entity": "age", "value": 14.0}
DISCLOSURE = {"name": "disclose_risk", "confidence": 1.0}


@pytest.mark.parametrize(
    ("metadata", "intent", "entities"),
    [
        ({"action": "emergency"}, DISCLOSURE, [SLEEP]),  # the age may be what the form asks for
        ({"action": "escalate"}, DISCLOSURE, [SLEEP]),
        ({"action": "check_in"}, GUESSED, [SLEEP, AGE]),
        ({"action": "none"}, GUESSED, [SLEEP, AGE]),
        ({}, GUESSED, [SLEEP, AGE]),
        (None, GUESSED, [SLEEP, AGE]),
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
    said = Message({"text": "…", "intent": GUESSED, "entities": [SLEEP, AGE], "metadata": metadata})
    [message] = RiskIntent.create({}, storage, resource, context).process([said])
    assert message.get("intent") == intent
    assert message.get("entities") == entities
