"""Takes a professional's message with the words of a rule for a question about it, where it half sounds like one.

"We have a young carer of 9 in our school, who do we tell" sounds first of all like a need.
"""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY
from rasa.shared.nlu.training_data.message import Message

from bot.assistant.named_intent import ASK_PATHWAY

# What such a question is taken for. A wish of its own, such as for a person or for privacy, stays what it is.
TAKEN_FOR = frozenset(
    {"describe_need", "inform", "nlu_fallback", "out_of_scope", "ask_consent", "ask_how_to_get"}
)


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER], is_trainable=False)
class RuleIntent(GraphComponent):
    """Sets the intent `ask_pathway` where the front door says that a professional names a rule's words."""

    def __init__(self, at_least: float) -> None:
        self._at_least = at_least

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return how likely the classifier must find a question about a rule."""
        return {"at_least": 0.3}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> RuleIntent:
        """Make the component."""
        return cls(config["at_least"])

    def process(self, messages: list[Message]) -> list[Message]:
        """Mark each message that asks about a rule."""
        for message in messages:
            if self._asks(message):
                message.set(INTENT, {"name": ASK_PATHWAY, "confidence": 1.0}, add_to_output=True)
        return messages

    def _asks(self, message: Message) -> bool:
        known = (message.get("metadata") or {}).get("known") or {}
        told = [one["value"] for one in message.get("entities") or [] if one["entity"] == "audience"]
        if not known.get("names_rule") or not (known.get("professional") or "professional" in told):
            return False
        likely = {one["name"]: one["confidence"] for one in message.get(INTENT_RANKING_KEY) or []}
        is_taken = (message.get(INTENT) or {}).get("name") in TAKEN_FOR
        return is_taken and likely.get(ASK_PATHWAY, 0.0) >= self._at_least
