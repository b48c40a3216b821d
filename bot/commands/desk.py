"""`bot desk invite`, `unlock`, `new-key`, `reseal`: who may come in, and the seal on their second steps."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime

from bot.handoff import lock_out, second_step
from bot.handoff.seal import Seal, new_key
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
    verbs.add_parser("new-key", help="print a new key for the seal on the second steps")
    verbs.add_parser("reseal", help="encrypt every second step with the newest of the keys")


def run(arguments: argparse.Namespace) -> int:
    """Do what the verb says."""
    deeds = {"invite": _invite, "unlock": _unlock, "new-key": _new_key, "reseal": _reseal}
    print(deeds[arguments.verb](arguments, Settings(), datetime.now(UTC)))
    return 0


def _invite(arguments: argparse.Namespace, settings: Settings, now: datetime) -> str:
    with prepare(settings).begin() as session:
        token = invite(session, role=arguments.role, now=now)
    return f"http://localhost:{settings.port}/desk/join#{token}"


def _unlock(arguments: argparse.Namespace, settings: Settings, now: datetime) -> str:
    with prepare(settings).begin() as session:
        lock_out.lift(session, arguments.email, by=None, now=now)
    return "they can try again"


def _new_key(_arguments: argparse.Namespace, _settings: Settings, _now: datetime) -> str:
    return new_key()


def _reseal(_arguments: argparse.Namespace, settings: Settings, now: datetime) -> str:
    with prepare(settings).begin() as session:
        sealed = second_step.seal_anew(session, seal=Seal.of(settings), now=now)
    return (
        f"{sealed} second steps are sealed with the newest key; once the server has it, the older ones may go"
    )
