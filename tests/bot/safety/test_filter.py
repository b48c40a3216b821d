"""`python -m bot.safety`: one JSON object a line in, one out."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from bot.safety import __main__
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


def test_it_runs_with_one_thread_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "0")  # so that it is put back afterwards
    monkeypatch.delenv("OMP_NUM_THREADS")
    monkeypatch.setattr(command, "main", lambda _arguments: 0)
    assert __main__.run([]) == 0
    assert os.environ["OMP_NUM_THREADS"] == "1"
    monkeypatch.setenv("OMP_NUM_THREADS", "4")
    __main__.run([])
    assert os.environ["OMP_NUM_THREADS"] == "4"


def test_numpy_is_not_read_before_the_threads_are_set() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import sys, bot.safety.__main__; print('numpy' in sys.modules)"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "False\n"
