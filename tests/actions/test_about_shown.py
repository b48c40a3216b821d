"""A fact of what was shown: known or not known, and never made up."""

from __future__ import annotations

import pytest
from rasa_sdk.interfaces import Action

from actions.about_shown import FACTS
from tests.actions.acting import run, say, user
from tests.actions.test_domain_names import intents_of


@pytest.fixture
def about(actions: dict[str, Action]) -> Action:
    return actions["action_about_shown"]


ASK = say("about.ask")
STEPS = say("about.how_to_get.known", steps="1. Ring them.\n2. Say when you can come.")


@pytest.mark.parametrize(
    ("intent", "service", "fact"),
    [
        ("ask_cost", "night-owls", say("cost.free")),
        ("ask_cost", "moon-club", say("cost.unknown")),
        ("ask_how_to_get", "night-owls", STEPS),
        ("ask_how_to_get", "moon-club", say("about.how_to_get.unknown", ask=ASK)),
        ("ask_how_to_get", "rest-team", say("about.how_to_get.unknown", ask="Ask your GP.")),
        ("ask_open_now", "night-owls", say("about.open_now.open", hours="Monday to Friday, 9 to 5")),
        ("ask_open_now", "late-shift", say("about.open_now.shut", hours="").strip()),
        ("ask_open_now", "dream-line", say("about.open_now.hours", hours="Evenings")),
        ("ask_open_now", "moon-club", say("about.open_now.unknown")),
        ("ask_contact", "night-owls", "01234 567890 choose option 2; help@example.org"),
        ("ask_contact", "rest-team", "Ask your GP."),
        ("ask_contact", "moon-club", say("about.contact")),
        ("ask_waiting_time", "night-owls", say("about.waiting_time")),
        ("ask_who_for", "night-owls", "Parents of children under 6."),
        ("ask_who_for", "moon-club", say("about.who_for")),
        ("ask_consent", "night-owls", "A parent says yes first."),
        ("ask_consent", "moon-club", say("about.consent")),
        (
            "ask_evidence",
            "night-owls",
            f"{say('freshness.source', source='Council early help strategy, 2021')} "
            f"{say('freshness.checked', checked='1 November 2026')}",
        ),
    ],
)
def test_fact(about: Action, intent: str, service: str, fact: str) -> None:
    told = run(about, user(intent), shown=[service])
    assert told.message["response"] == "utter_about_shown"
    name = service.replace("-", " ").capitalize()
    assert told.message["facts"] == say("about.line", names=name, fact=fact)
    assert told.slots == {}


def test_of_several_one_line_each_and_a_shared_fact_once(about: Action) -> None:
    told = run(about, user("ask_cost"), shown=["night-owls", "moon-club", "late-shift", "gone-since"])
    first = say("about.line", names="Night owls", fact=say("cost.free"))
    second = say("about.line", names="Moon club and Late shift", fact=say("cost.unknown"))
    assert told.message["facts"] == f"{first}\n\n{second}"


@pytest.mark.parametrize("shown", [None, [], ["gone-since"]])
def test_nothing_was_shown(about: Action, shown: list[str] | None) -> None:
    assert run(about, user("ask_cost"), shown=shown).responses == ["utter_nothing_shown"]


def test_every_question_that_leads_here_is_answered() -> None:
    assert set(FACTS) == intents_of("action_about_shown")
