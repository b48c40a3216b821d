"""`bot serve`: the web server alone, as `bot up` starts it."""

from __future__ import annotations

import argparse

import uvicorn

from bot.server import create_app
from bot.settings import Settings


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """Take no arguments."""


def run(_arguments: argparse.Namespace) -> int:
    """Serve until told to stop. Loopback only, until `bot ready` is clean."""
    settings = Settings()
    uvicorn.run(
        create_app(settings),
        host="127.0.0.1",
        port=settings.port,
        log_level="warning",
        access_log=False,  # addresses hold conversation ids
        timeout_graceful_shutdown=2,  # open event streams must not hold up Ctrl-C
    )
    return 0
