"""`bot desk invite`: a link with which one person can become staff. `bot desk unlock`: lets somebody try again."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime

from bot.database import Sessions
from bot.handoff import lock_out
from bot.handoff.staff import ROLES, invite
from bot.settings import Settings
from bot.storage import prepare


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the verb and what it needs."""
    verbs = parser.add_subparsers(required=True, metavar="verb", dest="verb")
    inviting = verbs.add_parser(
        "invite", help="print a link with which one person joins, once, within 72 hours"
    )
    inviting.add_argument(
        "--role", choices=ROLES, default="staff", help="what they may do; the first is an admin"
    )
    unlocking = verbs.add_parser(
        "unlock", help="lift the lock that too many tries to sign in put on an e-mail"
    )
    unlocking.add_argument("email")


def run(arguments: argparse.Namespace) -> int:
    """Do what the verb says."""
    settings = Settings()
    sessions = prepare(settings)
    if arguments.verb == "unlock":
        with sessions.begin() as session:
            lock_out.lift(session, arguments.email, by=None, now=datetime.now(UTC))
        print("they can try again")
    else:
        print(f"http://localhost:{settings.port}/desk/join#{_invite(sessions, arguments)}")
    return 0


def _invite(sessions: Sessions, arguments: argparse.Namespace) -> str:
    with sessions.begin() as session:
        return invite(session, role=arguments.role, now=datetime.now(UTC))
