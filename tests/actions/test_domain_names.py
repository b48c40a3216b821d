"""The names that Python and domain.yml share: each exists on both sides."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from rasa_sdk.interfaces import Action

from actions import slots, start_again
from bot.settings import REPOSITORY

DOMAIN: dict[str, Any] = yaml.safe_load((REPOSITORY / "domain.yml").read_text(encoding="utf-8"))
SLOTS = ("NEEDS", "AGES", "AREA", "AUDIENCE", "SHOWN", "SEEN", "PATHWAY_QUESTION")
ENTITIES = ("NEED_ENTITY", "ANSWER_ENTITY", "AREA_UNCLEAR")
VALUES = ("NOT_TOLD", "OUTSIDE")


def intents_of(action: str) -> set[str]:
    """The intents that the rules answer with an action alone."""
    found = set()
    for path in (REPOSITORY / "data" / "rules").glob("*.yml"):
        for rule in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)["rules"]:
            steps = [one for step in rule["steps"] for one in step.get("or", [step])]
            if {"action": action} in steps:
                found |= {step["intent"] for step in steps if "intent" in step}
    return found


def test_every_action_exists_on_both_sides(actions: dict[str, Action]) -> None:
    assert set(DOMAIN["actions"]) == set(actions)


def test_every_constant_has_its_kind() -> None:
    assert {name for name in vars(slots) if name.isupper()} == {*SLOTS, *ENTITIES, *VALUES}


@pytest.mark.parametrize("name", SLOTS)
def test_every_slot_exists(name: str) -> None:
    assert getattr(slots, name) in DOMAIN["slots"]


def test_every_slot_has_a_constant() -> None:
    assert {getattr(slots, name) for name in SLOTS} == set(DOMAIN["slots"])


@pytest.mark.parametrize("name", ENTITIES)
def test_every_entity_exists(name: str) -> None:
    assert getattr(slots, name) in DOMAIN["entities"]


@pytest.mark.parametrize("name", VALUES)
def test_every_value_stands_in_the_domain(name: str) -> None:
    assert getattr(slots, name) in str(DOMAIN)


def test_only_what_exists_is_forgotten() -> None:
    assert {*start_again.FORGOTTEN} - {*DOMAIN["slots"]} == {"requested_slot"}
