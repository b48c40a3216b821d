"""What Alembic runs for each of its commands."""

from __future__ import annotations

from alembic import context

from bot import models
from services_directory.models import Base as Directory

TABLES = [
    Directory.metadata,
    models.Base.metadata,
]

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=TABLES,
    render_as_batch=True,  # SQLite cannot alter a table: it is copied instead
)
with context.begin_transaction():
    context.run_migrations()
