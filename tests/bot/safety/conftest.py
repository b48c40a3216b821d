"""What the tests of the safety screen share: the screen and the cards, read once."""

from __future__ import annotations

import pytest

from bot.safety.cards import Cards
from bot.safety.screen import Screen


@pytest.fixture(scope="session")
def screen() -> Screen:
    return Screen.load()


@pytest.fixture(scope="session")
def cards() -> Cards:
    return Cards.load()
