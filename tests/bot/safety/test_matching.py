"""The notation of phrases: what each sign finds, and where."""

from __future__ import annotations

import pytest

from bot.safety.matching import Finder
from bot.safety.notation import Notation, NotationError
from bot.safety.text import Words

LISTS = {"child": ["son", "little one", "N year old"], "dad": ["dad", "stepdad"], "adult": ["{dad}", "coach"]}


def found(say: str, text: str) -> list[str]:
    finder = Finder([("it", Notation(LISTS).parse(say))], stops=frozenset({"not", "never"}))
    words = Words.of(text)
    return [" / ".join(words.text(*span) for span in one.spans) for one in finder.find(words)]


@pytest.mark.parametrize(
    ("say", "text", "spans"),
    [
        ("want to die", "i want to die", ["want to die"]),
        ("want to die", "i want to dye", []),
        ("want to die", "i want to . die", []),  # never over the end of a sentence
        ("want to die", "i want , to die", ["want to die"]),  # but over a comma
        ("(die|end it)", "end it or die", ["end it", "die"]),
        ("want (really)? out", "want out , want really out", ["want out", "want really out"]),
        ("(really)? want out", "so . want out", ["want out"]),
        ("harm*", "harming harm charm", ["harming", "harm"]),
        ("N pills", "20 pills , twenty pills , some pills", ["20 pills", "twenty pills"]),
        ("a .. b", "a x y b", ["a x y b"]),
        ("a .. b", "a x y z b", []),
        ("a ... b", "a 1 2 3 4 5 6 b", ["a 1 2 3 4 5 6 b"]),
        ("a ... b", "a x not y b", []),  # dots pass over no "not"
        ("a ... not b", "a x not b", ["a x not b"]),  # unless the phrase itself says it
        ("a .. b", "a x . b", []),
        ("point .", "what is the point", ["point"]),
        ("point .", "the point of it , the point . ok", ["point"]),
        ("die (.|now)", "die . die now , die later", ["die", "die now"]),
        ("{child}", "my son , little one , 9 year old", ["son", "little one", "9 year old"]),
        ("{adult} hits", "coach hits , stepdad hits", ["coach hits", "stepdad hits"]),
        ("cut* + {child}", "my son is cutting", ["cutting / son"]),
        ("cut* + {child}", "he is cutting . my son", []),
        ("cut* + {child}", "cutting | son", []),  # two texts are two things
        ("cut son", "cut | son", ["cut son"]),
        ("a+b", "b " + "x " * 14 + "a", ["a / b"]),
        ("a+b", "b " + "x " * 15 + "a", []),
    ],
)
def test_what_a_sign_finds(say: str, text: str, spans: list[str]) -> None:
    assert found(say, text) == spans


@pytest.mark.parametrize(
    ("say", "why"),
    [
        ("(a|b", "closing bracket"),
        ("a|b", "too many"),
        ("a)", "too many"),
        ("a ?", "question mark"),
        ("... a", "begin or end"),
        ("a ..", "begin or end"),
        (". a", "begin or end"),
        ("", "begin or end"),
        ("a +", "begin or end"),
        ("{nobody}", "no list 'nobody'"),
        ("a; b", "a sign"),
    ],
)
def test_what_is_not_in_the_notation(say: str, why: str) -> None:
    with pytest.raises(NotationError, match=why):
        Notation(LISTS).parse(say)
