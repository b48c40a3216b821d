"""The visitor is told the truth about who reads the chat, at any hour and on any day."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
import yaml

from bot.handoff.duty import FOLDER, Rota
from bot.handoff.who_reads import WhoReads
from bot.handoff.words import load_words
from bot.language.hours import LONDON

WEEKDAYS = {day: ["09:00", "17:00"] for day in ("MO", "TU", "WE", "TH", "FR")}
SHORT_FRIDAY = WEEKDAYS | {"FR": ["08:45", "12:00"]}
ALWAYS = {day: ["00:00", "24:00"] for day in ("MO", "TU", "WE", "TH", "FR", "SA", "SU")}


def _who_reads(tmp_path: Path, *, demonstration: bool = False, on_bank_holidays: bool = False) -> WhoReads:
    raw = yaml.safe_load((FOLDER / "duty.yml").read_text(encoding="utf-8"))
    raw["everywhere"] |= {"hours": WEEKDAYS, "open_on_bank_holidays": on_bank_holidays}
    raw["councils"] = {
        "cumberland": {"hours": SHORT_FRIDAY},
        "peterborough": {"hours": ALWAYS, "open_on_bank_holidays": True},
        "cambridgeshire": {"hours": {}},
    }
    path = tmp_path / "duty.yml"
    path.write_text(yaml.safe_dump(raw), encoding="utf-8")
    return WhoReads(rota=Rota.load(path), words=load_words(), demonstration=demonstration)


@pytest.mark.parametrize(
    ("area", "now", "said"),
    [
        (None, "2026-11-23 09:00", "The team reads this chat now (Monday to Friday, 9am to 5pm)."),
        (None, "2026-11-23 17:00", "Nobody reads this chat until 9am tomorrow."),
        (None, "2026-11-23 07:00", "Nobody reads this chat until 9am today."),
        (None, "2026-11-28 12:00", "Nobody reads this chat until 9am on Monday."),
        (None, "2026-12-24 18:00", "Nobody reads this chat until 9am on Tuesday."),
        (
            "cumberland",
            "2026-11-23 09:00",
            "The team reads this chat now (Monday to Thursday, 9am to 5pm; Friday, 8.45am to 12 noon).",
        ),
        (
            "peterborough",
            "2026-12-25 03:00",
            "The team reads this chat now (Monday to Sunday, day and night).",
        ),
        ("cambridgeshire", "2026-11-23 09:00", "Nobody reads this chat."),
        ("blackburn-with-darwen", "2026-11-27 20:00", "Nobody reads this chat until 9am on Monday."),
    ],
)
def test_what_is_said(tmp_path: Path, area: str | None, now: str, said: str) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=LONDON)
    assert _who_reads(tmp_path).say(area, moment) == said


def test_a_date_is_named_when_a_weekday_could_be_misread(tmp_path: Path) -> None:
    raw = yaml.safe_load((FOLDER / "duty.yml").read_text(encoding="utf-8"))
    raw["everywhere"]["hours"] = {"MO": ["10:00", "12:30"]}
    (tmp_path / "duty.yml").write_text(yaml.safe_dump(raw), encoding="utf-8")
    who_reads = WhoReads(rota=Rota.load(tmp_path / "duty.yml"), words=load_words())
    said = who_reads.say(None, datetime(2026, 12, 21, 13, 0, tzinfo=LONDON))
    assert said == "Nobody reads this chat until 10am on Monday 4 January."


def test_in_a_demonstration_nobody_ever_reads(tmp_path: Path) -> None:
    said = _who_reads(tmp_path, demonstration=True).say(None, datetime(2026, 11, 23, 9, 0, tzinfo=LONDON))
    assert said == "Nobody reads this chat."
