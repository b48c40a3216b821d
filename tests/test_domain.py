"""The domain, the rules and the actions fit together: what Rasa's own validation does not look at."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

REPOSITORY = Path(__file__).parent.parent
DOMAIN: dict[str, Any] = yaml.safe_load((REPOSITORY / "domain.yml").read_text(encoding="utf-8"))
RESPONSES: dict[str, list[dict[str, Any]]] = DOMAIN["responses"]
FORM = "signposting_form"
FRONT_DOOR_PAYLOADS = {"door:erase", "door:person"}
TOLD_BY_FRONT_DOOR = {"custom"}  # a response without text is a marker that the front door replaces

NEEDS = yaml.safe_load((REPOSITORY / "services_directory" / "needs.yml").read_text(encoding="utf-8"))

SENTENCE_END = re.compile(r"(?<=[.?!])\s+")


def _read(pattern: str) -> Iterator[dict[str, Any]]:
    for path in sorted((REPOSITORY / "data").glob(pattern)):
        yield yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


RULES = [rule for file in _read("rules/*.yml") for rule in file["rules"]]
BLOCKS = [block for file in _read("nlu/**/*.yml") for block in file["nlu"]]
TRAINED = {block["intent"] for block in BLOCKS}


def _steps(rule: dict[str, Any], key: str) -> list[str]:
    return [one[key] for step in rule["steps"] for one in step.get("or", [step]) if key in one]


def _in_form(rule: dict[str, Any]) -> bool:
    return {"active_loop": FORM} in rule.get("condition", [])


def _buttons() -> Iterator[tuple[str, str]]:
    for name, variants in RESPONSES.items():
        for variant in variants:
            yield from ((name, button["payload"]) for button in variant.get("buttons", []))


def test_every_intent_is_trained_and_answered() -> None:
    answered = {intent for rule in RULES for intent in _steps(rule, "intent")}
    assert set(DOMAIN["intents"]) == TRAINED
    assert set(DOMAIN["intents"]) <= answered


def test_every_intent_is_answered_in_the_middle_of_the_form() -> None:
    anywhere = {intent for rule in RULES if "condition" not in rule for intent in _steps(rule, "intent")}
    in_form = {intent for rule in RULES if _in_form(rule) for intent in _steps(rule, "intent")}
    assert set(DOMAIN["intents"]) <= anywhere | in_form


def test_not_understood_is_answered_with_and_without_the_form() -> None:
    for in_form in (True, False):
        assert any("nlu_fallback" in _steps(rule, "intent") for rule in RULES if _in_form(rule) == in_form)


def test_a_disclosure_has_its_rule() -> None:
    assert any(
        _steps(rule, "intent") == ["disclose_risk"] and _steps(rule, "action") == ["utter_safety"]
        for rule in RULES
    )
    assert RESPONSES["utter_safety"] == [{"custom": {"safety": True}}]


@pytest.mark.parametrize(("response", "payload"), sorted(set(_buttons())))
def test_button_leads_somewhere(response: str, payload: str) -> None:
    if payload in FRONT_DOOR_PAYLOADS:
        return
    button = re.fullmatch(r"/(\w+)(?:\((\w+)=([\w-]+)\))?", payload)
    assert button
    assert button[1] in DOMAIN["intents"]
    assert button[2] is None or button[2] in DOMAIN["entities"]
    if button[2] == "need":
        assert button[3] in NEEDS


def test_every_action_exists_and_is_used() -> None:
    written = {
        match[1]
        for path in (REPOSITORY / "actions").glob("*.py")
        for match in re.finditer(r'return "(action_\w+)"', path.read_text(encoding="utf-8"))
    }
    ruled = {action for rule in RULES for action in _steps(rule, "action") if action.startswith("action_")}
    assert set(DOMAIN["actions"]) == written == ruled


def _responses_in_use() -> set[str]:
    code = "\n".join(path.read_text(encoding="utf-8") for path in (REPOSITORY / "actions").glob("*.py"))
    ruled = {action for rule in RULES for action in _steps(rule, "action") if action.startswith("utter_")}
    plain = {
        f"utter_{intent}"
        for rule in RULES
        if "action_answer" in _steps(rule, "action")
        for intent in _steps(rule, "intent")
    }
    asked = {f"utter_ask_{slot}" for slot in DOMAIN["forms"][FORM]["required_slots"]}
    return ruled | plain | asked | set(re.findall(r'"(utter_\w+)"', code)) | {"utter_default"}


def test_every_response_exists_and_is_used() -> None:
    assert set(RESPONSES) == _responses_in_use()


def test_a_slot_filled_from_text_says_when() -> None:
    for name, slot in DOMAIN["slots"].items():
        for mapping in slot["mappings"]:
            if mapping["type"] in ("from_text", "from_intent", "from_trigger_intent"):
                assert mapping.get("conditions"), f"{name} would be filled by every message"


def _texts() -> Iterator[Any]:
    for name, variants in RESPONSES.items():
        for place, variant in enumerate(variants):
            if "text" in variant:
                yield pytest.param(variant["text"], id=f"{name}-{place}")


@pytest.mark.parametrize("text", list(_texts()))
def test_response_is_short_enough(text: str) -> None:
    assert len(text.split()) <= 60
    for sentence in SENTENCE_END.split(text.replace("\n\n", " ")):
        assert len(sentence.split()) <= 20, sentence


def test_response_without_text_is_a_marker() -> None:
    for name, variants in RESPONSES.items():
        assert all("text" in variant or set(variant) == TOLD_BY_FRONT_DOOR for variant in variants), name


def test_no_intent_is_a_retrieval_intent() -> None:
    assert not [intent for intent in TRAINED if "/" in intent]


def test_no_example_stands_twice() -> None:
    lines = [
        line.removeprefix("- ").strip().lower() for block in BLOCKS for line in block["examples"].splitlines()
    ]
    assert [line for line, count in Counter(lines).items() if count > 1] == []


@pytest.mark.parametrize("at_least", [25])
def test_every_intent_and_need_has_enough_examples(at_least: int) -> None:
    counts: dict[str, int] = {}
    for block in BLOCKS:
        size = len(block["examples"].splitlines())
        for name in (block["intent"], *block.get("metadata", {}).get("needs", [])):
            counts[name] = counts.get(name, 0) + size
    placeholders = {"disclose_risk", "answer_fact"}
    assert {name: size for name, size in counts.items() if size < at_least and name not in placeholders} == {}
