"""What bot.language finds in a message becomes Rasa's entities."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.engine.graph import ExecutionContext
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message

from bot.assistant.language_entities import LanguageEntities

PAGE = {"known": {"area": "cumberland", "audience": "professional"}}


@pytest.fixture
def entities(storage: ModelStorage, resource: Resource, context: ExecutionContext) -> LanguageEntities:
    return LanguageEntities.create({}, storage, resource, context)


@pytest.mark.parametrize(
    ("text", "metadata", "found"),
    [
        ("my son is 9", None, {"age": 9, "audience": "parent"}),
        ("we live in Peterborough", None, {"area": "peterborough"}),
        ("we live in Peterborough", PAGE, {"area": "peterborough", "audience": "professional"}),
        ("hello", PAGE, {"area": "cumberland", "audience": "professional"}),
        ("hello", None, {}),
        ("PE7 9ZX", {"known": {"located": {"PE7 9ZX": "peterborough"}}}, {"area": "peterborough"}),
        ("PE7 9ZX", {"known": {"located": {}}}, {"area_unclear": "ambiguous"}),
    ],
)
def test_words_come_before_what_the_page_said(
    entities: LanguageEntities, text: str, metadata: dict[str, Any] | None, found: dict[str, Any]
) -> None:
    [message] = entities.process([Message({"text": text, "metadata": metadata})])
    assert {entity["entity"]: entity["value"] for entity in message.get("entities")} == found


def test_entities_that_others_found_stay(entities: LanguageEntities) -> None:
    need = {"entity": "need", "value": "sleep"}
    [message] = entities.process([Message({"text": "my son is 9", "entities": [need]})])
    assert message.get("entities")[0] == need
