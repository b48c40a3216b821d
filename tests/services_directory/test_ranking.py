"""What comes first, one rule a case."""

from __future__ import annotations

from typing import Any

import pytest

from services_directory.ranking import Candidate, choose


def _candidates(**given: dict[str, Any]) -> list[Candidate]:
    usual: dict[str, Any] = {"level": 0, "is_local": True, "is_confirmed": True}
    return [Candidate(id=name, **{**usual, **fields}) for name, fields in given.items()]


@pytest.mark.parametrize(
    ("candidates", "expected"),
    [
        pytest.param(
            _candidates(a={"primary": [0]}, b={"primary": [0, 1]}),
            "b a",
            id="more of the needs first",
        ),
        pytest.param(
            _candidates(a={"primary": [1], "level": 1}, b={"primary": [0], "level": 2}),
            "b a",
            id="the need told first comes first",
        ),
        pytest.param(
            _candidates(a={"primary": [0], "is_local": False}, b={"primary": [0], "level": 3}),
            "b a",
            id="local before national",
        ),
        pytest.param(
            _candidates(a={"primary": [0], "level": 3}, b={"primary": [0], "level": 1}, c={"primary": [0]}),
            "c b a",
            id="the lowest level first, the next one up after it",
        ),
        pytest.param(
            _candidates(a={"primary": [0], "is_confirmed": False}, b={"primary": [0]}),
            "b a",
            id="confirmed before unconfirmed",
        ),
        pytest.param(
            _candidates(a={"primary": [0], "is_confirmed": False}, b={"primary": [0], "level": 1}),
            "a b",
            id="level before standing",
        ),
        pytest.param(
            _candidates(a={"primary": [0]}, b={"primary": [0], "besides": [1]}),
            "b a",
            id="of equals what helps with more besides",
        ),
        pytest.param(
            _candidates(a={"besides": [0, 1, 2]}, b={"primary": [2], "level": 3, "is_local": False}),
            "b a",
            id="what is there for a need beats what only helps with it",
        ),
        pytest.param(
            _candidates(b={"primary": [0]}, a={"primary": [0]}),
            "a b",
            id="the id decides between equals",
        ),
        pytest.param(
            _candidates(a={"primary": [0]}, b={"primary": [0]}, c={"primary": [0]}, d={"primary": [1]}),
            "a d b",
            id="each need gets a service before one gets two",
        ),
        pytest.param(
            _candidates(
                a={"primary": [0]},
                b={"primary": [0]},
                c={"primary": [0]},
                d={"primary": [0], "level": 3},
                e={"primary": [0], "level": 2},
            ),
            "a b e",
            id="the last place goes to the next level up",
        ),
        pytest.param(
            _candidates(
                a={"primary": [0]}, b={"primary": [1]}, c={"primary": [2]}, d={"primary": [0], "level": 2}
            ),
            "a b c",
            id="no need loses its service to the next level up",
        ),
        pytest.param(
            _candidates(
                a={"primary": [0]},
                b={"primary": [0]},
                c={"primary": [0], "level": 1},
                d={"primary": [0], "level": 2},
            ),
            "a b c",
            id="a next level that is there already is enough",
        ),
        pytest.param([], "", id="nothing fits"),
    ],
)
def test_choose(candidates: list[Candidate], expected: str) -> None:
    assert [candidate.id for candidate in choose(candidates, 3)] == expected.split()


@pytest.mark.parametrize(("urgent", "expected"), [(True, "line both"), (False, "both line")])
def test_urgent_question_puts_need_0_first(urgent: bool, expected: str) -> None:
    candidates = _candidates(both={"primary": [1, 2]}, line={"primary": [0], "level": 4})
    assert [candidate.id for candidate in choose(candidates, 3, urgent=urgent)] == expected.split()


def test_limit_is_kept() -> None:
    assert [each.id for each in choose(_candidates(b={"primary": [0]}, a={"primary": [0]}), 1)] == ["a"]
