"""What the tests of the assistant share. They run in the assistant's environment, without TensorFlow.

Nothing of Rasa is imported here at the top: pytest filters no warning yet while it reads this file.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.assistant import without_tensorflow

if TYPE_CHECKING:
    from rasa.engine.graph import ExecutionContext
    from rasa.engine.storage.resource import Resource
    from rasa.engine.storage.storage import ModelStorage

without_tensorflow.install()


@pytest.fixture
def storage(tmp_path: Path) -> ModelStorage:
    from rasa.engine.storage.local_model_storage import LocalModelStorage

    return LocalModelStorage(tmp_path)


@pytest.fixture
def resource() -> Resource:
    from rasa.engine.storage.resource import Resource

    return Resource("component")


@pytest.fixture
def context() -> ExecutionContext:
    from rasa.engine.graph import ExecutionContext, GraphSchema

    return ExecutionContext(GraphSchema({}), "component")
