"""Says what a message means: one intent, and the needs in it, several at once.

Both are learned together from the examples of data/nlu; those that carry `metadata: needs: [...]` show the needs, all
others show where there are none. What is set by something else, such as `disclose_risk` by the safety screen, is not
learned from words.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix, vstack

from bot.assistant.fact_intent import ANSWER_FACT
from bot.assistant.likeness import Floats, Likeness
from bot.assistant.risk_intent import DISCLOSE_RISK

NEED = "need"
_ANSWERS = "answers.json"
SET_BY_OTHERS = frozenset({DISCLOSE_RISK, ANSWER_FACT})


def needs_of(example: Message) -> list[str]:
    """Return the needs that an example of data/nlu is marked with."""
    marks = (example.get("metadata") or {}).get("intent") or {}
    return list(marks.get("needs", []))


def meaning_of(message: Message) -> Floats | None:
    """Return the encoder's vector of a message, or None when it has no text."""
    _, sentence = message.get_dense_features(TEXT, [])
    return None if sentence is None else np.asarray(sentence.features[0])


def counts_of(message: Message, words: int) -> csr_matrix:
    """Return how often each known word stands in a message; a message without one has zeros: (1, words)."""
    _, sentence = message.get_sparse_features(TEXT, [])
    return csr_matrix((1, words)) if sentence is None else csr_matrix(sentence.features)


def _table(names: Sequence[str], given: Sequence[Sequence[str]]) -> Floats:
    """Return 1 where an example (row) was given a name (column), else 0."""
    return np.array([[float(name in some) for name in names] for some in given])


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class MeaningClassifier(GraphComponent, IntentClassifier):
    """Sets the intent with its ranking, and adds an entity `need` for each need, the surest first."""

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        self._config = config
        self._storage = storage
        self._resource = resource
        self._intents: list[str] = []
        self._shares: list[float] = []
        self._needs: list[str] = []
        self._likeness: Likeness | None = None

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the settings.

        need_threshold: the score from which a need is named.
        need_share: how near to the surest need another must come to be named beside it.
        most_needs: how many are named at most.
        help_for_rare: 0 leaves the scores of intents as they are; more lifts those with few examples.
        """
        return {"need_threshold": 0.22, "need_share": 0.4, "most_needs": 4, "help_for_rare": 0.15}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> MeaningClassifier:
        """Make an untrained classifier."""
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the examples, and store what was learned."""
        examples = [one for one in training_data.intent_examples if one.get(INTENT) not in SET_BY_OTHERS]
        words = max(counts_of(example, 0).shape[1] for example in examples)
        counts = vstack([counts_of(example, words) for example in examples], format="csr")
        meanings = np.stack([vector for vector in map(meaning_of, examples) if vector is not None])
        self._intents = sorted({example.get(INTENT) for example in examples})
        self._needs = sorted({need for example in examples for need in needs_of(example)})
        intents = _table(self._intents, [[example.get(INTENT)] for example in examples])
        needs = _table(self._needs, [needs_of(example) for example in examples])
        self._shares = intents.mean(axis=0).tolist()
        self._likeness = Likeness.learn(meanings, counts, np.hstack([intents, needs]))
        self._persist(self._likeness)
        return self._resource

    def _persist(self, likeness: Likeness) -> None:
        with self._storage.write_to(self._resource) as folder:
            likeness.store(folder)
            answers = {"intents": self._intents, "shares": self._shares, "needs": self._needs}
            (folder / _ANSWERS).write_text(json.dumps(answers), encoding="utf-8")

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> MeaningClassifier:
        """Read what was learned."""
        classifier = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            answers = json.loads((folder / _ANSWERS).read_text(encoding="utf-8"))
            classifier._likeness = Likeness.load(folder)
        classifier._intents, classifier._needs = answers["intents"], answers["needs"]
        classifier._shares = answers["shares"]
        return classifier

    def process(self, messages: list[Message]) -> list[Message]:
        """Set intent, ranking and needs of each message; one without a text means nothing."""
        for message in messages:
            meaning = meaning_of(message)
            if meaning is None or self._likeness is None:
                message.set(INTENT, {"name": None, "confidence": 0.0}, add_to_output=True)
                continue
            scores = self._likeness.scores(meaning, counts_of(message, len(self._likeness.rarity)))
            ranking = self._ranking(scores[: len(self._intents)])
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
            needs = self._needs_in(scores[len(self._intents) :], len(message.get(TEXT)))
            message.set("entities", message.get("entities", []) + needs, add_to_output=True)
        return messages

    def _ranking(self, scores: Floats) -> list[dict[str, Any]]:
        """Return the intents, the likeliest first. A confidence is a score within 0 and 1: low for anything strange."""
        lifted = scores / np.array(self._shares) ** self._config["help_for_rare"]
        confidences = np.clip(lifted, 0, 1).tolist()
        return [
            {"name": self._intents[index], "confidence": confidences[index]} for index in np.argsort(-lifted)
        ]

    def _needs_in(self, scores: Floats, length: int) -> list[dict[str, Any]]:
        least = max(self._config["need_threshold"], self._config["need_share"] * scores.max(initial=0.0))
        best = [index for index in np.argsort(-scores) if scores[index] >= least]
        return [
            {
                "entity": NEED,
                "value": self._needs[index],
                "confidence_entity": float(np.clip(scores[index], 0, 1)),
                "start": 0,
                "end": length,
                "extractor": type(self).__name__,
            }
            for index in best[: self._config["most_needs"]]
        ]
