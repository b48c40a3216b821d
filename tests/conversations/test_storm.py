"""Servers killed at random while many visitors disclose something: nothing is lost, and all are back in time."""

from __future__ import annotations

import pytest

from bench.product import Product
from bench.soak import storm

pytestmark = pytest.mark.assistant

KILLS, DISCLOSURES, SEED = 20, 1_000, 1


def test_nothing_is_lost_in_a_storm(product: Product) -> None:
    found = storm(product, kills=KILLS, disclosures=DISCLOSURES, seed=SEED)
    table = found.table()
    assert (table["disclosures"], len(found.recoveries)) == (DISCLOSURES, KILLS)
    assert {one.name for one in found.recoveries} == {"web", "actions", "assistant"}
    # Each kill of the web server must meet messages on their way, or it proves nothing.
    assert table["sent again"] >= table["kills of web"] > 0
    assert found.losses == 0, table
