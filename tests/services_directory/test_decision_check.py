"""What is wrong with a decision file is said, and where."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from services_directory.decision_check import conditions, faults

SOUND: dict[str, Any] = {
    "decision": {
        "facts": [
            {"id": "size", "answers": [{"id": "small"}, {"id": "large"}]},
            {
                "id": "agreed",
                "only_if_told": True,
                "answers": [{"id": "yes", "phrases": ["agreed"]}, {"id": "no"}],
            },
        ]
    },
    "pathways": [
        {"id": "panel", "areas": ["peterborough"], "when": {"size": ["small", "unknown"]}, "settles": {"who": "panel"}},
        {"id": "jasp", "areas": ["national"], "when": {"size": "large"}, "settles": {"who": "jasp"}},
        {"id": "ask", "areas": ["cumberland"], "when": [{"size": "small"}, {"size": "unknown"}]},
    ],
    "cases": [
        {"area": "peterborough", "facts": {"size": "small"}, "apply": ["panel"]},
        {"area": "peterborough", "facts": {"size": "unknown"}, "apply": ["panel"]},
        {"area": "peterborough", "facts": {"size": "large"}, "apply": ["jasp"]},
        {"area": "cumberland", "facts": {"size": "large"}, "apply": ["jasp"]},
        {"area": "cumberland", "facts": {"size": "small"}, "apply": ["ask"]},
        {"area": "cumberland", "facts": {"size": "unknown"}, "apply": ["ask"]},
    ],
}  # fmt: skip


def _with(value: Any, *place: str | int) -> dict[str, Any]:
    """The sound file with one part of it changed; None takes the part away."""
    changed = deepcopy(SOUND)
    *way, last = place
    part: Any = changed
    for step in way:
        part = part[step]
    if value is None:
        del part[last]
    else:
        part[last] = value
    return changed


def test_a_sound_file() -> None:
    nowhere_else = _with(["peterborough", "cumberland"], "pathways", 1, "areas")
    assert [*faults(nowhere_else)] == []


@pytest.mark.parametrize(
    ("file", "message", "place"),
    [
        (
            _with({"sise": "small"}, "pathways", 0, "when"),
            "there is no fact 'sise' in this file; did you mean 'size'?",
            ("pathways", 0, "when"),
        ),
        (
            _with({"size": "smal"}, "pathways", 0, "when"),
            "'size' has no answer 'smal'; did you mean 'small'?",
            ("pathways", 0, "when"),
        ),
        (
            _with({"size": "huge"}, "cases", 0, "facts"),
            "'size' has no answer 'huge'",
            ("cases", 0, "facts"),
        ),
        (
            _with(["panell"], "cases", 0, "apply"),
            "there is no rule 'panell' in this file; did you mean 'panel'?",
            ("cases", 0, "apply"),
        ),
        (
            SOUND,  # a national rule holds in every council, and no other one does there
            "a dead end in national: no rule for size: unknown",
            ("decision", "facts"),
        ),
        (
            _with({"size": ["small", "large"]}, "pathways", 0, "when"),
            "contradicts 'panel' about who: both apply to size: large",
            ("pathways", 1, "settles"),
        ),
        (
            _with({"agreed": "no"}, "pathways", 0, "when"),
            "out of reach: no words and no age tell an answer that it needs",
            ("pathways", 0, "when"),
        ),
        (
            _with(["jasp", "panel"], "cases", 0, "apply"),
            "the rules say: panel",
            ("cases", 0, "apply"),
        ),
        (
            _with(None, "cases", 0),
            "1 of the 2 cases that a rule needs name 'panel'",
            ("pathways", 0, "id"),
        ),
    ],
)
def test_a_fault(file: dict[str, Any], message: str, place: tuple[str | int, ...]) -> None:
    assert (message, place) in [*faults(file)]


def test_too_many_combinations() -> None:
    facts = [{"id": f"fact{number}", "answers": [{"id": "yes"}, {"id": "no"}]} for number in range(9)]
    [(message, _)] = faults({"decision": {"facts": facts}, "pathways": [], "cases": []})
    assert message == "262144 combinations of answers: split the decision"


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ({}, [{}]),
        ({"size": "small"}, [{"size": ["small"]}]),
        ([{"size": ["small", "large"]}, {"agreed": "yes"}], [{"size": ["small", "large"]}, {"agreed": ["yes"]}]),
    ],
)  # fmt: skip
def test_one_shape(when: Any, expected: Any) -> None:
    assert conditions(when) == expected
