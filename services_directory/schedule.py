"""Whether a service is open at this moment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from bot.language.hours import ALL_DAY, Hours, Span, in_london, is_bank_holiday
from services_directory.models import Schedule


def open_now(schedules: Iterable[Schedule], now: datetime) -> bool | None:
    """True or False by the weekly hours, None where no hours are known.

    Whether a service keeps its hours on a bank holiday is not known either, unless it never closes.
    `now` must carry a time zone (`ValueError` otherwise).
    """
    week: dict[str, list[Span]] = defaultdict(list)
    for schedule in schedules:
        for day in schedule.byday.split(","):
            week[day].append((schedule.opens_at, schedule.closes_at))
    is_open = Hours(week=week, on_bank_holidays=True).is_open(now)
    never_closes = all(ALL_DAY in spans for spans in week.values())
    if not week or (is_open and is_bank_holiday(in_london(now).date()) and not never_closes):
        return None
    return is_open
