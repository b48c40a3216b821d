"""The screen as a filter, one JSON object a line: `python -m bot.safety`. `... check` checks its content."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any, TextIO

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


def main(arguments: Sequence[str]) -> int:
    """Run the filter, or the check: 1 if it finds a fault."""
    screen = Screen.load()
    if list(arguments) != ["check"]:
        screen_lines(screen, sys.stdin, sys.stdout)
        return 0
    Cards.load()
    found = list(faults(screen))
    counted = f"{len(screen.phrases)} phrases, {len(screen.context.idioms)} idioms: {len(found)} faults"
    sys.stdout.writelines(f"{line}\n" for line in (*found, counted))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
