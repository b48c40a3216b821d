"""Only one at a time holds the lock."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from services_directory.lock import alone

IMPATIENT = {"postgresql": "SET lock_timeout = '10ms'", "sqlite": "PRAGMA busy_timeout = 10"}


def test_second_waits_until_the_first_has_ended(empty_engine: Engine) -> None:
    with empty_engine.connect() as second:
        second.exec_driver_sql(IMPATIENT[empty_engine.dialect.name])
        second.commit()
        with empty_engine.begin() as first:
            alone(first)
            with pytest.raises(OperationalError, match="lock"):
                alone(second)
            second.rollback()
        alone(second)


def test_lock_may_be_held_already(empty_engine: Engine) -> None:
    with empty_engine.begin() as connection:
        alone(connection)
        alone(connection)
