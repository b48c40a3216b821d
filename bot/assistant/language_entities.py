"""Puts what bot.language finds in a message (ages, council, audience) into Rasa's entities."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message

from bot.language.ages import find_ages
from bot.language.audience import Audiences
from bot.language.places import AMBIGUOUS, Places


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR], is_trainable=False)
class LanguageEntities(GraphComponent):
    """Entities `age`, `area`, `area_unclear` and `audience`. Nothing to train: the word lists are in bot/language."""

    def __init__(self, places: Places, audiences: Audiences) -> None:
        self._places = places
        self._audiences = audiences

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LanguageEntities:
        """Read the word lists once."""
        return cls(Places.load(), Audiences.load())

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the entities of each message to those that others found."""
        for message in messages:
            text = message.get("text") or ""
            known = (message.get("metadata") or {}).get("known") or {}
            found = [_entity(name, value, text) for name, value in self._find(text, known)]
            message.set("entities", message.get("entities", []) + found, add_to_output=True)
        return messages

    def _find(self, text: str, known: dict[str, Any]) -> list[tuple[str, Any]]:
        """Return name and value of each entity; `known` is what the front door already knows.

        That is what the page that opened the chat said, and as `located` where whole postcodes of the text lie.
        """
        found: list[tuple[str, Any]] = [("age", years) for years in find_ages(text)]
        area = self._places.area(text, located=known.get("located") or {}) or known.get("area")
        if area:
            found.append(("area_unclear" if area == AMBIGUOUS else "area", area))
        audience = self._audiences.find(text) or known.get("audience")
        if audience:
            found.append(("audience", audience))
        return found


def _entity(name: str, value: Any, text: str) -> dict[str, Any]:
    return {"entity": name, "value": value, "start": 0, "end": len(text), "extractor": "LanguageEntities"}
