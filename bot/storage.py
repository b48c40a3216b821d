"""The database made ready: its tables and the directory brought up to date."""

from __future__ import annotations

from bot.database import Sessions, connect, sessions
from bot.handoff.seal import Seal
from bot.settings import Settings
from migrations import upgrade
from services_directory import load


def prepare(settings: Settings) -> Sessions:
    """Bring the tables and the directory up to date; quick when there is nothing to do."""
    settings.var.mkdir(mode=0o700, parents=True, exist_ok=True)
    engine = connect(settings.database)
    upgrade(engine, seal=Seal.of(settings))
    load.refresh(engine, settings.content)
    return sessions(engine)
