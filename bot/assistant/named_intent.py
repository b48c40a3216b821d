"""Turns a question about a service that the front door recognised by its name into an intent.

The directory knows more names than examples could teach, and gets new ones without training.
"""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message

ASK_SERVICE, ASK_PATHWAY = "ask_service", "ask_pathway"
# Who asks for a person, for privacy or for a new start is not asking about the service beside it.
STAYS = frozenset({"ask_person", "ask_if_person", "ask_privacy", "delete_data", "start_again"})


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER], is_trainable=False)
class NamedIntent(GraphComponent):
    """Sets the intent `ask_service` where the front door says that a message asks about a service by its name.

    What sounds like a question for a rule, and has the words of one, stays one.
    """

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> NamedIntent:
        """Make the component; it has nothing to set up."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Mark each message that asks about a service by its name."""
        for message in messages:
            known = (message.get("metadata") or {}).get("known") or {}
            intent = (message.get("intent") or {}).get("name")
            is_rule = intent == ASK_PATHWAY and known.get("names_rule")
            if known.get("asks_by_name") and intent not in STAYS and not is_rule:
                message.set("intent", {"name": ASK_SERVICE, "confidence": 1.0}, add_to_output=True)
        return messages
