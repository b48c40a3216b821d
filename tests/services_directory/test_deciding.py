"""Facts in; the rules that apply, and the fact to ask for next, out."""

from __future__ import annotations

from typing import Any

import pytest

from services_directory.deciding import UNKNOWN, Rules, decide, told


def _fact(fact_id: str, *answers: str, **facts: Any) -> dict[str, Any]:
    return {"id": fact_id, "answers": [{"id": answer, "title": answer} for answer in answers], **facts}


FACTS = [
    _fact("long", "yes", "no"),
    _fact("setting", "public", "private"),
    _fact("paid", "yes", "no"),
    _fact("dispute", "yes", "no", only_if_told=True),
]
RULES: Rules = {
    "short": [{"long": ["no"]}],
    "home": [
        {"long": ["yes"], "setting": ["public"]},
        {"long": ["yes"], "setting": ["private"], "paid": ["yes"]},
    ],
    "setting": [{"long": ["yes"], "setting": ["private"], "paid": ["no"]}],
    "find-out": [{"long": ["yes"], "setting": ["private"], "paid": [UNKNOWN]}],
    "agree": [{"dispute": ["yes"]}],
}


@pytest.mark.parametrize(
    ("answers", "apply", "asks", "unsettled"),
    [
        ({}, "", "long", ""),
        ({"long": "no"}, "short", None, ""),
        ({"long": "yes"}, "", "setting", ""),
        # what no longer matters is not asked
        ({"long": "yes", "setting": "public"}, "home", None, ""),
        ({"setting": "public"}, "", "long", ""),
        ({"long": "yes", "setting": "private"}, "", "paid", ""),
        ({"long": "yes", "setting": "private", "paid": "no"}, "setting", None, ""),
        ({"long": "yes", "setting": "private", "paid": UNKNOWN}, "find-out", None, "home setting"),
        # nobody knows whether it is long: nothing else is asked, as nothing could settle it
        ({"long": UNKNOWN}, "", None, "short home setting find-out"),
        # a fact that is never asked counts when it was told
        ({"long": "no", "dispute": "yes"}, "short agree", None, ""),
        ({"long": "no", "dispute": UNKNOWN}, "short", None, "agree"),
    ],
)
def test_decide(answers: dict[str, str], apply: str, asks: str | None, unsettled: str) -> None:
    decided = decide(FACTS, RULES, answers)
    assert (decided.apply, decided.asks) == (tuple(apply.split()), asks)
    assert decided.unsettled == tuple(unsettled.split())


def test_what_may_still_apply() -> None:
    assert decide(FACTS, RULES, {"long": "yes"}).open == ("home", "setting", "find-out", "agree")


def test_a_rule_without_conditions_always_applies() -> None:
    assert decide(FACTS, {"always": [{}]}, {}).apply == ("always",)


TOLD = [
    {
        "id": "section",
        "answers": [
            {"id": "three", "title": "3", "phrases": ["section 3", "sectioned"]},
            {"id": "two", "title": "2", "phrases": ["section 2"]},
            {"id": "other", "title": "Other", "phrases": ["section 3 community order"]},
        ],
    },
    {
        "id": "adult",
        "answers": [
            {"id": "no", "title": "Under 18", "maximum_age": 17},
            {"id": "yes", "title": "18 or over", "minimum_age": 18},
        ],
    },
]


@pytest.mark.parametrize(
    ("text", "ages", "expected"),
    [
        ("He was on Section 3.", [], {"section": "three"}),
        ("section 3, before that section 2", [], {}),  # which of the two counts must be asked
        ("a section 3 community order", [], {"section": "other"}),  # the longest phrase
        ("section 37", [], {}),
        ("", [17.9], {"adult": "no"}),
        ("", [18], {"adult": "yes"}),
        ("", [16, 19], {}),
        ("", [16, 17], {"adult": "no"}),
        ("", [], {}),
    ],
)
def test_what_a_question_tells_itself(text: str, ages: list[float], expected: dict[str, str]) -> None:
    assert told(TOLD, text, ages=ages) == expected
