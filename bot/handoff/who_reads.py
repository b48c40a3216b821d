"""Who reads a chat, and when: the truth, in a sentence for the visitor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from bot.handoff.duty import Rota
from bot.language.hours import ALL_DAY, DAYS, Hours, in_london

_WEEK = 7  # days: from then on a weekday's name alone would be misread


@dataclass(frozen=True, kw_only=True)
class WhoReads:
    """Says who reads a chat. `words` are those of words.yml; in a demonstration nobody ever does."""

    rota: Rota
    words: Mapping[str, Any]
    demonstration: bool = False

    def reads_now(self, area: str | None, now: datetime) -> bool:
        """Whether the team of a council (None: not known) is there at a moment."""
        return not self.demonstration and self.rota.team(area).hours.is_open(now)

    def say(self, area: str | None, now: datetime) -> str:
        """Return one sentence: the team reads this now, or nobody does until then, or nobody ever does.

        For the card and for whoever asks for a person. `area` is the visitor's council, None while it is not known.
        """
        reads, hours = self.words["reads"], self.rota.team(area).hours
        if self.reads_now(area, now):
            return str(reads["now"].format(hours=self._week(hours)))
        opening = None if self.demonstration else hours.opens_next(now)
        return str(reads["later"].format(when=self._when(opening, now)) if opening else reads["never"])

    def _when(self, opening: datetime, now: datetime) -> str:
        ahead = (opening.date() - in_london(now).date()).days
        kind = {0: "same_day", 1: "next_day"}.get(ahead, "this_week" if ahead < _WEEK else "later")
        return str(
            self.words["times"][kind].format(
                time=self._time(f"{opening:%H:%M}"),
                day=self.words["days"][DAYS[opening.weekday()]],
                date=opening.day,
                month=self.words["months"][opening.month - 1],
            )
        )

    def _week(self, hours: Hours) -> str:
        return "; ".join(self._runs(hours))

    def _runs(self, hours: Hours) -> Iterator[str]:
        """Yield each run of days with the same hours, such as "Monday to Friday, 9am to 5pm"."""
        for spans, run in groupby(DAYS, key=lambda day: tuple(map(tuple, hours.week.get(day, ())))):
            days = [self.words["days"][day] for day in run]
            for opens, closes in spans:
                name = "one_day" if len(days) == 1 else "all_day" if (opens, closes) == ALL_DAY else "days"
                yield self.words["times"][name].format(
                    day=days[0],
                    first=days[0],
                    last=days[-1],
                    opens=self._time(opens),
                    closes=self._time(closes),
                )

    def _time(self, clock: str) -> str:
        times = self.words["times"]
        if clock in ("00:00", "24:00", "12:00"):
            return str(times["noon" if clock == "12:00" else "midnight"])
        hour, minute = clock.split(":")
        past = "" if minute == "00" else f".{minute}"
        return str(times["am" if int(hour) < 12 else "pm"].format(hour=f"{int(hour) % 12 or 12}{past}"))
