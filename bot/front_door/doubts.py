"""What visitors say is wrong about an entry of the directory, kept until somebody has looked at it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.models import Doubt


def keep(session: Session, service_id: str, text: str, *, now: datetime) -> None:
    """Keep what a visitor wrote. It is theirs: `bot.privacy.retention` deletes it with the chats of its time."""
    session.add(Doubt(service_id=service_id, text=text, at=now))


def doubts(session: Session) -> Sequence[Doubt]:
    """All of them, the oldest first."""
    return session.scalars(select(Doubt).order_by(Doubt.id)).all()


def settle(session: Session, doubt_id: int) -> None:
    """Delete one that somebody has looked at."""
    session.execute(delete(Doubt).where(Doubt.id == doubt_id))
