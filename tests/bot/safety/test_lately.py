"""A text is read once; where reading failed it is tried anew."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from bot.safety import lately
from bot.safety.lately import Lately


@dataclass
class Reader:
    """Finds nothing but the text itself, and counts."""

    read: list[str] = field(default_factory=list)
    blind: bool = False

    def find(self, text: str) -> str:
        self.read.append(text)
        if self.blind:
            raise ZeroDivisionError
        return text


@pytest.fixture
def reader() -> Reader:
    return Reader()


@pytest.fixture
def remembering(reader: Reader) -> Lately[str]:
    return Lately(reader.find)


@pytest.mark.parametrize("text", ["my dad hits me", "", "half\ud800"])
def test_a_text_is_read_once(remembering: Lately[str], reader: Reader, text: str) -> None:
    assert [remembering.read(text) for _ in range(3)] == [text] * 3
    assert reader.read == [text]


def test_another_text_is_read_by_itself(remembering: Lately[str]) -> None:
    assert [remembering.read(text) for text in ("one", "two", "one")] == ["one", "two", "one"]


def test_a_failure_is_not_remembered(remembering: Lately[str], reader: Reader) -> None:
    reader.blind = True
    with pytest.raises(ZeroDivisionError):
        remembering.read("my dad hits me")
    reader.blind = False
    assert remembering.read("my dad hits me") == "my dad hits me"


def test_what_was_not_asked_for_longest_is_forgotten(
    remembering: Lately[str], reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lately, "REMEMBERED", 2)
    for text in ("one", "two", "one", "three", "one", "two"):
        remembering.read(text)
    assert reader.read == ["one", "two", "three", "two"]


def test_the_words_themselves_are_not_kept_as_a_key(remembering: Lately[str]) -> None:
    remembering.read("quokkaquokka")
    assert b"quokka" not in b"".join(remembering._found)
