"""The steps make the tables that the models describe, on both databases."""

from __future__ import annotations

import pytest
from alembic import command
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DatabaseError

import migrations
from bot.database import sessions
from bot.handoff.audit_check import verify
from services_directory.models import Base


def test_models_and_migrations_agree(engine: Engine) -> None:
    with engine.begin() as connection:
        command.check(migrations.config(connection))


def test_every_step_goes_back(empty_engine: Engine) -> None:
    migrations.upgrade(empty_engine)
    assert {*Base.metadata.tables} < {*inspect(empty_engine).get_table_names()}
    with empty_engine.begin() as connection:
        command.downgrade(migrations.config(connection), "base")
    assert inspect(empty_engine).get_table_names() == ["alembic_version"]


def test_upgrade_twice_changes_nothing(empty_engine: Engine) -> None:
    migrations.upgrade(empty_engine)
    before = inspect(empty_engine).get_table_names()
    migrations.upgrade(empty_engine)
    assert inspect(empty_engine).get_table_names() == before


def test_failed_upgrade_leaves_nothing_behind(empty_engine: Engine) -> None:
    with empty_engine.begin() as connection:
        connection.execute(text("CREATE TABLE evidence (in_the_way INTEGER)"))
    with pytest.raises(DatabaseError, match="already exists"):
        migrations.upgrade(empty_engine)
    assert inspect(empty_engine).get_table_names() == ["evidence"]


def test_an_audit_trail_that_was_there_is_chained(empty_engine: Engine) -> None:
    with empty_engine.begin() as connection:
        command.upgrade(migrations.config(connection), "0003")
        for number in (2, 5, 9):
            row = {"id": number, "at": "2026-11-23 09:00:00.000000+00:00", "case_id": number}
            statement = "INSERT INTO audit (id, at, deed, case_id) VALUES (:id, :at, 'took', :case_id)"
            connection.execute(text(statement), row)
    migrations.upgrade(empty_engine)
    verdict = verify(sessions(empty_engine))
    assert (verdict.faults, verdict.end.entries) == ([], 3)
