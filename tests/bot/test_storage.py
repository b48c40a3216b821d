"""The database is made ready on first use, and stays as it is on the next."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import func, select

from bot.settings import Settings
from bot.storage import prepare
from services_directory.models import DirectoryVersion, Service


def test_prepare(tmp_path: Path) -> None:
    settings = Settings(var=tmp_path / "var")
    seen = []
    for _ in range(2):
        sessions = prepare(settings)
        with sessions() as session:
            services = session.scalar(select(func.count()).select_from(Service))
            seen.append((services, session.scalar(select(DirectoryVersion.fingerprint))))
        sessions.kw["bind"].dispose()
    assert seen[0] == seen[1]
    assert seen[0][0]
    assert (tmp_path / "var").stat().st_mode & 0o077 == 0
