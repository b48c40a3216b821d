"""`bot audit verify`: check that nobody has changed the audit trail."""

from __future__ import annotations

import argparse
import sys

from bot.handoff.audit_check import Mark, verify
from bot.settings import Settings
from bot.storage import prepare


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the verb."""
    parser.add_argument("verb", choices=["verify"])
    parser.add_argument(
        "--noted", type=Mark.read, help="an end that this command printed before: it must still be there"
    )


def run(arguments: argparse.Namespace) -> int:
    """Print one line with the number of entries and the end of the trail, or what does not fit."""
    verdict = verify(prepare(Settings()), noted=arguments.noted)
    if verdict.faults:
        print("\n".join(verdict.faults), file=sys.stderr)
        return 1
    print(f"{verdict.end.entries} entries, each follows the one before; the end is {verdict.end}")
    return 0
