"""The running product, once for all conversations."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bench.product import Product, running


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """Start everything with the real trained assistant; stopping it proves that Ctrl-C leaves nothing."""
    with running(tmp_path_factory.mktemp("var")) as started:
        yield started
