"""Open or closed, and when next: weekends, bank holidays, the change of the clocks."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest

from bot.language.hours import ALL_DAY, LONDON, Hours, is_bank_holiday

OFFICE = Hours.read({day: ["09:00", "17:00"] for day in ("MO", "TU", "WE", "TH", "FR")})
NEVER_CLOSED = Hours(
    week=dict.fromkeys(("MO", "TU", "WE", "TH", "FR", "SA", "SU"), (ALL_DAY,)), on_bank_holidays=True
)
SPLIT = Hours(week={"MO": (("13:00", "17:00"), ("09:00", "12:00"))})
MONDAYS = Hours.read({"MO": ["09:00", "12:00"]})
NO_HOURS = Hours(week={})


def london(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-12-25", True),
        ("2026-12-28", True),
        ("2027-01-01", True),
        ("2027-03-26", True),
        ("2027-03-29", True),
        ("2027-05-03", True),
        ("2027-05-31", True),
        ("2027-08-30", True),
        ("2028-01-03", True),
        ("2026-11-30", False),  # St Andrew's Day is Scotland's
        ("2027-03-17", False),  # St Patrick's Day is Northern Ireland's
        ("2026-11-25", False),
    ],
)
def test_bank_holidays_are_england_s(day: str, expected: bool) -> None:
    assert is_bank_holiday(date.fromisoformat(day)) is expected


@pytest.mark.parametrize(
    ("hours", "now", "expected"),
    [
        (OFFICE, "2026-11-23 08:59", False),
        (OFFICE, "2026-11-23 09:00", True),
        (OFFICE, "2026-11-23 16:59:59", True),
        (OFFICE, "2026-11-23 17:00", False),
        (OFFICE, "2026-11-22 12:00", False),
        (OFFICE, "2026-12-25 12:00", False),
        (OFFICE, "2026-07-06 09:00", True),
        (SPLIT, "2026-11-23 12:30", False),
        (SPLIT, "2026-11-23 13:00", True),
        (NEVER_CLOSED, "2026-12-25 23:59:59", True),
        (NO_HOURS, "2026-11-23 12:00", False),
    ],
)
def test_is_open(hours: Hours, now: str, expected: bool) -> None:
    assert hours.is_open(london(now)) is expected
    assert hours.is_open(london(now).astimezone(timezone.utc)) is expected


@pytest.mark.parametrize(
    ("hours", "now", "expected"),
    [
        (OFFICE, "2026-11-23 08:59", "2026-11-23 09:00"),
        (OFFICE, "2026-11-23 09:00", "2026-11-24 09:00"),
        (OFFICE, "2026-11-27 17:00", "2026-11-30 09:00"),
        (OFFICE, "2026-12-24 18:00", "2026-12-29 09:00"),  # Christmas, a weekend, the day in lieu
        (OFFICE, "2027-03-27 12:00", "2027-03-30 09:00"),  # Easter, and the clocks go forward between
        (SPLIT, "2026-11-23 09:30", "2026-11-23 13:00"),
        (MONDAYS, "2026-12-21 12:00", "2027-01-04 09:00"),
        (NEVER_CLOSED, "2026-11-23 12:00", "2026-11-24 00:00"),
        (NO_HOURS, "2026-11-23 12:00", None),
    ],
)
def test_opens_next(hours: Hours, now: str, expected: str | None) -> None:
    assert hours.opens_next(london(now)) == (london(expected) if expected else None)


def test_nine_is_nine_after_the_clocks_have_gone_back() -> None:
    before = datetime(2026, 10, 23, 17, 0, tzinfo=timezone.utc)
    opening = OFFICE.opens_next(before)
    assert opening is not None
    assert (opening.hour, opening.utcoffset()) == (9, timedelta(0))


def test_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        OFFICE.is_open(datetime(2026, 11, 23, 12, 0))  # noqa: DTZ001
