"""The steps make the tables that the models describe, on both databases."""

from __future__ import annotations

import pytest
from alembic import command
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DatabaseError

import migrations
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
