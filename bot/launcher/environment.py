"""What the servers find in their environment: ports, secrets, and silence towards the outside."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from bot.database import with_driver
from bot.secret_file import Secrets
from bot.settings import REPOSITORY, Settings

ASSISTANT_PYTHON = REPOSITORY / ".venv-rasa" / "bin" / "python"


def environment(settings: Settings, secrets: Secrets, outer: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of a server, on top of the launcher's own."""
    return {
        **outer,
        "FINGERPOST_VAR": str(settings.var),
        "FINGERPOST_ASSISTANT_SECRET": secrets.assistant,
        "FINGERPOST_ACTIONS_PORT": str(settings.actions_port),
        "FINGERPOST_TRACKER_DATABASE": str(settings.tracker_database),
        "FINGERPOST_DIRECTORY_URL": with_driver(settings.database),
        "RASA_TELEMETRY_ENABLED": "false",
        "SANIC_HOST": "127.0.0.1",
        "XDG_CONFIG_HOME": str(settings.var / "rasa"),  # Rasa writes its own settings at the first run
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "PYTHONUNBUFFERED": "1",
        "OMP_NUM_THREADS": "1",
    }


def assistant_command(*arguments: str | Path) -> list[str]:
    """Return a command of Rasa in the assistant's environment."""
    return [str(ASSISTANT_PYTHON), "-m", "bot.assistant", *map(str, arguments)]
