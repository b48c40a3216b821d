"""Making text clean to store, and folding it to match."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.language.content import ContentError
from bot.language.normalise import Spelling, clean


@pytest.fixture(scope="module")
def spelling() -> Spelling:
    return Spelling.load()


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("  two   blanks\tand\na line ", "two blanks and a line"),
        ("/greet", "greet"),
        ("\uff0fgreet", "greet"),  # full width
        ("\u200b/greet", "greet"),
        ("/ / /greet{}", "greet{}"),
        ("zero\u200bwidth\u00ad", "zerowidth"),
        ("bell\x07", "bell"),
        ("half\ud800", "half"),
        ("\uff46\uff55\uff4c\uff4c", "full"),
        ("a/b", "a/b"),
        ("", ""),
        ("///", ""),
    ],
)
def test_clean(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@pytest.mark.parametrize(
    "text", ["/ /a", "e\u200d\u0301 /x", "\u2044 \u00bd", "a \u3000 b", "\u2100", "\ufdfa", "\x00/\x00/"]
)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("I WANT to Die.", "i want to die ."),
        ("I\u2019m", "i am"),
        ("don't dont don t", "do not do not do not"),
        ("can't cant cannot won't", "can not can not can not will not"),
        ("he's my dad's mate", "he is my dad mate"),
        ("kms", "kill myself"),
        ("i wanna unalive myself", "i want to kill myself"),
        ("im gonna ctb", "i am going to kill myself"),
        ("how do i apply for ctb", "how do i apply for ctb"),  # council tax benefit
        ("my self harm", "my self harm"),
        ("su1c1de k1ll s3lf h4rm", "suicide kill self harm"),
        ("su*cide r*ped k*ll d*e", "suicide raped kill die"),
        ("s u i c i d e", "suicide"),
        ("s.u.i.c.i.d.e s-u-i-c-i-d-e", "suicide suicide"),
        ("i k m s", "i kill myself"),
        ("DIEEEE killllll pleeease", "die kill please"),
        ("siucide sucidal overdoze", "suicide suicidal overdose"),
        ("su\u0456c\u0456de", "suicide"),  # Cyrillic letters
        ("su\u0301icide", "suicide"),
        ("self-harm selfharm s/h", "self harm self harm self harm"),
        ("\U0001f48a\U0001f52a", "pills knife"),
        ("my 14yo, a 9 y/o, yr10 and y9", "my 14 year old , a 9 year old , year 10 and year 9"),
        ("taken... all of them", "taken , all of them"),
        ("one\ntwo", "one , two"),
        ("u r ok?", "you are ok ?"),
        ("mother and father", "mum and dad"),
    ],
)
def test_fold(spelling: Spelling, text: str, folded: str) -> None:
    assert spelling.fold(text) == folded


@pytest.mark.parametrize(
    "text",
    [
        "f*** off",
        "sh*t",
        "yr 4",
        "his tablet",
        "hopeless",
        "bruised",
        "stranger",
        "cruises",
        "gr8",
        "a b c d",
    ],
)
def test_everyday_words_are_no_disguise(spelling: Spelling, text: str) -> None:
    words = set(spelling.fold(text).split())
    assert not words & {
        "fgm",
        "shoot",
        "suicide",
        "kill",
        "homeless",
        "bruises",
        "strangled",
        "abused",
        "tablets",
    }


def test_folding_a_folded_text_changes_nothing(spelling: Spelling) -> None:
    for text in (
        "I don't want to be here anymore",
        "he's took all his meds",
        "s3lf h4rm",
        "my mum's bf hit me...",
    ):
        assert spelling.fold(spelling.fold(text)) == spelling.fold(text)


def test_a_word_list_of_another_shape_is_refused(tmp_path: Path) -> None:
    (tmp_path / "spelling.yml").write_text("words: [kms]\n", encoding="utf-8")
    with pytest.raises(ContentError, match="words"):
        Spelling.load(tmp_path / "spelling.yml")
