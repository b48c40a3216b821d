"""Finds the needs in a message: several at once, each judged by itself.

Trained on every example that carries `metadata: needs: [...]` in data/nlu. One logistic regression a need over the
features that the pipeline has made, and those examples that carry none as its negatives too.
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix, vstack
from sklearn.linear_model import LogisticRegression

NEED = "need"
NEEDS_OF_EXAMPLE = "needs"
_WEIGHTS = "weights.npz"
_LABELS = "labels.json"


def needs_of(example: Message) -> list[str]:
    """Return the needs that an example of data/nlu is marked with."""
    marks = (example.get("metadata") or {}).get("intent") or {}
    return list(marks.get(NEEDS_OF_EXAMPLE, []))


def features_of(message: Message) -> csr_matrix | None:
    """Return the sparse features of a whole message, or None when it has no known word."""
    _, sentence = message.get_sparse_features("text", [])
    return None if sentence is None else csr_matrix(sentence.features)


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER], is_trainable=True)
class NeedsClassifier(GraphComponent):
    """Adds an entity `need` for each need at or above the threshold, the surest first."""

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        self._config = config
        self._storage = storage
        self._resource = resource
        self._labels: list[str] = []
        self._weights = np.zeros((0, 0))
        self._bias = np.zeros(0)

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the settings: C of the regression, the threshold of a need, and how many may be named."""
        return {"C": 10.0, "threshold": 0.3, "at_most": 4}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> NeedsClassifier:
        """Make an untrained classifier."""
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Fit one regression a need and store the weights."""
        examples = [(example, features_of(example)) for example in training_data.intent_examples]
        rows = vstack([features for _, features in examples if features is not None])
        marked = [needs_of(example) for example, features in examples if features is not None]
        self._labels = sorted({need for needs in marked for need in needs})
        fitted = [self._fit(rows, [need in needs for needs in marked]) for need in self._labels]
        self._weights = np.stack([weights for weights, _ in fitted]).astype(np.float32)
        self._bias = np.array([bias for _, bias in fitted], dtype=np.float32)
        self._persist()
        return self._resource

    def _fit(self, rows: csr_matrix, wanted: list[bool]) -> tuple[np.ndarray, float]:
        regression = LogisticRegression(
            C=self._config["C"], class_weight="balanced", solver="liblinear", random_state=0
        )
        regression.fit(rows, wanted)
        return regression.coef_[0], float(regression.intercept_[0])

    def _persist(self) -> None:
        with self._storage.write_to(self._resource) as folder:
            np.savez_compressed(folder / _WEIGHTS, weights=self._weights, bias=self._bias)
            (folder / _LABELS).write_text(json.dumps(self._labels))

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> NeedsClassifier:
        """Read the weights of a trained model."""
        classifier = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            stored = np.load(folder / _WEIGHTS)
            classifier._labels = json.loads((folder / _LABELS).read_text())
            classifier._weights, classifier._bias = stored["weights"], stored["bias"]
        return classifier

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the needs to the entities of each message."""
        for message in messages:
            found = self._find(message)
            message.set("entities", message.get("entities", []) + found, add_to_output=True)
        return messages

    def _find(self, message: Message) -> list[dict[str, Any]]:
        features = features_of(message)
        if features is None or not self._labels:
            return []
        sureness = 1 / (1 + np.exp(-(features @ self._weights.T + self._bias)))[0]
        best = np.argsort(-sureness)[: self._config["at_most"]]
        return [
            {
                "entity": NEED,
                "value": self._labels[index],
                "confidence_entity": float(sureness[index]),
                "start": 0,
                "end": len(message.get("text") or ""),
                "extractor": type(self).__name__,
            }
            for index in best
            if sureness[index] >= self._config["threshold"]
        ]
