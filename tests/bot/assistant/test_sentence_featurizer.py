"""The encoder's vector reaches Rasa's messages."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from rasa.engine.graph import ExecutionContext
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.assistant.sentence_featurizer import SentenceFeaturizer
from bot.language.encoder import FOLDER, Encoder, EncoderMissing


@pytest.fixture
def featurizer(storage: ModelStorage, resource: Resource, context: ExecutionContext) -> SentenceFeaturizer:
    return SentenceFeaturizer.create(SentenceFeaturizer.get_default_config(), storage, resource, context)


def test_a_message_gets_the_vector_of_its_whole_text(featurizer: SentenceFeaturizer) -> None:
    [message] = featurizer.process([Message({"text": "my son never sleeps"})])
    of_words, of_sentence = message.get_dense_features("text", [])
    assert of_words is None
    assert np.array_equal(of_sentence.features, Encoder.load(FOLDER).encode(["my son never sleeps"]))


@pytest.mark.parametrize("data", [{}, {"text": ""}, {"action_name": "action_listen"}])
def test_a_message_without_text_gets_none(featurizer: SentenceFeaturizer, data: dict[str, str]) -> None:
    [message] = featurizer.process([Message(data)])
    assert message.features == []


def test_examples_are_encoded_like_messages(featurizer: SentenceFeaturizer) -> None:
    trained = featurizer.process_training_data(TrainingData([Message({"text": "hi", "intent": "greet"})]))
    [message] = featurizer.process([Message({"text": "hi"})])
    [[of_example], [of_message]] = trained.training_examples[0].features, message.features
    assert np.array_equal(of_example.features, of_message.features)


def test_a_missing_encoder_stops_the_start(
    storage: ModelStorage, resource: Resource, context: ExecutionContext, tmp_path: Path
) -> None:
    config = {**SentenceFeaturizer.get_default_config(), "folder": str(tmp_path)}
    with pytest.raises(EncoderMissing):
        SentenceFeaturizer.create(config, storage, resource, context)
