"""`bot ready`: list what is unapproved, unstaffed or stale."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime

from bot.handoff.duty import Rota
from bot.language.hours import in_london
from bot.readiness import unchecked, unready
from bot.settings import Settings
from bot.storage import prepare


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """Take no arguments."""


def run(_arguments: argparse.Namespace) -> int:
    """Print the list; 0 when it is empty."""
    settings = Settings()
    with prepare(settings).begin() as session:
        missing = unready(session, Rota.load(settings.duty), settings)
        missing += unchecked(session, in_london(datetime.now(UTC)).date())
    print("\n".join(missing) or "ready")
    return 1 if missing else 0
