"""Whether somebody asks, however they write it."""

from __future__ import annotations

import pytest

from bot.language.asking import Asking

ASKING = Asking.load()


@pytest.mark.parametrize(
    "text",
    [
        "What is YOUnited?",
        "whats the dust tool",
        "sendiass number pls",
        "the mix is that still going",
        "YOUnited?",
    ],
)
def test_asks(text: str) -> None:
    assert ASKING.asks(text)


@pytest.mark.parametrize("text", ["camhs said no", "she goes to kooth and it helps", "", "thanks"])
def test_tells(text: str) -> None:
    assert not ASKING.asks(text)
