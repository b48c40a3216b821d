"""Turns what the safety screen said into an intent.

The front door screens every message and sends the action along as metadata. This component only passes it on:
it never looks at the words, so it can neither add to the screen nor take from it.
"""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message

from bot.safety.screening import HANDED_OVER

DISCLOSE_RISK = "disclose_risk"
# What somebody told with a disclosure and must not be asked again. An age may be the form's question: it is left out.
STILL_TOLD = frozenset({"need", "area", "audience"})


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER], is_trainable=False)
class RiskIntent(GraphComponent):
    """Sets the intent `disclose_risk`, and takes ages away: no question of the form is filled with a disclosure."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> RiskIntent:
        """Make the component; it has nothing to set up."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Mark each message that the screen handed over to a person."""
        for message in messages:
            if (message.get("metadata") or {}).get("action") in HANDED_OVER:
                message.set("intent", {"name": DISCLOSE_RISK, "confidence": 1.0}, add_to_output=True)
                told = [entity for entity in message.get("entities", []) if entity["entity"] in STILL_TOLD]
                message.set("entities", told, add_to_output=True)
        return messages
