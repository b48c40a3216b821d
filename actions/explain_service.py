"""`action_explain_service`: what a service is that somebody asks about by its name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from sqlalchemy.orm import Session

from actions import slots
from actions.cards import PROFESSIONAL, Cards, joined
from actions.known import Known
from actions.library import Library
from services_directory.card import found_wrong
from services_directory.models import NATIONAL, WHOLE_ENTRY, Service
from services_directory.naming import find
from services_directory.schedule import open_now

AT_ONCE = 3


@dataclass(frozen=True)
class ActionExplainService(Action):
    """Explains, and says how sure that is; a service is shown as a card only to whom it may be offered."""

    library: Library
    cards: Cards

    def name(self) -> str:
        """Name the action as domain.yml does."""
        return "action_explain_service"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        """Find the name in the words that were typed."""
        known = Known.of(tracker)
        with self.library.open() as session:
            found = self._named(session, tracker.latest_message.get("text") or "", known)
            if not found:
                dispatcher.utter_message(response="utter_unknown_service")
                return []
            text = "\n\n".join(self.explain(service, known) for service in found)
            cards = [self.card(service, known) for service in found if may_see(service, known)]
            shown = [service.id for service in found]
        custom = {"kind": "services", "services": cards} if cards else {}
        dispatcher.utter_message(response="utter_explain_service", text_of_service=text, json_message=custom)
        return [SlotSet(slots.SHOWN, shown)]

    def _named(self, session: Session, text: str, known: Known) -> list[Service]:
        """Return the services of that name, those of the person's own council when it is known."""
        found = find(session, text)
        here = [service for service in found if _covers(service, known.council)]
        return (here or found)[:AT_ONCE]

    def explain(self, service: Service, known: Known) -> str:
        """What it is and how sure that is; to whom no card is shown also for whom, and where that comes from."""
        said = [f"{service.name}. {service.description}"]
        standing = "wrong" if found_wrong(service) else service.standing
        said.append(
            ("" if standing == "wrong" else service.alert) or self.cards.words.say(f"explain.{standing}")
        )
        if not _covers(service, known.council) or known.council is None:
            said.append(self._where(service))
        if not may_see(service, known):
            said += [service.eligibility_description or "", service.no_contact or ""]
            if is_live(service) and service.needs and not _is_for_families(service):
                said.append(self.cards.words.say("explain.professionals"))
            said.append(self.cards.proof(self.card(service, known)["evidence"]))
        return " ".join(filter(None, said))

    def _where(self, service: Service) -> str:
        """Say for whose councils a service is: an old paper of one is no news of another."""
        areas = [row.area for row in service.areas]
        if NATIONAL in areas:
            return ""
        return self.cards.words.say("explain.where", areas=joined([*map(self.cards.words.area, areas)]))

    def card(self, service: Service, known: Known) -> dict[str, Any]:
        """Return the card of a service, without a reason for it."""
        is_open = open_now(service.schedules, self.library.now())
        return self.cards.of_service(service, known, open_now=is_open)


def may_see(service: Service, known: Known) -> bool:
    """Professionals see the evidence of what is no route any more; families only what they may be offered."""
    return _is_for(service, known) and (is_live(service) or known.audience == PROFESSIONAL)


def _is_for(service: Service, known: Known) -> bool:
    """Whether a card is shown to who asks by name: a parent may ask for what is for the young, and the other way."""
    if known.audience == PROFESSIONAL:
        return PROFESSIONAL in [row.audience for row in service.audiences]
    return _is_for_families(service)


def _is_for_families(service: Service) -> bool:
    return any(row.audience != PROFESSIONAL for row in service.audiences)


def is_live(service: Service) -> bool:
    """Whether anybody may take it as a route today. Grade X is a source that confirms nothing."""
    unproven = any(proof.grade == "X" and proof.fact in WHOLE_ENTRY for proof in service.evidence)
    return service.standing in ("confirmed", "unconfirmed") and not unproven and not found_wrong(service)


def _covers(service: Service, council: str | None) -> bool:
    return council is None or any(row.area in (council, NATIONAL) for row in service.areas)
