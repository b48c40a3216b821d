"""Taking back what was told, in the ways that people do."""

from __future__ import annotations

import pytest

from bot.safety.denials import Denials


@pytest.fixture(scope="module")
def denials() -> Denials:
    return Denials.load()


@pytest.mark.parametrize(
    "text",
    [
        "it was a joke",
        "jk im fine lol",
        "nvm",
        "Forget it!!",
        "im fine now",
        "I didn't mean it",
        "dw about it",
        "ignore me",
    ],
)
def test_a_denial(denials: Denials, text: str) -> None:
    assert denials.takes_back(text)


@pytest.mark.parametrize(
    "text",
    [
        "he likes trains",
        "where do we live in Ely get help with sleep",
        "fine, how much does it cost",
        "",
        "my son tells a joke every night and then he does not want to go to sleep at all",
    ],
)
def test_no_denial(denials: Denials, text: str) -> None:
    assert not denials.takes_back(text)
