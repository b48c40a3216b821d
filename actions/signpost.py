"""`action_signpost`: what was told in, services that fit out, each with why it was chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker

from actions import slots
from actions.asked import Asked
from actions.cards import PROFESSIONAL, Cards
from actions.known import Known
from actions.library import Library
from actions.pathways import Pathways, Said
from services_directory.matching import match


@dataclass(frozen=True)
class ActionSignpost(Action):
    """Shows at most three services, the lowest level that meets the need first."""

    library: Library
    cards: Cards
    pathways: Pathways

    def name(self) -> str:
        """Name the action as domain.yml does."""
        return "action_signpost"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        """Ask the directory and say what it found."""
        if not _told_something(tracker):
            dispatcher.utter_message(response="utter_nlu_fallback")
            return []
        known = Known.of(tracker)
        asked = Asked.of(tracker)
        if asked and self.pathways.go_on(dispatcher, asked, Said.of(tracker, known), known):
            return []
        if question := _question_of_a_professional(tracker):
            self.pathways.begin(dispatcher, question, known)
            return []
        with self.library.open() as session:
            found = match(session, known.question(), now=self.library.now())
            services = self.cards.of_matches(found, known)
        dispatcher.utter_message(
            response=self._response(known, found=bool(services)),
            reflection=self.cards.needs.reflection(known.needs, known.audience),
            lead=self._lead(known),
            json_message={"kind": "services", "services": services} if services else {},
        )
        shown = [service["id"] for service in services]
        return [
            SlotSet(slots.NEEDS, list(known.needs)),
            SlotSet(slots.SHOWN, shown),
            SlotSet(slots.SEEN, shown),
            SlotSet(slots.PATHWAY_QUESTION, None),
        ]

    def _response(self, known: Known, *, found: bool) -> str:
        if known.area == slots.OUTSIDE:
            return "utter_outside"
        return "utter_signpost" if found else "utter_nothing_found"

    def _lead(self, known: Known) -> str:
        if known.council is None:
            return self.cards.words.say("lead.national")
        name = "professional" if known.audience == PROFESSIONAL else "here"
        return self.cards.words.say(f"lead.{name}", area=self.cards.words.area(known.council))


def _told_something(tracker: Tracker) -> bool:
    """Return whether the last message holds anything to look for. An intent alone may be a guess at nonsense.

    Declining to say is an answer of its own, to a question of the form.
    """
    answered = tracker.get_intent_of_latest_message() == "decline_to_say"
    return answered or bool(tracker.latest_message.get("entities"))


def _question_of_a_professional(tracker: Tracker) -> str | None:
    """Return the question about a rule that the council, just told, may answer differently."""
    entities = {entity.get("entity") for entity in tracker.latest_message.get("entities") or []}
    told_where = "area" in entities and slots.NEED_ENTITY not in entities
    return tracker.get_slot(slots.PATHWAY_QUESTION) if told_where else None
