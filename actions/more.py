"""`action_more`: other services for the same needs, those not shown yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker

from actions import slots
from actions.cards import Cards
from actions.known import Known
from actions.library import Library
from services_directory.matching import match

AT_ONCE = 3


@dataclass(frozen=True)
class ActionMore(Action):
    """Goes on down the list, and says so when it ends."""

    library: Library
    cards: Cards

    def name(self) -> str:
        """Name the action as domain.yml does."""
        return "action_more"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        """Show the next services."""
        known = Known.of(tracker)
        if not known.needs:
            dispatcher.utter_message(response="utter_nothing_shown")
            return []
        seen = list(tracker.get_slot(slots.SEEN) or [])
        with self.library.open() as session:
            found = match(session, known.question(), now=self.library.now(), limit=len(seen) + AT_ONCE)
            new = [one for one in found if one.service.id not in seen][:AT_ONCE]
            services = self.cards.of_matches(new, known)
        if not services:
            dispatcher.utter_message(response="utter_nothing_more")
            return []
        dispatcher.utter_message(
            response="utter_more", json_message={"kind": "services", "services": services}
        )
        shown = [service["id"] for service in services]
        return [SlotSet(slots.SHOWN, shown), SlotSet(slots.SEEN, seen + shown)]
