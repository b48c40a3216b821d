"""The screen as a filter, one JSON object a line: `python -m bot.safety`. `... check` checks its content."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence


def run(arguments: Sequence[str]) -> int:
    """Run the filter or the check, with one thread: at products as small as the screen's, more wait for each other.

    numpy reads the variable when it is imported, so what needs numpy is imported after it. What the caller set stays.
    """
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    from bot.safety.filter import main

    return main(arguments)


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
