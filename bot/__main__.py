"""The commands: `python -m bot <noun> <verb>`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bot.errors import FingerpostError
from bot.language.content import ContentError
from bot.settings import DATABASE, PREFIX

COMMANDS = {
    "up": "start everything and keep it up",
    "serve": "run the web server alone",
    "train": "train the assistant if anything it learns from has changed",
    "chat": "talk to the running assistant in this terminal",
    "ready": "list what is unapproved or unstaffed",
    "desk": "invite staff",
    "directory": "check and load the directory's content",
    "audit": "check the audit trail",
    "privacy": "delete what is past its time",
}


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """Read the command line. Only the command that is called is imported: most need little of what others do."""
    root = argparse.ArgumentParser(prog="python -m bot", description="Fingerpost's commands.")
    nouns = root.add_subparsers(required=True, metavar="command")
    for name, meaning in COMMANDS.items():
        one = nouns.add_parser(name, help=meaning, description=meaning)
        if argv and argv[0] == name:
            command = import_module(f"bot.commands.{name}")
            command.add_arguments(one)
            one.set_defaults(run=command.run)
    return root.parse_args(argv)


def main() -> None:
    """Run one command. What somebody can mend is one line, without a traceback."""
    os.umask(0o077)  # what is made here (database, secrets, logs) is its owner's alone
    arguments = parse(sys.argv[1:])
    try:
        sys.exit(arguments.run(arguments))
    except (FingerpostError, ContentError) as error:
        sys.exit(str(error))
    except ValidationError as error:  # of the settings
        sys.exit("\n".join(map(_problem, error.errors())))
    except KeyboardInterrupt:
        sys.exit(130)


def _problem(found: ErrorDetails) -> str:
    """Say which variable of the environment is wrong, without its value."""
    name = ".".join(map(str, found["loc"])).upper()
    return f"{name if name == DATABASE else PREFIX + name}: {found['msg']}"


if __name__ == "__main__":
    main()
