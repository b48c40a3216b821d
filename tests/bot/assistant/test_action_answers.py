"""The quick check of the action server's answers accepts and refuses what Rasa's own does."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import ValidationError
from rasa.core.actions.action import RemoteAction
from rasa.shared.exceptions import RasaException

from bot.assistant import action_answers

ACTION = RemoteAction("action_answer", None)
RASAS_OWN = RemoteAction._validate_action_result

GOOD: list[dict[str, Any]] = [
    {"events": [], "responses": []},
    {"events": [{"event": "slot", "name": "area", "value": "cumberland"}], "responses": [{"text": "hello"}]},
]
BAD: list[dict[str, Any]] = [
    {"events": "none", "responses": []},
    {"events": [], "responses": ["hello"]},
    {"events": [{"event": "no such event"}], "responses": []},
]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RemoteAction, "_validate_action_result", RASAS_OWN)
    action_answers.install()


@pytest.mark.parametrize("answer", GOOD)
def test_accepted(answer: dict[str, Any]) -> None:
    assert RASAS_OWN(ACTION, answer)
    assert ACTION._validate_action_result(answer)


@pytest.mark.parametrize("answer", BAD)
def test_refused(answer: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        RASAS_OWN(ACTION, answer)
    with pytest.raises(RasaException):
        ACTION._validate_action_result(answer)
