"""How promptly people answer: in how many cases a person's first words came within the target.

It counts cases, and never who answered them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from bot.language.hours import LONDON, in_london
from bot.models import Case

_DAYS_BEFORE = {"today": 0, "week": 6}


@dataclass(frozen=True)
class Share:
    """So many of so many cases."""

    in_time: int
    cases: int

    @property
    def percent(self) -> int:
        """The share in whole per cent, rounded down: 100 means all."""
        return 100 * self.in_time // self.cases if self.cases else 0


def shares(session: Session, *, target: timedelta, now: datetime) -> Mapping[str, Share]:
    """Return the shares of the cases that were opened today, and in the last seven days with today."""
    return {
        name: _share(session, since=_midnight(now, days_before), target=target, now=now)
        for name, days_before in _DAYS_BEFORE.items()
    }


def _share(session: Session, *, since: datetime, target: timedelta, now: datetime) -> Share:
    # A case that still has time is in neither number: it would make a good minute look like a bad one.
    decided = or_(Case.first_words_after.is_not(None), Case.state == "ended", Case.opened_at < now - target)
    in_time = func.count().filter(Case.first_words_after <= target.total_seconds())
    row = session.execute(select(in_time, func.count()).where(Case.opened_at >= since, decided)).one()
    return Share(in_time=row[0], cases=row[1])


def _midnight(now: datetime, days_before: int) -> datetime:
    """Return when the day of a moment began in England, or an earlier one."""
    return datetime.combine(in_london(now).date() - timedelta(days=days_before), time.min, LONDON)
