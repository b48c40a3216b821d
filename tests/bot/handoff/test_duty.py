"""The rota: as it comes nobody is on duty; a council may differ; what cannot be is refused with its line."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.handoff.duty import FOLDER, Post, Rota
from bot.language.content import ContentError
from bot.safety.screening import ACTIONS

MONDAY = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
FIRST = {"name": "Duty worker", "email": "duty@example.gov.uk"}
SECOND = {"name": "Team manager", "webhook": "https://example.gov.uk/alarm"}


def _load(tmp_path: Path, **changed: Any) -> Rota:
    raw = yaml.safe_load((FOLDER / "duty.yml").read_text(encoding="utf-8")) | changed
    (tmp_path / "duty.yml").write_text(yaml.safe_dump(raw), encoding="utf-8")
    return Rota.load(tmp_path / "duty.yml")


def _everywhere(**changed: Any) -> dict[str, Any]:
    return {"hours": {}, "open_on_bank_holidays": False, "posts": []} | changed


def test_as_it_comes_nobody_is_on_duty() -> None:
    rota = Rota.load()
    assert [team.posts for team in rota.teams()] == [()]
    assert not rota.team(None).hours.is_open(MONDAY)
    assert rota.team(None).told_at(0) is None
    assert rota.target == timedelta(seconds=20)
    assert set(rota.steps) == set(ACTIONS)
    assert [one.total_seconds() for one in rota.steps["escalate"]] == [60, 180, 300]


def test_a_council_differs_in_what_it_says_and_in_nothing_else(tmp_path: Path) -> None:
    rota = _load(
        tmp_path,
        everywhere=_everywhere(posts=[FIRST]),
        councils={"cumberland": {"hours": {"MO": ["09:00", "17:00"]}}},
    )
    assert rota.team("cumberland").hours.is_open(MONDAY)
    assert not rota.team("peterborough").hours.is_open(MONDAY)
    assert rota.team("cumberland").posts == rota.team(None).posts == (Post(**FIRST),)


@pytest.mark.parametrize(("step", "name"), [(0, "Duty worker"), (1, "Team manager"), (3, "Team manager")])
def test_each_step_tells_the_next_post_and_then_the_last_again(tmp_path: Path, step: int, name: str) -> None:
    post = _load(tmp_path, everywhere=_everywhere(posts=[FIRST, SECOND])).team(None).told_at(step)
    assert post
    assert post.name == name


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"everywhere": _everywhere(hours={"MO": ["17:00", "09:00"]})}, "opens at 17:00 but closes at 09:00"),
        ({"councils": {"cumberland": {"hours": {"MO": ["9", "17:00"]}}}}, "MO"),
        ({"councils": {"leeds": {}}}, "leeds"),
        ({"everywhere": _everywhere(posts=[{"name": "Nobody can reach it"}])}, "posts"),
        ({"everywhere": _everywhere(posts=[{**FIRST, "email": "duty"}])}, "duty"),
        ({"steps": {key: [60, 60] for key in ACTIONS}}, "later than the one before"),
        ({"steps": {"escalate": [60]}}, "is missing"),
        ({"target": 0}, "target"),
        ({"target": "soon"}, "target"),
    ],
)
def test_what_cannot_be_is_refused(tmp_path: Path, changed: dict[str, Any], told: str) -> None:
    with pytest.raises(ContentError, match=told):
        _load(tmp_path, **changed)


def test_a_step_is_a_length_of_time(tmp_path: Path) -> None:
    assert _load(tmp_path, steps={key: [1.5] for key in ACTIONS}).steps["none"] == [timedelta(seconds=1.5)]
