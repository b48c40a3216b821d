"""The ids that Open Referral UK asks for, made of our own: the same thing has the same id on every machine."""

from __future__ import annotations

from uuid import UUID, uuid5

_NAMESPACE = UUID(
    "6f0e7c52-0d2c-4f7b-9c55-3c1f5a7e9b10"
)  # never changed: every id we ever gave out depends on it


def identity(entity: str, *slugs: str) -> str:
    """The UUID of an entity such as `service`, by the slug that names it among its kind, or several together."""
    return str(uuid5(_NAMESPACE, "/".join((entity, *slugs))))
