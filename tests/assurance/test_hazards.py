"""The hazard log: its schema, its page, and that the risk is left to whom it belongs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from assurance import page
from assurance.hazards import FOLDER, Hazard, load, proofs
from bot.language.content import ContentError

LOG = load()
COLUMNS = ("hazard", "causes", "effect", "harm", "owner", "controls", "evidence")


def test_there_are_enough_and_each_has_its_own_number() -> None:
    ids = [hazard.id for hazard in LOG]
    assert len(ids) >= 25
    assert ids == sorted(set(ids))


@pytest.mark.parametrize("hazard", LOG, ids=lambda hazard: hazard.id)
def test_something_is_done_by_the_maker_about_each(hazard: Hazard) -> None:
    assert any(control.proof for control in hazard.controls)


def test_while_nobody_has_scored_a_risk_the_page_says_so() -> None:
    assert any(hazard.scores for hazard in LOG) or "nobody has accepted a residual risk" in (
        FOLDER / "README.md"
    ).read_text(encoding="utf-8")


def test_a_test_is_named_once_however_often_it_proves_something() -> None:
    named = proofs(LOG)
    assert named == sorted(set(named))


def _written(tmp_path: Path, change: dict[str, Any]) -> Path:
    raw = yaml.safe_load((FOLDER / "hazards.yml").read_text(encoding="utf-8"))
    raw["hazards"][0] |= change
    path = tmp_path / "hazards.yml"
    path.write_text(yaml.safe_dump(raw, allow_unicode=True), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "change",
    [
        {"id": "1"},
        {"causes": []},
        {"owner": "nobody"},
        {"risk": "low"},
        {"scores": {"severity": "3"}},
        {"controls": [{"what": "Care is taken"}]},
        {"controls": [{"what": "Two", "missing": "a", "deployer": "b"}]},
        {"controls": [{"what": "No test", "proof": ["by hand"]}]},
    ],
)
def test_a_slip_is_refused(tmp_path: Path, change: dict[str, Any]) -> None:
    with pytest.raises(ContentError):
        load(_written(tmp_path, change))


def test_what_the_officer_scored_is_shown(tmp_path: Path) -> None:
    names = ("severity", "likelihood", "initial_risk", "final_likelihood", "final_risk")
    scores = {name: f"the {name}" for name in (*names, "scored_by", "scored_on")}
    first, second, *_ = page.render(load(_written(tmp_path, {"scores": scores}))).split("| [H")[1:]
    assert all(f"the {name}" in first for name in names)
    assert second.count(page.UNSCORED) == len(names)


def test_the_page_says_what_each_hazard_says() -> None:
    shown = page.render(LOG)
    for hazard in LOG:
        for said in (hazard.hazard, *hazard.causes, hazard.effect, hazard.harm, hazard.evidence):
            assert said in shown
        for control in hazard.controls:
            told = (control.what, *control.proof, control.missing or "", control.deployer or "")
            assert [one for one in told if one not in shown] == []
