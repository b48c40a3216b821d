"""What the screen has reached on people it did not learn from stays reached, but for noise."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from bench import screen as evaluation
from bench.screen import Judged
from bot.safety.screen import Screen

REACHED: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("ratchet.yml").read_text(encoding="utf-8"))
NOISE: float = REACHED["noise"]


@pytest.fixture(scope="module", params=["dev", "test"])
def part(request: pytest.FixtureRequest, screen: Screen) -> tuple[dict[str, float], list[Judged]]:
    return REACHED[request.param], evaluation.judged(screen, request.param)


@pytest.mark.parametrize("explicitness", ["explicit", "indirect"])
def test_recall(part: tuple[dict[str, float], list[Judged]], explicitness: str) -> None:
    reached, found = part
    told = [one for one in found if one.example.explicitness == explicitness]
    assert evaluation.recall(told) >= reached[explicitness] - NOISE


@pytest.mark.parametrize("kind", ["ordinary", "hard_negative"])
def test_false_alarms(part: tuple[dict[str, float], list[Judged]], kind: str) -> None:
    reached, found = part
    assert evaluation.false_alarms(found, kind) <= reached[kind] + NOISE


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"), [(0, 10, 0.0, 0.278), (10, 10, 0.722, 1.0), (50, 100, 0.404, 0.596)]
)
def test_wilsons_interval(hits: int, of: int, low: float, high: float) -> None:
    assert evaluation.wilson(hits, of) == pytest.approx((low, high), abs=0.001)
