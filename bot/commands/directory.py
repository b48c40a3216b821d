"""`bot directory check | load`: is the content sound; put it into the database."""

from __future__ import annotations

import argparse

from bot.settings import Settings
from bot.storage import prepare
from services_directory import content


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the verb."""
    parser.add_argument("verb", choices=["check", "load"])


def run(arguments: argparse.Namespace) -> int:
    """Check the content, or load it."""
    settings = Settings()
    if arguments.verb == "load":
        prepare(settings)
        return 0
    read = content.read(settings.content)
    print(f"{len(read.services)} services and {len(read.pathways)} pathways are sound")
    return 0
