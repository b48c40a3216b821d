"""The order of the actions."""

from __future__ import annotations

import pytest

from bot.safety.screening import ACTIONS, Action, Screening, highest, lowest


@pytest.mark.parametrize(
    ("actions", "low", "high"),
    [
        (["none", "emergency"], "none", "emergency"),
        (["check_in", "escalate"], "check_in", "escalate"),
        (["escalate"], "escalate", "escalate"),
        ([], "emergency", "none"),
    ],
)
def test_actions_are_ordered(actions: list[Action], low: Action, high: Action) -> None:
    assert (lowest(actions), highest(actions)) == (low, high)


def test_there_are_four() -> None:
    assert ACTIONS == ("none", "check_in", "escalate", "emergency")


def test_json_says_how_a_question_was_answered_only_if_it_was() -> None:
    assert not {"answered", "answered_no"} & {*Screening().as_json()}
    assert Screening(answered="safe").as_json()["answered"] == "safe"
    assert Screening(answered_no=True).as_json()["answered_no"] is True
