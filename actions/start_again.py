"""`action_start_again`: forgets what was told, except where somebody lives and who they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker

from actions import slots

FORGOTTEN = (slots.NEEDS, slots.AGES, slots.SHOWN, slots.SEEN, slots.PATHWAY_QUESTION, "requested_slot")


@dataclass(frozen=True)
class ActionStartAgain(Action):
    """Begins anew, for another child or another worry."""

    def name(self) -> str:
        """Name the action as domain.yml does."""
        return "action_start_again"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        """Empty the slots and ask the first question."""
        dispatcher.utter_message(response="utter_start_again")
        return [SlotSet(name, None) for name in FORGOTTEN]
