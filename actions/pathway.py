"""`action_pathway`: which duty, panel, form or route applies, with its law and its source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker

from actions import slots
from actions.cards import Cards, joined
from actions.known import Known
from actions.library import Library
from services_directory.card import pathway_card
from services_directory.pathways import find


@dataclass(frozen=True)
class ActionPathway(Action):
    """Shows the closest rule. A rule always names the councils that it belongs to."""

    library: Library
    cards: Cards

    def name(self) -> str:
        """Name the action as domain.yml does."""
        return "action_pathway"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        """Find the rule that the question points to."""
        known = Known.of(tracker)
        text = tracker.latest_message.get("text") or ""
        with self.library.open() as session:
            found = find(session, text=text, needs=_needs_of(tracker), area=known.council)
            card = pathway_card(found[0]) if found else None
        if card is None:
            dispatcher.utter_message(response="utter_no_pathway")
            return []
        dispatcher.utter_message(
            response="utter_pathway",
            lead=self._lead(card, known),
            json_message={"kind": "pathway", "pathway": card | {"freshness": self.cards.freshness(card)}},
        )
        return [SlotSet(slots.SHOWN_PATHWAY, card["id"]), SlotSet(slots.SHOWN, [])]

    def _lead(self, card: dict[str, Any], known: Known) -> str:
        words = self.cards.words
        areas = joined([words.area(area) for area in card["areas"]])
        said = [card["name"] + ".", words.say("pathway.areas", areas=areas)]
        if known.council is None:
            said.append(words.say("pathway.area_unknown"))
        return " ".join(said)


def _needs_of(tracker: Tracker) -> list[str]:
    """Return the needs of this question alone: an earlier one must not colour the answer."""
    entities = tracker.latest_message.get("entities") or []
    return [entity["value"] for entity in entities if entity.get("entity") == slots.NEED_ENTITY]
