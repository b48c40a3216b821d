"""`python -m bot.safety`: one JSON object a line in, one out."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from bot.safety import filter as command
from bot.safety.screen import Screen

REPOSITORY = Path(__file__).parents[3]


def answers(screen: Screen, *lines: str) -> list[dict[str, Any]]:
    out = io.StringIO()
    command.screen_lines(screen, lines, out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_it_adds_what_the_screen_says(screen: Screen) -> None:
    line = {"text": "I want to die", "id": 7, "history": ["hi"], "asked": None}
    assert answers(screen, json.dumps(line)) == [
        {
            **line,
            "action": "escalate",
            "categories": ["suicide"],
            "about": "self",
            "signals": [asdict(signal) for signal in screen.screen("I want to die").signals],
        }
    ]


def test_it_reads_history_and_the_question(screen: Screen) -> None:
    together, yes, no = answers(
        screen,
        '{"text": "all of them", "history": ["i\'ve taken"]}',
        '{"text": "yes", "asked": "suicide_thoughts"}',
        '{"text": "no", "asked": "suicide_thoughts"}',
    )
    assert together["action"] == "emergency"
    assert yes["action"] == "escalate"
    assert (no["action"], no["answered_no"]) == ("none", True)


@pytest.mark.parametrize("line", ["not json", "[]", "3", '{"txt": "hello"}', '{"text": 5, "history": 7}'])
def test_a_line_that_cannot_be_screened_is_taken_as_unsafe(screen: Screen, line: str) -> None:
    (said,) = answers(screen, line, "\n")
    assert said["action"] in ("check_in", "escalate")


def test_it_runs_as_a_filter() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot.safety"],
        cwd=REPOSITORY,
        input='{"text": "hi"}\n',
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout)["action"] == "none"


def test_check_passes() -> None:
    assert command.main(["check"]) == 0
