"""Opening hours in England: open or closed at this moment, and when next. Bank holidays come from `holidays`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

LONDON = ZoneInfo("Europe/London")
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
ALL_DAY = ("00:00", "24:00")

Span = Sequence[str]  # opens and closes, as "09:00" and "17:30"; "24:00" is the end of the day

_LOOK_AHEAD = 28  # days: enough for an office that opens on Mondays only, over Christmas and New Year


@cache
def _bank_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def is_bank_holiday(day: date) -> bool:
    """Whether a day is a bank holiday in England."""
    return day in _bank_holidays(day.year)


def in_london(now: datetime) -> datetime:
    """Return a moment as a clock in England shows it (`ValueError` without a time zone)."""
    if now.tzinfo is None:
        raise ValueError("a time without a zone does not say when it is in London")
    return now.astimezone(LONDON)


@dataclass(frozen=True, kw_only=True)
class Hours:
    """The weekly hours of an office: each weekday on which it opens, with its spans of time."""

    week: Mapping[str, Sequence[Span]]
    on_bank_holidays: bool = False

    @classmethod
    def read(cls, raw: Mapping[str, Span], *, on_bank_holidays: bool = False) -> Hours:
        """Return hours as content files write them: `{MO: ["09:00", "17:00"]}`."""
        week = {day: (span,) for day, span in raw.items()}
        return cls(week=week, on_bank_holidays=on_bank_holidays)

    def is_open(self, now: datetime) -> bool:
        """Whether it is open at a moment. `now` must carry a time zone (`ValueError` otherwise)."""
        here = in_london(now)
        clock = f"{here:%H:%M}"
        return any(opens <= clock < closes for opens, closes in self._spans(here.date()))

    def opens_next(self, now: datetime) -> datetime | None:
        """Return when it opens after a moment, in London's time; None for an office without hours."""
        here = in_london(now)
        return next((opening for opening in self._openings(here.date()) if opening > here), None)

    def _spans(self, day: date) -> Sequence[Span]:
        if is_bank_holiday(day) and not self.on_bank_holidays:
            return ()
        return self.week.get(DAYS[day.weekday()], ())

    def _openings(self, first: date) -> Iterator[datetime]:
        for ahead in range(_LOOK_AHEAD):
            day = first + timedelta(days=ahead)
            for opens, _ in sorted(self._spans(day), key=tuple):
                yield datetime.combine(day, time.fromisoformat(opens), LONDON)
