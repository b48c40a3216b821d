"""Turns what is said next to a question for a fact into the intent `answer_fact`.

No example could teach it: "section 3" or "a charity" is an answer only because of what was asked.
"""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message

ANSWER_FACT = "answer_fact"
AREA = "area"  # not a fact of the case, but asked for in the same way; also an answer may leave it open
# What else an answer sounds like. Everything else is a question or a wish of its own, and comes first.
GIVE_WAY = frozenset(
    {
        "affirm",
        "deny",
        "decline_to_say",
        "describe_need",
        "inform",
        "nlu_fallback",
        "out_of_scope",
        "small_talk",
    }
)


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER], is_trainable=False)
class FactIntent(GraphComponent):
    """Sets the intent where the front door says that a fact was asked for."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> FactIntent:
        """Make the component; it has nothing to set up."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Mark each message that answers a question for a fact."""
        for message in messages:
            asked = ((message.get("metadata") or {}).get("known") or {}).get("asked")
            intent = (message.get("intent") or {}).get("name")
            if asked and intent in GIVE_WAY and (asked["fact"] != AREA or _names_a_council(message)):
                message.set("intent", {"name": ANSWER_FACT, "confidence": 1.0}, add_to_output=True)
        return messages


def _names_a_council(message: Message) -> bool:
    return any(entity["entity"] == AREA for entity in message.get("entities") or [])
