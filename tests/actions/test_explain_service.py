"""What a service is, asked by its name: how sure that is, and a card only for whom it may be offered to."""

from __future__ import annotations

from typing import Any

import pytest
from rasa_sdk.interfaces import Action

from tests.actions.acting import Told, run, say, user


@pytest.fixture
def explain(actions: dict[str, Action]) -> Action:
    return actions["action_explain_service"]


def _ask(explain: Action, text: str, **slots: Any) -> Told:
    return run(explain, user("ask_service", text=text), **slots)


FOR_PROFESSIONALS = say("explain.professionals")
PROOF = (
    f"{say('freshness.source', source='Council page')} {say('freshness.checked', checked='1 November 2026')}"
)
UNSURE = say("explain.unconfirmed")


@pytest.mark.parametrize(
    ("text", "audience", "name", "doubt", "cards"),
    [
        ("what is night owls?", None, "Night owls", "", ["night-owls"]),
        ("Moon Club", "young_person", "Moon club", UNSURE, ["moon-club"]),
        ("money desk", None, "Money desk", "Not sure it is open. Ask.", ["money-desk"]),
        ("sleep panel", None, "Sleep panel", FOR_PROFESSIONALS, []),
        ("sleep panel", "professional", "Sleep panel", "", ["sleep-panel"]),
        ("new nest", None, "New nest", say("explain.planned_then"), []),
        ("faded nest", None, "Faded nest", say("explain.ended"), []),
        ("old nest", None, "Old nest", "It has closed.", []),
        ("young line", "parent", "Young line", "", ["young-line"]),
        ("young line", "professional", "Young line", "", []),  # families ask for it themselves
        ("shut door", None, "Shut door", say("explain.wrong"), []),
        ("old nest", "professional", "Old nest", "It has closed.", ["old-nest"]),
        # a source that confirms nothing is no route: nobody is sent to somebody who could ask for it
        ("ghost gate", None, "Ghost gate", UNSURE, []),
        ("ghost door", None, "Ghost door", UNSURE, []),
        ("ghost gate", "professional", "Ghost gate", UNSURE, ["ghost-gate"]),
    ],
)
def test_explaining(
    explain: Action, text: str, audience: str | None, name: str, doubt: str, cards: list[str]
) -> None:
    told = _ask(
        explain, text, audience=audience, area="cumberland" if text == "money desk" else "peterborough"
    )
    assert told.message["response"] == "utter_explain_service"
    proof = "" if cards else PROOF  # a card says it itself
    assert told.message["text_of_service"] == " ".join(filter(None, [f"{name}. It helps.", doubt, proof]))
    assert told.ids == cards
    assert len(told.slots["shown"]) == 1


@pytest.mark.parametrize(("area", "said"), [("cumberland", True), (None, True), ("peterborough", False)])
def test_whose_it_is_where_that_may_not_be_known(explain: Action, area: str | None, said: bool) -> None:
    told = _ask(explain, "new nest", area=area)
    assert (say("explain.where", areas="Peterborough") in told.message["text_of_service"]) == said


def test_two_names_in_one_question(explain: Action) -> None:
    told = _ask(explain, "night owls or moon club?")
    assert told.slots == {"shown": ["night-owls", "moon-club"]}
    assert told.message["text_of_service"].count("\n\n") == 1


@pytest.mark.parametrize(
    ("area", "shown"),
    [
        ("peterborough", ["night-owls"]),
        ("cumberland", ["money-desk"]),
        (None, ["night-owls", "money-desk"]),
        ("blackburn-with-darwen", ["night-owls", "money-desk"]),  # neither is there: both are explained
    ],
)
def test_ones_own_council_first(explain: Action, area: str | None, shown: list[str]) -> None:
    assert _ask(explain, "night owls, money desk", area=area).slots["shown"] == shown


@pytest.mark.parametrize("text", ["", "what is the thing", "hello"])
def test_an_unknown_name(explain: Action, text: str) -> None:
    told = _ask(explain, text)
    assert told.responses == ["utter_unknown_service"]
    assert told.slots == {}
