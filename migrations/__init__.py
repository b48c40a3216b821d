"""The database's tables, step by step: `upgrade` brings a database to the newest step."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine

from services_directory.lock import alone


def upgrade(engine: Engine) -> None:
    """Run every step that this database has not had yet; all of them or none."""
    with engine.begin() as connection:
        alone(connection)
        command.upgrade(config(connection), "head")


def config(connection: Connection) -> Config:
    """Alembic's settings for its commands, such as `check` and `revision`, without an alembic.ini."""
    settings = Config(attributes={"connection": connection})
    settings.set_main_option("script_location", str(Path(__file__).parent))
    return settings
