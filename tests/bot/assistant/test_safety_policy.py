"""A disclosure wins over every rule, and over a form that waits for an answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from rasa.core.policies.ensemble import DefaultPolicyPredictionEnsemble
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.policies.rule_policy import (
    RULES,
    RULES_FOR_LOOP_UNHAPPY_PATH,
    RULES_NOT_IN_STORIES,
    RulePolicy,
)
from rasa.engine.graph import ExecutionContext
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.assistant.safety_policy import SIGNPOST, UTTER_SAFETY, SafetyPolicy

FORM = "signposting_form"
IN_FORM: list[Event] = [
    ActionExecuted("action_listen"),
    UserUttered("…", {"name": "describe_need", "confidence": 1.0}),
    ActionExecuted(FORM),
    ActiveLoop(FORM),
    SlotSet("requested_slot", "area"),
    ActionExecuted("action_listen"),
]

Predict = Callable[[list[Event]], PolicyPrediction]


@pytest.fixture(scope="module")
def domain() -> Domain:
    return Domain.load("domain.yml")


@pytest.fixture
def predict(domain: Domain, storage: ModelStorage, resource: Resource, context: ExecutionContext) -> Predict:
    """What the two policies of config.yml decide together."""
    nothing_learned: dict[str, Any] = {RULES: {}, RULES_FOR_LOOP_UNHAPPY_PATH: {}, RULES_NOT_IN_STORIES: []}
    rules = RulePolicy(RulePolicy.get_default_config(), storage, resource, context, lookup=nothing_learned)
    safety = SafetyPolicy.load(SafetyPolicy.get_default_config(), storage, resource, context)

    def together(events: list[Event]) -> PolicyPrediction:
        tracker = DialogueStateTracker.from_events("conversation", events, slots=domain.slots, domain=domain)
        predictions = [policy.predict_action_probabilities(tracker, domain, {}) for policy in (rules, safety)]
        return DefaultPolicyPredictionEnsemble().combine_predictions(predictions, tracker, domain)

    return together


def said(intent: str) -> UserUttered:
    return UserUttered("…", {"name": intent, "confidence": 1.0})


def action(prediction: PolicyPrediction, domain: Domain) -> str:
    return str(domain.action_names_or_texts[prediction.max_confidence_index])


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([ActionExecuted("action_listen"), said("disclose_risk")], UTTER_SAFETY),
        ([*IN_FORM, said("disclose_risk")], UTTER_SAFETY),
        ([*IN_FORM, said("disclose_risk"), ActionExecuted(UTTER_SAFETY)], "action_listen"),
        ([*IN_FORM, said("inform")], FORM),
        ([ActionExecuted("action_listen"), said("inform")], "action_default_fallback"),
    ],
)
def test_a_disclosure_is_answered_first_and_then_rasa_listens(
    predict: Predict, domain: Domain, events: list[Event], expected: str
) -> None:
    assert action(predict(events), domain) == expected


NEED = {"entity": "need", "value": "self_harm_support", "start": 0, "end": 1}


@pytest.mark.parametrize(
    ("beside", "entities", "area", "expected"),
    [
        (True, [NEED], "peterborough", SIGNPOST),
        (False, [NEED], "peterborough", "action_listen"),
        (True, [], "peterborough", "action_listen"),
        (True, [NEED], None, "action_listen"),
    ],
    ids=["all is told", "no services beside this card", "no need", "no council"],
)
def test_services_follow_the_marker_when_they_may_and_can(
    predict: Predict,
    domain: Domain,
    beside: bool,
    entities: list[dict[str, Any]],
    area: str | None,
    expected: str,
) -> None:
    intent = {"name": "disclose_risk", "confidence": 1.0}
    message = UserUttered("…", intent, entities, metadata={"beside": beside})
    events = [ActionExecuted("action_listen"), message, SlotSet("area", area), ActionExecuted(UTTER_SAFETY)]
    assert action(predict(events), domain) == expected
    assert action(predict([*events, ActionExecuted(SIGNPOST)]), domain) == "action_listen"


def test_a_disclosure_leaves_the_form(predict: Predict) -> None:
    events = predict([*IN_FORM, said("disclose_risk")]).events
    assert ActiveLoop(None) in events
    assert SlotSet("requested_slot", None) in events


def test_another_answer_stays_in_the_form(predict: Predict) -> None:
    assert ActiveLoop(None) not in predict([*IN_FORM, said("inform")]).events


def test_the_second_listening_leaves_no_form_again(predict: Predict) -> None:
    events = predict([*IN_FORM, said("disclose_risk"), ActionExecuted(UTTER_SAFETY)]).events
    assert ActiveLoop(None) not in events
