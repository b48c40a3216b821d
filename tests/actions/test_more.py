"""Further down the list, each service once, and said when it ends."""

from __future__ import annotations

import pytest
from rasa_sdk.interfaces import Action

from tests.actions.acting import run, user

PETERBOROUGH = {"needs": ["sleep"], "area": "peterborough", "ages": [4]}


@pytest.fixture
def more(actions: dict[str, Action]) -> Action:
    return actions["action_more"]


def test_what_was_not_shown_yet(more: Action) -> None:
    told = run(more, user("ask_more"), **PETERBOROUGH, seen=["night-owls"])
    assert told.message["response"] == "utter_more"
    assert "night-owls" not in told.ids
    assert told.slots == {"shown": told.ids, "seen": ["night-owls", *told.ids]}
    assert all(service["why"] for service in told.services)


def test_on_to_the_end(more: Action) -> None:
    seen: list[str] = []
    for _ in range(10):
        told = run(more, user("ask_more"), **PETERBOROUGH, seen=seen)
        if told.message["response"] == "utter_nothing_more":
            break
        assert 0 < len(told.ids) <= 3
        seen = told.slots["seen"]
    assert told.slots == {}
    assert sorted(seen) == ["late-shift", "moon-club", "night-owls", "rest-team"]


def test_nothing_was_asked_for_yet(more: Action) -> None:
    assert run(more, user("ask_more")).responses == ["utter_nothing_shown"]
