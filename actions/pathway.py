"""`action_pathway`: which duty, panel, form or route applies, with its law and its source."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker

from actions import slots
from actions.cards import Cards, joined
from actions.known import Known
from actions.library import Library
from services_directory.card import pathway_card
from services_directory.pathways import find, undecided


@dataclass(frozen=True)
class Pathways:
    """Tells the rule that a question points to. A rule always names the councils that it belongs to."""

    library: Library
    cards: Cards

    def tell(self, dispatcher: CollectingDispatcher, question: str, known: Known) -> None:
        """Say the closest rule, ask for the council where rules differ, or say that there is none."""
        with self.library.open() as session:
            if known.area is None and undecided(session, text=question, needs=known.needs):
                dispatcher.utter_message(response="utter_pathway_area")
                return
            found = find(session, text=question, needs=known.needs, area=known.council)
            card = pathway_card(found[0]) if found else None
        if card is None:
            dispatcher.utter_message(response="utter_no_pathway")
            return
        custom = {"kind": "pathway", "pathway": card | {"freshness": self.cards.freshness(card)}}
        dispatcher.utter_message(response="utter_pathway", lead=self._lead(card, known), json_message=custom)

    def _lead(self, card: dict[str, Any], known: Known) -> str:
        words = self.cards.words
        areas = joined([words.area(area) for area in card["areas"]])
        said = [card["name"] + ".", words.say("pathway.areas", areas=areas)]
        if known.council is None:
            said.append(words.say("pathway.area_unknown"))
        return " ".join(said)


@dataclass(frozen=True)
class ActionPathway(Action):
    """Answers a professional's question, and keeps it: it is answered again when the council is told."""

    pathways: Pathways

    def name(self) -> str:
        """Name the action as domain.yml does."""
        return "action_pathway"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        """Find the rule that the question points to."""
        question = tracker.latest_message.get("text") or ""
        needs = _needs_of(tracker)
        self.pathways.tell(dispatcher, question, replace(Known.of(tracker), needs=tuple(needs)))
        # No age is asked for a rule: only the council can change it.
        return [
            SlotSet(slots.PATHWAY_QUESTION, question),
            SlotSet(slots.NEEDS, needs),
            SlotSet(slots.AGES, tracker.get_slot(slots.AGES) or [slots.NOT_TOLD]),
            SlotSet(slots.SHOWN, []),
        ]


def _needs_of(tracker: Tracker) -> list[str]:
    """Return the needs of this question alone: an earlier one must not colour the answer."""
    entities = tracker.latest_message.get("entities") or []
    return [entity["value"] for entity in entities if entity.get("entity") == slots.NEED_ENTITY]
