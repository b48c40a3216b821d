"""What the assistant learns from: Rasa's own validation, and the marks that Rasa does not know."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import yaml
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.validator import Validator

from bot.assistant.meaning_classifier import needs_of

NEEDS = Path("services_directory/needs.yml")


@pytest.fixture(scope="module")
def validator() -> Validator:
    return Validator.from_importer(
        TrainingDataImporter.load_from_config("config.yml", "domain.yml", ["data"])
    )


@pytest.fixture(scope="module")
def examples(validator: Validator) -> TrainingData:
    return validator.intents


def test_intents_and_rules_fit_the_domain(validator: Validator) -> None:
    assert validator.verify_domain_validity()
    assert validator.verify_intents(ignore_warnings=False)
    assert validator.verify_intents_in_stories(ignore_warnings=False)
    assert validator.verify_example_repetition_in_intents(ignore_warnings=False)
    assert validator.verify_forms_in_stories_rules()
    assert validator.verify_story_structure(ignore_warnings=False)


def test_every_need_has_examples_and_none_is_misspelt(examples: TrainingData) -> None:
    marked = Counter(need for example in examples.intent_examples for need in needs_of(example))
    assert set(marked) == set(yaml.safe_load(NEEDS.read_text(encoding="utf-8")))
    assert min(marked.values()) >= 20


def test_no_sentence_stands_twice(examples: TrainingData) -> None:
    written = Counter(" ".join(example.get("text").lower().split()) for example in examples.intent_examples)
    assert [text for text, times in written.items() if times > 1] == []
