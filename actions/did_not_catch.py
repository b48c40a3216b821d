"""`action_did_not_catch`: before the form asks again, says why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker

from actions import slots


@dataclass(frozen=True)
class ActionDidNotCatch(Action):
    """Says what was unclear: which council, what is needed, or just that it was not understood."""

    def name(self) -> str:
        """Name the action as domain.yml does."""
        return "action_did_not_catch"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        """Say it; the form then asks its question."""
        entities = {entity.get("entity") for entity in tracker.latest_message.get("entities") or []}
        if slots.AREA_UNCLEAR in entities:
            dispatcher.utter_message(response="utter_area_unclear")
        elif tracker.get_slot("requested_slot") == slots.NEEDS:
            dispatcher.utter_message(response="utter_needs_unclear")
        else:
            dispatcher.utter_message(response="utter_did_not_catch")
        return []
