"""`action_answer`: the response that has the name of the intent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker


@dataclass(frozen=True)
class ActionAnswer(Action):
    """Answers a plain intent: `greet` with `utter_greet`, and so on."""

    def name(self) -> str:
        """Name the action as domain.yml does."""
        return "action_answer"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        """Say the response of the latest intent."""
        dispatcher.utter_message(
            response=f"utter_{tracker.get_intent_of_latest_message(skip_fallback_intent=False)}"
        )
        return []
