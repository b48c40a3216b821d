"""A tracker in, an action run, events and messages out; and a small directory in which each fact is there or not."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions.words import Words
from services_directory.content import Content

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)  # a Monday morning

say = Words.load().say
NO_DOMAIN = DomainDict(intents=[], entities=[], slots={}, responses={}, actions=[], forms={})
REFLECTIONS = {"parent": "That is hard.", "young_person": "That is hard for you.", "professional": "You ask."}
EVIDENCE = {"fact": "all", "source": "Council page", "grade": "A", "checked": "2026-11-01"}
WRONG = "01234 567899"
PHONE = {"kind": "phone", "value": "01234 567890", "grade": "A", "source": "Page", "checked": "2026-11-01"}
EVERYBODY = ["parent", "young_person", "professional"]


def _service(service_id: str, **facts: Any) -> dict[str, Any]:
    return {
        "id": service_id,
        "name": service_id.replace("-", " ").capitalize(),
        "organization": "council",
        "kind": "service",
        "standing": "confirmed",
        "level": "community",
        "description": "It helps.",
        "areas": ["peterborough"],
        "audiences": EVERYBODY,
        "needs": ["sleep"],
        "evidence": [EVIDENCE],
        **facts,
    }


FULL = _service(
    "night-owls",
    also_needs=["money"],
    eligibility_description="Parents of children under 6.",
    minimum_age=0,
    maximum_age=5,
    application_process=["Ring them.", "Say when you can come."],
    professional_process=["Send the form."],
    consent="A parent says yes first.",
    cost_option="free",
    hours="Monday to Friday, 9 to 5",
    schedules=[{"byday": ["MO"], "opens_at": "09:00", "closes_at": "17:00"}],
    contacts=[{**PHONE, "label": "choose option 2"}, {**PHONE, "value": "help@example.org", "kind": "email"}],
    evidence=[{**EVIDENCE, "source": "Council early help strategy, 2021", "date": "2021-04"}],
)
BARE = _service("moon-club", standing="unconfirmed", level="more")
OTHERS = [
    _service(
        "dream-line",
        areas=["national"],
        minimum_age=16,
        cost_option="paid",
        hours="Evenings",
        evidence=[{**EVIDENCE, "date": "2021-04"}],
    ),
    _service("rest-team", level="targeted", maximum_age=18, cost_option="varies", no_contact="Ask your GP."),
    _service(
        "late-shift",
        level="specialist",
        schedules=[{"byday": ["SU"], "opens_at": "09:00", "closes_at": "17:00"}],
    ),
    _service("money-desk", needs=["money"], areas=["cumberland"], alert="Not sure it is open. Ask."),
    _service("sleep-panel", kind="panel", audiences=["professional"]),
    _service("old-nest", standing="ended", alert="It has closed."),
    _service("faded-nest", standing="ended"),
    _service("new-nest", standing="planned_then", needs=[]),
    _service(
        "ghost-gate",
        standing="unconfirmed",
        audiences=["professional"],
        evidence=[{**EVIDENCE, "fact": "existence", "grade": "X"}],
    ),
    _service(
        "wrong-turn",
        needs=[],
        contacts=[{**PHONE, "value": WRONG}],
        locations=[
            {"name": "Darwen Family Hub", "location_type": "physical"},
            {"name": "Livesey Family Hub", "location_type": "physical"},
            {"name": "Online", "location_type": "virtual"},
        ],
        conflicts=[
            {
                "about": "the oldest age",
                "says": [{"value": "16", "source": "Old page"}, {"value": "18", "source": "New page"}],
                "advice": "Ask.",
            }
        ],
    ),
    _service("shut-door", standing="confirmed"),
    _service("young-line", audiences=["young_person"]),
    _service("ghost-door", standing="unconfirmed", evidence=[{**EVIDENCE, "grade": "X"}]),
]


def _rule(
    rule_id: str, decision: str, areas: list[str], *when: dict[str, list[str]], **facts: Any
) -> dict[str, Any]:
    return {
        "id": rule_id,
        "decision": decision,
        "name": rule_id.replace("-", " ").capitalize(),
        "areas": areas,
        "when": when or [{}],
        "answer": "Yes.",
        "because": "It is so.",
        "next_steps": ["Ask.", {"do": "Write.", "by": "at discharge"}],
        "evidence": [EVIDENCE],
        **facts,
    }


def _decision(
    decision_id: str, phrase: str, *facts: dict[str, Any], needs: list[str] | None = None
) -> dict[str, Any]:
    name = decision_id.capitalize()
    return {"id": decision_id, "name": name, "phrases": [phrase], "needs": needs or [], "facts": facts}


SETTING = {
    "id": "setting",
    "name": "Who runs it",
    "asks": "Who runs the setting?",
    "answers": [
        {"id": "public", "title": "The NHS", "phrases": ["nhs hospital"]},
        {"id": "private", "title": "A private body"},
    ],
}
PAID = {
    "id": "paid",
    "name": "Public money",
    "asks": "Does a public body pay?",
    "answers": [{"id": "yes", "title": "It does"}, {"id": "no", "title": "It does not"}],
}
DANGER = {
    "id": "danger",
    "name": "Danger",
    "asks": "Is there danger?",
    "answers": [{"id": "yes", "title": "Yes"}, {"id": "no", "title": "No"}],
}
DECISIONS = (
    _decision("crisis", "crisis", DANGER),
    _decision("aftercare", "section 117", needs=["sleep"]),
    _decision("form", "the form"),
    _decision("stay", "long stay", SETTING, PAID),
)
RULES = (
    _rule("ring", "crisis", ["national"], {"danger": ["yes"]}),
    _rule("call", "crisis", ["national"], {"danger": ["no"]}),
    _rule("team", "crisis", ["peterborough"], {"danger": ["no"]}),
    _rule("aftercare", "aftercare", ["national"], law="An Act"),
    _rule("local-form", "form", ["peterborough", "cambridgeshire"]),
    _rule("their-form", "form", ["cumberland"]),
    _rule(
        "home-council",
        "stay",
        ["peterborough"],
        {"setting": ["public"]},
        {"paid": ["yes"], "setting": ["private"]},
    ),
    _rule("their-council", "stay", ["peterborough"], {"paid": ["no"], "setting": ["private"]}),
    _rule(
        "both-councils",
        "stay",
        ["peterborough"],
        {"paid": ["unknown"], "setting": ["private"]},
        {"setting": ["unknown"]},
    ),
    _rule("tell-the-parents", "stay", ["peterborough"]),
)

CONTENT = Content(
    needs={
        "sleep": {"name": "sleep", "meaning": "sleep", "reflection": REFLECTIONS},
        "money": {
            "name": "money worries",
            "meaning": "money",
            "reflection": {"parent": "Money is tight.", "professional": "You ask about money."},
        },
    },
    organizations=({"id": "council", "name": "The council", "description": "The council."},),
    services=(FULL, BARE, *OTHERS),
    decisions=DECISIONS,
    pathways=RULES,
    fingerprint="for the tests of actions",
)

Event = dict[str, Any]


@dataclass(frozen=True)
class Told:
    """What an action did: the slots it set, its messages as Rasa gets them, and whether it ended the form."""

    slots: dict[str, Any]
    messages: list[dict[str, Any]]
    loop_ends: bool

    @property
    def responses(self) -> list[str]:
        return [message["response"] for message in self.messages]

    @property
    def message(self) -> dict[str, Any]:
        (message,) = self.messages
        return message

    @property
    def services(self) -> list[dict[str, Any]]:
        services: list[dict[str, Any]] = self.message["custom"].get("services", [])
        return services

    @property
    def ids(self) -> list[str]:
        return [service["id"] for service in self.services]


def user(intent: str, *needs: str, text: str = "", asked: Any = None, **entities: Any) -> Event:
    """What a visitor said, as an event; `asked` is the fact that the question before asked for."""
    found = [{"entity": "need", "value": need} for need in needs]
    found += [{"entity": name, "value": value} for name, value in entities.items()]
    ranking = [{"name": intent}, {"name": "out_of_scope"}]  # of Rasa's classifiers, the likeliest first
    parsed = {"intent": ranking[0], "intent_ranking": ranking, "entities": found, "text": text}
    return {"event": "user", "parse_data": parsed, "metadata": {"known": {"asked": asked}}}


def did(action: str) -> Event:
    """What the assistant did, as an event."""
    return {"event": "action", "name": action}


def run(action: Action, *events: Event, **slots: Any) -> Told:
    """Run an action after these events; the last of what the visitor said is the latest message."""
    said = [event["parse_data"] for event in events if event["event"] == "user"]
    tracker = Tracker("c1", slots, said[-1] if said else {}, [*events], False, None, {}, None)
    dispatcher = CollectingDispatcher()
    done = asyncio.run(action.run(dispatcher, tracker, NO_DOMAIN))
    set_ = {event["name"]: event["value"] for event in done or [] if event["event"] == "slot"}
    return Told(
        set_,
        dispatcher.messages,
        loop_ends={"event": "active_loop", "name": None, "timestamp": None} in (done or []),
    )
