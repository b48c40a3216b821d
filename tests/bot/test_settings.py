"""Settings come from the environment, are checked, and keep their secrets."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.settings import REPOSITORY, Settings


def test_what_nobody_chose() -> None:
    settings = Settings()
    assert (settings.port, settings.assistant_port, settings.actions_port) == (8000, 5005, 5055)
    assert (settings.keep_days, settings.answer_within, settings.answer_disclosure_within) == (30, 8, 2)
    assert settings.database == f"sqlite:///{REPOSITORY / 'var' / 'fingerpost.db'}"
    assert settings.tracker_database == REPOSITORY / "var" / "assistant.db"


@pytest.mark.parametrize(
    ("variable", "value", "name", "expected"),
    [
        ("FINGERPOST_PORT", "9000", "port", 9000),
        ("FINGERPOST_KEEP_DAYS", "7", "keep_days", 7),
        ("FINGERPOST_ANSWER_WITHIN", "1.5", "answer_within", 1.5),
        ("FINGERPOST_VAR", "/srv/x", "var", Path("/srv/x")),
        ("DATABASE_URL", "postgresql://db/x", "database", "postgresql://db/x"),
    ],
)
def test_what_the_environment_chose(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, name: str, expected: object
) -> None:
    monkeypatch.setenv(variable, value)
    assert getattr(Settings(), name) == expected


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http"])
def test_a_port_that_is_none(monkeypatch: pytest.MonkeyPatch, port: str) -> None:
    monkeypatch.setenv("FINGERPOST_PORT", port)
    with pytest.raises(ValidationError):
        Settings()


def test_the_password_of_the_database_is_not_printed() -> None:
    settings = Settings(DATABASE_URL="postgresql://sam:xylophone@db/x")
    assert "xylophone" in settings.database
    assert "xylophone" not in f"{settings!r} {settings}"


@pytest.mark.parametrize("name", ["smtp_password", "webhook_secret", "second_step_keys"])
def test_secrets_are_not_printed(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(f"FINGERPOST_{name.upper()}", "xylophone")
    settings = Settings()
    assert getattr(settings, name).get_secret_value() == "xylophone"
    assert "xylophone" not in f"{settings!r} {settings}"


def test_nothing_changes_afterwards() -> None:
    with pytest.raises(ValidationError):
        Settings().port = 1  # type: ignore[misc]
