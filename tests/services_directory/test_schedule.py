"""Open or closed, in London, in summer and winter."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from services_directory.models import Schedule
from services_directory.schedule import open_now

WEEKDAYS = Schedule(byday="MO,TU,WE,TH,FR", opens_at="09:00", closes_at="17:30")
SATURDAY = Schedule(byday="SA", opens_at="10:00", closes_at="12:00")
ALWAYS = Schedule(byday="MO,TU,WE,TH,FR,SA,SU", opens_at="00:00", closes_at="24:00")


@pytest.mark.parametrize(
    ("schedules", "now", "expected"),
    [
        ([], datetime(2026, 11, 23, 12, 0, tzinfo=UTC), None),
        ([WEEKDAYS], datetime(2026, 11, 23, 8, 59, tzinfo=UTC), False),
        ([WEEKDAYS], datetime(2026, 11, 23, 9, 0, tzinfo=UTC), True),
        ([WEEKDAYS], datetime(2026, 11, 23, 17, 29, 59, tzinfo=UTC), True),
        ([WEEKDAYS], datetime(2026, 11, 23, 17, 30, tzinfo=UTC), False),
        ([WEEKDAYS], datetime(2026, 11, 22, 12, 0, tzinfo=UTC), False),
        ([WEEKDAYS, SATURDAY], datetime(2026, 11, 28, 11, 0, tzinfo=UTC), True),
        ([WEEKDAYS], datetime(2026, 7, 6, 8, 0, tzinfo=UTC), True),
        ([WEEKDAYS], datetime(2026, 7, 6, 16, 30, tzinfo=UTC), False),
        ([SATURDAY], datetime(2026, 7, 3, 23, 30, tzinfo=UTC), False),
        ([WEEKDAYS], datetime(2026, 12, 25, 12, 0, tzinfo=UTC), None),
        ([WEEKDAYS], datetime(2026, 12, 25, 20, 0, tzinfo=UTC), False),
        ([ALWAYS], datetime(2026, 12, 25, 12, 0, tzinfo=UTC), True),
        ([ALWAYS], datetime(2026, 11, 23, 23, 59, 59, tzinfo=UTC), True),
        ([ALWAYS], datetime(2026, 11, 23, 0, 0, tzinfo=UTC), True),
    ],
)
def test_open_now(schedules: list[Schedule], now: datetime, expected: bool | None) -> None:
    assert open_now(schedules, now) is expected


def test_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        open_now([ALWAYS], datetime(2026, 11, 23, 12, 0))  # noqa: DTZ001
