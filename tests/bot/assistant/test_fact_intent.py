"""What is said next to a question for a fact becomes the intent that answers it."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.engine.graph import ExecutionContext
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message

from bot.assistant.fact_intent import FactIntent

ASKED = {"asked": {"decision": "stay", "fact": "setting", "answers": {}}}


@pytest.mark.parametrize(
    ("known", "intent", "becomes"),
    [
        (ASKED, "affirm", "answer_fact"),
        (ASKED, "describe_need", "answer_fact"),
        (ASKED, "nlu_fallback", "answer_fact"),
        (ASKED, "ask_pathway", "ask_pathway"),  # the action reads whether it is an answer all the same
        (ASKED, "ask_person", "ask_person"),
        (ASKED, "ask_urgent", "ask_urgent"),
        ({"asked": None}, "affirm", "affirm"),
        (None, "affirm", "affirm"),
    ],
)
def test_the_intent(
    storage: ModelStorage, resource: Resource, context: ExecutionContext,
    known: dict[str, Any] | None, intent: str, becomes: str,
) -> None:  # fmt: skip
    component = FactIntent.create({}, storage, resource, context)
    metadata = None if known is None else {"known": known}
    [message] = component.process([Message({"text": "x", "intent": {"name": intent}, "metadata": metadata})])
    assert message.get("intent")["name"] == becomes


@pytest.mark.parametrize(("entity", "becomes"), [("area", "answer_fact"), ("age", "inform")])
def test_only_a_council_answers_the_question_for_it(
    storage: ModelStorage, resource: Resource, context: ExecutionContext, entity: str, becomes: str
) -> None:
    component = FactIntent.create({}, storage, resource, context)
    asked = {"decision": "stay", "fact": "area", "answers": {}}
    said = {"text": "x", "intent": {"name": "inform"}, "entities": [{"entity": entity, "value": "x"}]}
    [message] = component.process([Message({**said, "metadata": {"known": {"asked": asked}}})])
    assert message.get("intent")["name"] == becomes
