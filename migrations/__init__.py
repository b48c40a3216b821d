"""The database's tables, step by step: `upgrade` brings a database to the newest step."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine

from bot.handoff.seal import Seal
from services_directory.lock import alone


def upgrade(engine: Engine, *, seal: Seal | None = None) -> None:
    """Run every step that this database has not had yet; all of them or none.

    `seal` is needed where staff have set up a second step before its keys were sealed.
    """
    with engine.begin() as connection:
        alone(connection)
        command.upgrade(config(connection, seal=seal), "head")


def config(connection: Connection, *, seal: Seal | None = None) -> Config:
    """Alembic's settings for its commands, such as `check` and `revision`, without an alembic.ini."""
    settings = Config(attributes={"connection": connection, "seal": seal})
    settings.set_main_option("script_location", str(Path(__file__).parent))
    return settings
