"""`action_pathway`: which duty, panel, form or route applies, with its law and its source."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from rasa_sdk.events import ActiveLoop, EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker

from actions import slots
from actions.asked import Asked
from actions.known import Known
from actions.pathways import Pathways, Said


@dataclass(frozen=True)
class ActionPathway(Action):
    """Takes up a professional's question, or an answer to the fact that was asked for.

    The question is kept: it is answered again when the council is told.
    """

    pathways: Pathways

    def name(self) -> str:
        """Name the action as domain.yml does."""
        return "action_pathway"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        """Ask for the next fact that matters, or tell the rules that apply."""
        needs, asked = _needs_of(tracker), Asked.of(tracker)
        known = replace(Known.of(tracker), needs=tuple(needs))
        if asked and self.pathways.go_on(dispatcher, asked, Said.of(tracker, known), known):
            return [ActiveLoop(None)]
        question = tracker.latest_message.get("text") or ""
        self.pathways.begin(dispatcher, question, known)
        # No age is asked for a rule: only its own facts and the council can change it.
        return [
            SlotSet(slots.PATHWAY_QUESTION, question),
            SlotSet(slots.NEEDS, needs),
            SlotSet(slots.AGES, tracker.get_slot(slots.AGES) or [slots.NOT_TOLD]),
            SlotSet(slots.SHOWN, []),
            ActiveLoop(None),
        ]


def _needs_of(tracker: Tracker) -> list[str]:
    """Return the needs of this question alone: an earlier one must not colour the answer."""
    entities = tracker.latest_message.get("entities") or []
    return [entity["value"] for entity in entities if entity.get("entity") == slots.NEED_ENTITY]
