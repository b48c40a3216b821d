"""`bot desk invite`: a link with which one person can become staff, once, within three days."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime

from bot.handoff.staff import ROLES, invite
from bot.settings import Settings
from bot.storage import prepare


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the verb."""
    parser.add_argument("verb", choices=["invite"])
    parser.add_argument(
        "--role", choices=ROLES, default="staff", help="what they may do; the first is an admin"
    )


def run(arguments: argparse.Namespace) -> int:
    """Print a new link."""
    settings = Settings()
    with prepare(settings).begin() as session:
        token = invite(session, role=arguments.role, now=datetime.now(UTC))
    print(f"http://localhost:{settings.port}/desk/join#{token}")
    return 0
