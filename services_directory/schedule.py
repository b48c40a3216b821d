"""Whether a service is open at this moment."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from services_directory.models import Schedule

_LONDON = ZoneInfo("Europe/London")
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def open_now(schedules: Iterable[Schedule], now: datetime) -> bool | None:
    """True or False by the weekly hours, None where no hours are known.

    `now` must carry a time zone (`ValueError` otherwise). Bank holidays are not known here.
    """
    if now.tzinfo is None:
        raise ValueError("a time without a zone does not say when it is in London")
    here = now.astimezone(_LONDON)
    day, time = _DAYS[here.weekday()], f"{here:%H:%M}"
    known = [
        day in schedule.byday.split(",") and schedule.opens_at <= time < schedule.closes_at
        for schedule in schedules
    ]
    return any(known) if known else None
