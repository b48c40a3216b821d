"""The second line of safety: a disclosure leaves any form and is answered by the safety marker, then Rasa listens.

The front door has picked the card before Rasa sees the message; Rasa's own answer is only a marker for it.
"""

from __future__ import annotations

from typing import Any

from rasa.core.featurizers.precomputation import MessageContainerForCoreFeaturization
from rasa.core.policies.policy import Policy, PolicyPrediction
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.constants import ACTION_LISTEN_NAME, REQUESTED_SLOT
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActiveLoop, SlotSet
from rasa.shared.core.generator import TrackerWithCachedStates
from rasa.shared.core.trackers import DialogueStateTracker

from bot.assistant.risk_intent import DISCLOSE_RISK

UTTER_SAFETY = "utter_safety"
SIGNPOST = "action_signpost"


@DefaultV1Recipe.register(
    [DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT], is_trainable=False
)
class SafetyPolicy(Policy):
    """Above all others: priority 100, confidence 1.0, and no user prediction, since otherwise forms swallow it."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the priority: RulePolicy's is 4."""
        return {"priority": 100}

    def train(
        self, training_trackers: list[TrackerWithCachedStates], domain: Domain, **kwargs: Any
    ) -> Resource:
        """Learn nothing."""
        return self._resource

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: dict[str, Any] | None = None,
        precomputations: MessageContainerForCoreFeaturization | None = None,
        **kwargs: Any,
    ) -> PolicyPrediction:
        """Answer a disclosure with the marker, perhaps services too, and leave the form; then listen; else abstain."""
        probabilities = self._default_predictions(domain)
        message = tracker.latest_message
        if message is None or message.intent.get("name") != DISCLOSE_RISK:
            return self._prediction(probabilities)
        action = _next(tracker)
        probabilities[domain.index_for_action(action)] = 1.0
        leave_form = [ActiveLoop(None), SlotSet(REQUESTED_SLOT, None)] if action == UTTER_SAFETY else []
        return self._prediction(probabilities, is_no_user_prediction=True, optional_events=leave_form)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> SafetyPolicy:
        """Make the policy; nothing was stored."""
        return cls(config, model_storage, resource, execution_context)


def _next(tracker: DialogueStateTracker) -> str:
    """Return what follows in the turn of a disclosure: the marker, then services if they were asked for."""
    if tracker.latest_action_name == UTTER_SAFETY and _asks_for_services(tracker):
        return SIGNPOST
    answered = tracker.latest_action_name in (UTTER_SAFETY, SIGNPOST)
    return str(ACTION_LISTEN_NAME) if answered else UTTER_SAFETY


def _asks_for_services(tracker: DialogueStateTracker) -> bool:
    """Whether a need was told, the council is known, and services may stand beside the card."""
    message = tracker.latest_message
    needs = [entity for entity in message.entities if entity.get("entity") == "need"]
    beside = bool((message.metadata or {}).get("beside"))
    return beside and bool(needs) and bool(tracker.get_slot("area"))
