"""A text is heard once; what could not be heard is tried anew."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import cast

import pytest

from bot.safety import lately
from bot.safety.lately import Lately
from bot.safety.meanings import Heard, Meanings


@dataclass
class Ear:
    """Stands for meanings, and counts."""

    heard: list[str] = field(default_factory=list)
    deaf: bool = False

    def hear(self, folded: str) -> Heard:
        self.heard.append(folded)
        if self.deaf:
            raise ZeroDivisionError
        return Heard("escalate", folded)


@pytest.fixture
def ear() -> Ear:
    return Ear()


@pytest.fixture
def remembering(ear: Ear) -> Lately:
    return Lately(cast(Meanings, ear))


@pytest.mark.parametrize("text", ["my dad hits me", "", "half\ud800"])
def test_a_text_is_heard_once(remembering: Lately, ear: Ear, text: str) -> None:
    assert [remembering.hear(text).category for _ in range(3)] == [text] * 3
    assert ear.heard == [text]


def test_another_text_is_heard_by_itself(remembering: Lately) -> None:
    assert [remembering.hear(text).category for text in ("one", "two", "one")] == ["one", "two", "one"]


def test_a_failure_is_not_remembered(remembering: Lately, ear: Ear) -> None:
    ear.deaf = True
    with pytest.raises(ZeroDivisionError):
        remembering.hear("my dad hits me")
    ear.deaf = False
    assert remembering.hear("my dad hits me").action == "escalate"


def test_the_oldest_is_forgotten(remembering: Lately, ear: Ear, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lately, "REMEMBERED", 2)
    for text in ("one", "two", "three", "three", "one"):
        remembering.hear(text)
    assert ear.heard == ["one", "two", "three", "one"]


def test_the_words_themselves_are_not_kept(remembering: Lately) -> None:
    remembering.hear("quokkaquokka")
    assert b"quokka" not in b"".join(remembering._heard)
