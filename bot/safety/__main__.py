"""The screen as a filter, one JSON object a line: `python -m bot.safety`. `... check` checks its content."""

from __future__ import annotations

import sys

from bot.safety.filter import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
