"""`action_about_shown`: "is it free?", "how do I get that?" and the like, about what was shown last."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker

from actions import slots
from actions.cards import Cards, joined
from actions.known import Known
from actions.library import Library
from actions.words import Words
from services_directory.models import Service
from services_directory.schedule import open_now

Card = dict[str, Any]


@dataclass(frozen=True)
class ActionAboutShown(Action):
    """Answers from the facts of the services shown last, one line each, and says when a fact is not known."""

    library: Library
    cards: Cards

    def name(self) -> str:
        """Name the action as domain.yml does."""
        return "action_about_shown"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        """Say the fact that was asked for."""
        cards = self._shown(tracker)
        if not cards:
            dispatcher.utter_message(response="utter_nothing_shown")
            return []
        tell = FACTS[tracker.get_intent_of_latest_message() or ""]
        dispatcher.utter_message(response="utter_about_shown", facts=self._facts(cards, tell))
        return []

    def _facts(self, cards: list[Card], tell: Callable[[Card, Words], str]) -> str:
        """Say each fact once, with the names of the services that share it."""
        names: dict[str, list[str]] = {}
        for card in cards:
            names.setdefault(tell(card, self.cards.words), []).append(card["name"])
        return "\n\n".join(
            self.cards.words.say("about.line", names=joined(named), fact=fact)
            for fact, named in names.items()
        )

    def _shown(self, tracker: Tracker) -> list[Card]:
        known = Known.of(tracker)
        with self.library.open() as session:
            services = [session.get(Service, shown) for shown in tracker.get_slot(slots.SHOWN) or []]
            return [
                self.cards.of_service(
                    service, known, open_now=open_now(service.schedules, self.library.now())
                )
                for service in services
                if service is not None
            ]


def _ask(card: Card, words: Words) -> str:
    return str(card.get("no_contact") or words.say("about.ask"))


def _cost(card: Card, _words: Words) -> str:
    return str(card["cost"])


def _how_to_get(card: Card, words: Words) -> str:
    if not card["how_to_get"]:
        return words.say("about.how_to_get.unknown", ask=_ask(card, words))
    steps = "\n".join(f"{place}. {step}" for place, step in enumerate(card["how_to_get"], start=1))
    return words.say("about.how_to_get.known", steps=steps)


def _open_now(card: Card, words: Words) -> str:
    hours = card["hours"]
    state = {True: "open", False: "shut", None: "hours" if hours else "unknown"}[card["open_now"]]
    return words.say(f"about.open_now.{state}", hours=hours or "").strip()


def _contact(card: Card, words: Words) -> str:
    contacts = [" ".join(filter(None, (one["value"], one.get("label")))) for one in card["contacts"]]
    return "; ".join(contacts) or card.get("no_contact") or words.say("about.contact")


def _waiting_time(_card: Card, words: Words) -> str:
    return words.say("about.waiting_time")


def _who_for(card: Card, words: Words) -> str:
    return card["who_for"] or words.say("about.who_for")


def _consent(card: Card, words: Words) -> str:
    return card.get("consent") or words.say("about.consent")


def _evidence(card: Card, _words: Words) -> str:
    return str(card["freshness"])


FACTS: dict[str, Callable[[Card, Words], str]] = {
    "ask_cost": _cost,
    "ask_how_to_get": _how_to_get,
    "ask_open_now": _open_now,
    "ask_contact": _contact,
    "ask_waiting_time": _waiting_time,
    "ask_who_for": _who_for,
    "ask_consent": _consent,
    "ask_evidence": _evidence,
}
