"""One JSON object a line in, one out; or the check of the content. `python -m bot.safety` runs it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any, TextIO

from bot.safety import boundary
from bot.safety.cards import Cards
from bot.safety.check import faults
from bot.safety.screen import Screen, safest


def screen_lines(screen: Screen, lines: Iterable[str], out: TextIO) -> None:
    """Answer each line as soon as it is read. A line without a text is taken as unsafe."""
    for line in lines:
        if line.strip():
            out.write(json.dumps(_answer(screen, line), ensure_ascii=False) + "\n")
            out.flush()


def _answer(screen: Screen, line: str) -> dict[str, Any]:
    try:
        asked = json.loads(line)
        said = screen.screen(asked["text"], history=asked.get("history") or (), asked=asked.get("asked"))
    except (ValueError, TypeError, LookupError, AttributeError):
        return {**safest().as_json(), "error": "a line must be a JSON object with a text"}
    return {**asked, **said.as_json()}


def check(screen: Screen, out: TextIO) -> int:
    """Say what is wrong with the content: 1 if anything is. Raises `ContentError`."""
    Cards.load()
    edges = boundary.load()
    found = [*faults(screen), *boundary.faults(screen, edges)]
    gaps = sum(one.known_gap for one in edges)
    content = f"{len(screen.phrases)} phrases, {len(screen.context.idioms)} idioms"
    counted = f"{content}, {len(edges)} sentences at the boundary ({gaps} known gaps): {len(found)} faults"
    out.writelines(f"{line}\n" for line in (*found, counted))
    return 1 if found else 0


def main(arguments: Sequence[str]) -> int:
    """Run the filter, or the check: 1 if it finds a fault."""
    screen = Screen.load()
    if list(arguments) == ["check"]:
        return check(screen, sys.stdout)
    screen_lines(screen, sys.stdin, sys.stdout)
    return 0
