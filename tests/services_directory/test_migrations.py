"""The steps make the tables that the models describe, on both databases."""

from __future__ import annotations

import pytest
from alembic import command
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DatabaseError

import migrations
from bot.database import sessions
from bot.errors import SetUpError
from bot.handoff.audit_check import verify
from bot.handoff.seal import Seal, new_key
from services_directory.models import Base

_DAY = "2026-11-23 {}+00:00"
_CHAT = (
    "INSERT INTO conversation (id, token_hash, channel, state, summary, asked_round, last_seq, opened_at, last_at) "
    "VALUES ('c', '', 'web', 'bot', '{}', 0, 5, :at, :at)"
)
_CASE = (
    'INSERT INTO "case" (id, conversation_id, state, action, reasons, opened_at, ended_at, asks_visitor, version) '
    "VALUES (1, 'c', 'ended', 'none', '[]', :opened, :ended, false, 1)"
)
_SAID = (
    "INSERT INTO journal (conversation_id, seq, turn, author, kind, text, extras, at) "
    "VALUES ('c', :seq, :seq, :author, 'text', '', '{}', :at)"
)
_LINES = [
    {"seq": 1, "author": "staff", "at": "08:00:00.000000"},
    {"seq": 2, "author": "system", "at": "09:00:01.000000"},
    {"seq": 3, "author": "staff", "at": "09:00:12.500000"},
    {"seq": 4, "author": "staff", "at": "09:01:00.000000"},
    {"seq": 5, "author": "staff", "at": "10:01:00.000000"},
]


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


@pytest.mark.parametrize(
    ("opened", "ended", "after"),
    [
        ("09:00:00.000000", "09:30:00.000000", 12.5),
        ("10:00:00.000000", None, 60),
        ("11:00:00.000000", "11:30:00.000000", None),
    ],
)
def test_how_long_the_first_words_took_is_filled_in_from_the_journal(
    empty_engine: Engine, opened: str, ended: str | None, after: float | None
) -> None:
    with empty_engine.begin() as connection:
        command.upgrade(migrations.config(connection), "0006")
        connection.execute(text(_CHAT), {"at": _DAY.format(opened)})
        connection.execute(
            text(_CASE), {"opened": _DAY.format(opened), "ended": ended and _DAY.format(ended)}
        )
        connection.execute(text(_SAID), [{**one, "at": _DAY.format(one["at"])} for one in _LINES])
    migrations.upgrade(empty_engine)
    with empty_engine.begin() as connection:
        assert connection.scalar(text('SELECT first_words_after FROM "case"')) == after


def _staff_at_0007(engine: Engine) -> None:
    people = [{"id": 1, "email": "sam", "key": "ABCDEFGH" * 4}, {"id": 2, "email": "kim", "key": None}]
    added = (
        "INSERT INTO staff (id, email, first_name, password_hash, role, totp_secret, added_at) "
        "VALUES (:id, :email, 'Sam', '', 'staff', :key, '2026-11-23 09:00:00+00:00')"
    )
    with engine.begin() as connection:
        command.upgrade(migrations.config(connection), "0007")
        connection.execute(text(added), people)
        connection.execute(text("INSERT INTO recovery_code (code_hash, staff_id) VALUES ('x', 1)"))


def test_second_steps_that_were_there_are_sealed_and_nothing_else_of_staff_changes(
    empty_engine: Engine,
) -> None:
    _staff_at_0007(empty_engine)
    seal = Seal.with_keys(new_key())
    migrations.upgrade(empty_engine, seal=seal)
    with empty_engine.begin() as connection:
        sealed, none = connection.scalars(text("SELECT totp_sealed FROM staff ORDER BY id")).all()
        assert connection.scalar(text("SELECT count(*) FROM recovery_code")) == 1
    assert seal.open(sealed, member=1) == "ABCDEFGH" * 4
    assert none is None
    with empty_engine.begin() as connection:
        command.downgrade(migrations.config(connection, seal=seal), "0007")
        opened = connection.scalars(text("SELECT totp_secret FROM staff ORDER BY id")).all()
    assert opened == ["ABCDEFGH" * 4, None]


def test_second_steps_are_not_thrown_away_where_no_seal_is_given(empty_engine: Engine) -> None:
    _staff_at_0007(empty_engine)
    with pytest.raises(SetUpError, match="without their keys"):
        migrations.upgrade(empty_engine)
    with empty_engine.begin() as connection:
        assert connection.scalar(text("SELECT totp_secret FROM staff WHERE id = 1")) == "ABCDEFGH" * 4


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
