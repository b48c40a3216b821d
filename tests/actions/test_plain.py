"""The small ones: a plain answer, what was not understood, and starting again."""

from __future__ import annotations

import pytest
from rasa_sdk.interfaces import Action

from tests.actions.acting import Event, run, user
from tests.actions.test_domain_names import DOMAIN, intents_of

Actions = dict[str, Action]


@pytest.mark.parametrize("intent", sorted(intents_of("action_answer")))
def test_a_plain_answer(actions: Actions, intent: str) -> None:
    told = run(actions["action_answer"], user(intent))
    assert told.responses == [f"utter_{intent}"]
    assert told.message["response"] in DOMAIN["responses"]
    assert told.slots == {}


@pytest.mark.parametrize(
    ("said", "asked", "response"),
    [
        (user("inform", area_unclear="ambiguous"), "area", "utter_area_unclear"),
        (user("inform", area_unclear="ambiguous"), "needs", "utter_area_unclear"),
        (user("inform"), "needs", "utter_needs_unclear"),
        (user("inform"), "ages", "utter_did_not_catch"),
        (user("nlu_fallback"), "area", "utter_did_not_catch"),
        (user("nlu_fallback"), None, "utter_did_not_catch"),
    ],
)
def test_what_was_unclear(actions: Actions, said: Event, asked: str | None, response: str) -> None:
    told = run(actions["action_did_not_catch"], said, requested_slot=asked)
    assert told.responses == [response]
    assert response in DOMAIN["responses"]


def test_starting_again_keeps_who_and_where(actions: Actions) -> None:
    told = run(actions["action_start_again"], user("start_again"))
    assert told.responses == ["utter_start_again"]
    assert set(told.slots.values()) == {None}
    assert {*DOMAIN["slots"]} - {*told.slots} == {"area", "audience"}
