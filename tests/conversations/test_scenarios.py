"""Whole conversations, from scenarios/*.yml, over the real HTTP channel with the real trained assistant."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from bench.product import Product
from bench.visitor import Visitor

pytestmark = pytest.mark.assistant

SCENARIOS = [
    pytest.param(scenario, id=f"{path.stem}: {scenario['name']}")
    for path in sorted((Path(__file__).parent / "scenarios").glob("*.yml"))
    for scenario in yaml.safe_load(path.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_conversation(scenario: dict[str, Any], product: Product) -> None:
    with Visitor(product.url, **scenario.get("opening", {})) as visitor:
        for turn in scenario["turns"]:
            _take(visitor, turn)


def _take(visitor: Visitor, turn: dict[str, Any]) -> None:
    replies = visitor.presses(turn["press"]) if "press" in turn else visitor.says(turn["user"])
    told = json.dumps(replies["messages"], indent=1, ensure_ascii=False)
    shown = [service["id"] for message in replies["messages"] for service in message["services"]]
    assert replies["messages"], f"no answer to {turn}"
    for kind in turn.get("kinds", []):
        assert kind in [message["kind"] for message in replies["messages"]], told
    for kind in turn.get("no_kinds", []):
        assert kind not in [message["kind"] for message in replies["messages"]], told
    for service in turn.get("services", []):
        assert service in shown, f"{service} not among {shown}"
    for service in turn.get("no_services", []):
        assert service not in shown
    for words in turn.get("says", []):
        assert words.lower() in told.lower(), f"{words!r} not in {told}"
    for words in turn.get("never", []):
        assert words.lower() not in told.lower(), f"{words!r} in {told}"
    if "first" in turn:
        assert turn["first"].lower() in replies["messages"][0]["text"].lower(), told
    if "pathway" in turn:
        assert [message["pathway"]["id"] for message in replies["messages"] if message["pathway"]] == [
            turn["pathway"]
        ], told
    if "state" in turn:
        assert replies["state"] == turn["state"]
