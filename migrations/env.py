"""What Alembic runs for each of its commands."""

from __future__ import annotations

from alembic import context

from bot import models
from services_directory.models import Base as Directory
from services_directory.open_referral import records as _records  # noqa: F401  (with it the tables of Open Referral are known)

TABLES = [
    Directory.metadata,
    models.Base.metadata,
]


def _is_ours(_object: object, name: str | None, kind: str, *_: object) -> bool:
    """Whether the models know it. The index of words is the database's own, and made of several tables in SQLite."""
    return not (kind in ("table", "index") and name and "service_text" in name)


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=TABLES,
    include_object=_is_ours,
    render_as_batch=True,  # SQLite cannot alter a table: it is copied instead
)
with context.begin_transaction():
    context.run_migrations()
