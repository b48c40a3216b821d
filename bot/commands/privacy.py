"""`bot privacy purge`: delete what is past its time, now. The web server does the same every hour."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime

from bot.privacy.erasure import Eraser
from bot.privacy.retention import Retention
from bot.settings import Settings
from bot.storage import prepare


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the verb."""
    parser.add_argument("verb", choices=["purge"])


def run(_arguments: argparse.Namespace) -> int:
    """Delete, and say how many conversations went."""
    settings = Settings()
    retention = Retention(
        sessions=prepare(settings),
        eraser=Eraser(settings.tracker_database),
        keep_days=settings.keep_days,
        keep_case_days=settings.keep_case_days,
    )
    print(f"{retention.carry_out(datetime.now(UTC))} conversations were past their time and are deleted")
    return 0
