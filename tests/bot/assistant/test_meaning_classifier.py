"""Intent and needs of a message, learned from a few examples with vectors that can be followed by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from rasa.engine.graph import ExecutionContext
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import coo_matrix

from bot.assistant.likeness import Floats
from bot.assistant.meaning_classifier import MeaningClassifier
from bot.assistant.risk_intent import DISCLOSE_RISK

SLEEP, DENTAL, HELLO, RISK, STRANGE = np.eye(5)
WORDS = {"sleep": [1, 0, 0], "teeth": [0, 1, 0], "hello": [0, 0, 1]}


def message(vector: Floats | None, word: str | None = None, **data: Any) -> Message:
    made = Message({"text": "some words" if vector is not None else "", **data})
    if vector is not None:
        unit = vector / np.linalg.norm(vector)
        made.add_features(Features(np.array([unit], dtype=np.float32), "sentence", "text", "encoder"))
    if word is not None:
        made.add_features(Features(coo_matrix([WORDS[word]]), "sentence", "text", "counts"))
    return made


def example(vector: Floats, word: str | None, intent: str, needs: Sequence[str] = ()) -> Message:
    return message(vector, word, intent=intent, metadata={"intent": {"needs": list(needs)}} if needs else {})


EXAMPLES = [
    *[example(SLEEP, "sleep", "describe_need", ["sleep"])] * 3,
    *[example(DENTAL, "teeth", "describe_need", ["dental"])] * 3,
    example(SLEEP + DENTAL, "sleep", "describe_need", ["sleep", "dental"]),
    *[example(HELLO, "hello", "greet")] * 2,
    example(RISK, None, DISCLOSE_RISK),
]


@pytest.fixture
def classifier(storage: ModelStorage, resource: Resource, context: ExecutionContext) -> MeaningClassifier:
    config = MeaningClassifier.get_default_config()
    MeaningClassifier.create(config, storage, resource, context).train(TrainingData(EXAMPLES))
    return MeaningClassifier.load(config, storage, resource, context)


def needs(understood: Message) -> list[str]:
    return [entity["value"] for entity in understood.get("entities", []) if entity["entity"] == "need"]


@pytest.mark.parametrize(
    ("vector", "word", "intent", "found"),
    [
        (SLEEP, "sleep", "describe_need", ["sleep"]),
        (DENTAL, None, "describe_need", ["dental"]),
        (3 * DENTAL + 2 * SLEEP, None, "describe_need", ["dental", "sleep"]),
        (HELLO, "hello", "greet", []),
    ],
)
def test_a_message_has_one_intent_and_its_needs_the_surest_first(
    classifier: MeaningClassifier, vector: Floats, word: str | None, intent: str, found: list[str]
) -> None:
    [understood] = classifier.process([message(vector, word)])
    assert understood.get("intent")["name"] == intent
    assert understood.get("intent")["confidence"] > 0.5
    assert needs(understood) == found


def test_the_ranking_falls_and_stays_within_0_and_1(classifier: MeaningClassifier) -> None:
    [understood] = classifier.process([message(HELLO, "hello")])
    confidences = [one["confidence"] for one in understood.get("intent_ranking")]
    assert confidences == sorted(confidences, reverse=True)
    assert all(0 <= confidence <= 1 for confidence in confidences)


def test_something_strange_gets_little_confidence_and_no_need(classifier: MeaningClassifier) -> None:
    [understood] = classifier.process([message(STRANGE)])
    assert understood.get("intent")["confidence"] < 0.45
    assert needs(understood) == []


def test_a_disclosure_is_never_guessed_from_words(classifier: MeaningClassifier) -> None:
    [understood] = classifier.process([message(RISK)])
    assert DISCLOSE_RISK not in {one["name"] for one in understood.get("intent_ranking")}


def test_no_more_needs_are_named_than_allowed(
    storage: ModelStorage, resource: Resource, context: ExecutionContext, classifier: MeaningClassifier
) -> None:
    config = {**MeaningClassifier.get_default_config(), "most_needs": 1}
    strict = MeaningClassifier.load(config, storage, resource, context)
    [understood] = strict.process([message(3 * DENTAL + 2 * SLEEP)])
    assert needs(understood) == ["dental"]


def test_entities_that_others_found_stay(classifier: MeaningClassifier) -> None:
    [understood] = classifier.process([message(SLEEP, entities=[{"entity": "age", "value": 7}])])
    assert [entity["entity"] for entity in understood.get("entities")] == ["age", "need"]


def test_a_message_without_text_means_nothing(classifier: MeaningClassifier) -> None:
    [understood] = classifier.process([message(None)])
    assert understood.get("intent") == {"name": None, "confidence": 0.0}
