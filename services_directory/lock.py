"""One process at a time: two that start together must not both build or fill the tables."""

from __future__ import annotations

from sqlalchemy import Connection

_POSTGRESQL = "SELECT pg_advisory_xact_lock(705140)"  # any number of our own does


def alone(connection: Connection) -> None:
    """Wait until no other process holds this lock, and hold it until the transaction ends.

    Must be the first statement of the transaction. An engine of SQLite may begin each transaction by itself
    so that it holds the lock already.
    """
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(_POSTGRESQL)
    elif not connection.connection.dbapi_connection.in_transaction:  # type: ignore[union-attr]
        connection.exec_driver_sql("BEGIN IMMEDIATE")
