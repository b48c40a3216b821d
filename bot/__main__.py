"""The commands: `python -m bot <noun> <verb>`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module

from bot.errors import FingerpostError
from bot.language.content import ContentError

COMMANDS = {
    "up": "start everything and keep it up",
    "serve": "run the web server alone",
    "train": "train the assistant if anything it learns from has changed",
    "chat": "talk to the running assistant in this terminal",
    "ready": "list what is unapproved, unstaffed or stale",
    "desk": "invite staff",
    "directory": "check and load the directory's content",
    "privacy": "delete what is past its time",
}


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """Read the command line. Only the command that is called is imported: most need little of what others do."""
    root = argparse.ArgumentParser(prog="python -m bot", description="Fingerpost's commands.")
    nouns = root.add_subparsers(required=True, metavar="command")
    for name, meaning in COMMANDS.items():
        one = nouns.add_parser(name, help=meaning, description=meaning)
        if argv[:1] == [name]:
            command = import_module(f"bot.commands.{name}")
            command.add_arguments(one)
            one.set_defaults(run=command.run)
    return root.parse_args(argv)


def main() -> None:
    """Run one command. What somebody can mend is one line, without a traceback."""
    arguments = parse(sys.argv[1:])
    try:
        sys.exit(arguments.run(arguments))
    except (FingerpostError, ContentError) as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
