"""Rasa starts without TensorFlow, and what would need it says so."""

from __future__ import annotations

import sys
from typing import Any

import numpy as np
import pytest
from rasa.engine.graph import ExecutionContext
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.diet_classifier import DIETClassifier
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.assistant import without_tensorflow
from bot.assistant.without_tensorflow import LEFT_OUT, LeftOutFinder, TensorFlowLeftOut, placeholder

REFUSAL = "{} needs TensorFlow, which this environment leaves out on purpose"


def test_the_real_one_is_not_there() -> None:
    assert {name for name in LEFT_OUT if getattr(sys.modules.get(name), "__file__", None)} == set()


def test_installing_twice_changes_nothing() -> None:
    without_tensorflow.install()
    without_tensorflow.install()
    assert sum(isinstance(finder, LeftOutFinder) for finder in sys.meta_path) == 1


@pytest.mark.parametrize(
    ("name", "claimed"),
    [
        ("tensorflow", True),
        ("tensorflow.keras.layers", True),
        ("keras", True),
        ("tensorflow_probability", False),
        ("rasa", False),
    ],
)
def test_only_the_left_out_packages_are_claimed(name: str, claimed: bool) -> None:
    assert (LeftOutFinder().find_spec(name) is not None) == claimed


def test_a_placeholder_decorates_without_changing_anything() -> None:
    def plain() -> str:
        return "as it was"

    assert placeholder("function")(plain) is plain
    assert placeholder("function")()(plain) is plain


def test_a_placeholder_serves_as_a_type() -> None:
    tensor: Any = placeholder("Tensor")
    assert tensor[int] is tensor
    assert issubclass(type("Layer", (tensor,), {}), tensor)
    assert tensor.keras.layers.__name__ == "layers"
    assert not hasattr(tensor, "__array__")


@pytest.mark.parametrize("arguments", [(), (1, 2), (print,)])
def test_a_model_made_from_a_placeholder_is_refused(arguments: tuple[Any, ...]) -> None:
    model: Any = type("SomeModel", (placeholder("Model"),), {"__module__": "rasa.somewhere"})
    with pytest.raises(TensorFlowLeftOut, match=REFUSAL.format("SomeModel")):
        model(*arguments)


def test_diet_in_the_pipeline_is_refused_in_words(
    storage: ModelStorage, resource: Resource, context: ExecutionContext
) -> None:
    config = {**DIETClassifier.get_default_config(), "constrain_similarities": True}
    classifier = DIETClassifier.create(config, storage, resource, context)
    examples = [Message.build(f"words {number}", intent=f"intent {number % 2}") for number in range(4)]
    for example in examples:
        example.add_features(Features(np.ones((2, 3)), "sequence", "text", "some"))
        example.add_features(Features(np.ones((1, 3)), "sentence", "text", "some"))
    with pytest.raises(TensorFlowLeftOut, match=REFUSAL.format("DIET")):
        classifier.train(TrainingData(examples))
