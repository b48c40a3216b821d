"""What the servers find in their environment: one secret, one database, and silence towards the outside."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.launcher.environment import ASSISTANT_PYTHON, assistant_command, environment
from bot.secret_file import Secrets
from bot.settings import REPOSITORY, Settings

SECRETS = Secrets(assistant="s3cret")


def _around(settings: Settings, **outer: str) -> dict[str, str]:
    return environment(settings, SECRETS, outer)


def test_the_same_for_all(tmp_path: Path) -> None:
    around = _around(Settings(var=tmp_path, actions_port=7000), PATH="/bin")
    assert around["PATH"] == "/bin"
    assert around["FINGERPOST_VAR"] == str(tmp_path)
    assert around["FINGERPOST_ASSISTANT_SECRET"] == "s3cret"
    assert around["FINGERPOST_ACTIONS_PORT"] == "7000"
    assert around["FINGERPOST_TRACKER_DATABASE"] == str(tmp_path / "assistant.db")


@pytest.mark.parametrize(
    ("chosen", "given"),
    [
        ({"var": "/v"}, "sqlite:////v/fingerpost.db"),
        ({"DATABASE_URL": "postgresql://db/x"}, "postgresql+psycopg://db/x"),
    ],
)
def test_the_actions_open_the_same_database(chosen: dict[str, str], given: str) -> None:
    assert _around(Settings(**chosen))["FINGERPOST_DIRECTORY_URL"] == given  # type: ignore[arg-type]


@pytest.mark.parametrize("outer", [{}, {"RASA_TELEMETRY_ENABLED": "true", "SANIC_HOST": "0.0.0.0"}])  # noqa: S104
def test_nothing_goes_out_and_nobody_comes_in(outer: dict[str, str]) -> None:
    around = _around(Settings(), **outer)
    assert (around["RASA_TELEMETRY_ENABLED"], around["SANIC_HOST"]) == ("false", "127.0.0.1")


def test_rasa_reads_what_is_given() -> None:
    files = [yaml.safe_load((REPOSITORY / name).read_text()) for name in ("endpoints.yml", "credentials.yml")]
    text = str(files)
    for name in ("FINGERPOST_ASSISTANT_SECRET", "FINGERPOST_ACTIONS_PORT", "FINGERPOST_TRACKER_DATABASE"):
        assert f"${{{name}}}" in text
        assert name in _around(Settings())


def test_a_command_of_rasa() -> None:
    command = assistant_command("train", Path("/x"))
    assert command == [str(ASSISTANT_PYTHON), "-m", "bot.assistant", "train", "/x"]
