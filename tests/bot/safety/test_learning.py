"""Learning from examples: what is like a disclosure is heard as one; what was learned is current."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.language.encoder import Encoder
from bot.language.normalise import Spelling
from bot.safety import examples, learning
from bot.safety.examples import Example
from bot.safety.meanings import Meanings

DANGER = (
    "my dad hits me",
    "he beats us every night",
    "I am scared to go home, dad hurts me",
    "mum slaps me hard",
)
QUIET = (
    "when is the youth club open",
    "how do I apply for a school place",
    "is the toddler group free",
    "thanks",
)


def shown() -> list[Example]:
    told = [
        Example("x", "disclosure", "physical_abuse", "young_person", "", "", "escalate", one)
        for one in DANGER
    ]
    return [*told, *(Example("x", "ordinary", "", "", "", "", "none", one) for one in QUIET)]


def many() -> list[Example]:
    hard = [Example("x", "hard_negative", "", "", "", "", "none", f"day {day} was hard") for day in range(60)]
    calm = [Example("x", "ordinary", "", "", "", "", "none", f"is it open on day {day}") for day in range(60)]
    return [*shown(), *hard, *calm]


def one_more() -> Example:
    return Example("y", "hard_negative", "", "", "", "", "none", "one more")


@pytest.fixture(scope="module")
def learned(tmp_path_factory: pytest.TempPathFactory) -> Meanings:
    folder = tmp_path_factory.mktemp("learned")
    encoder = Encoder.load()
    learning.store(learning.fit(shown(), encoder=encoder, spelling=Spelling.load()), folder)
    return Meanings.load(folder, encoder=encoder)


@pytest.mark.parametrize(
    ("text", "action"), [("dad hit me again", "escalate"), ("when does the club open on monday", "none")]
)
def test_what_is_alike_is_heard_alike(learned: Meanings, text: str, action: str) -> None:
    assert learned.hear(text).action == action


def test_it_says_of_what_and_about_whom(learned: Meanings) -> None:
    heard = learned.hear("my dad hits me")
    assert (heard.category, heard.about) == ("physical_abuse", "self")


def test_nothing_is_heard_in_nothing(learned: Meanings) -> None:
    assert learned.hear("").action == "none"


def test_what_was_learned_is_current() -> None:
    assert learning.is_current()


def test_a_folder_with_nothing_in_it_is_not(tmp_path: Path) -> None:
    assert not learning.is_current(tmp_path)


@pytest.mark.parametrize("split", ["train", "dev", "test"])
def test_the_examples_are_the_ones_that_were_frozen(split: examples.Split) -> None:
    assert examples.read(split)


def test_a_changed_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "ash.csv").write_text("changed", encoding="utf-8")
    (tmp_path / "SPLIT.csv").write_text("writer,split,lines,sha256\nash,test,1,0\n", encoding="utf-8")
    with pytest.raises(ValueError, match="was changed"):
        examples.read("test", tmp_path)


def test_no_message_stands_in_two_parts() -> None:
    # Answers of a few words ("Cumberland") may come from anybody.
    parts = [
        {one.text for one in examples.read(split) if len(one.text.split()) > 4}
        for split in ("train", "dev", "test")
    ]
    assert not parts[0] & parts[1]
    assert not parts[2] & (parts[0] | parts[1])


def test_harmless_messages_are_joined_with_harmless_ones_only() -> None:
    joined = [*learning.joined(many())]
    assert len(joined) == 60
    assert all("was hard" in one.text and len(one.text) > len("day 59 was hard") for one in joined)
    assert not any(one.is_danger or said in one.text for one in joined for said in DANGER)
    assert any(one.text.startswith("day") for one in joined)
    assert any(one.text.endswith("was hard") for one in joined)


def test_no_more_are_joined_than_enough() -> None:
    hard = [replace(one_more(), text=f"hard {number}") for number in range(learning.JOINED + 10)]
    assert len([*learning.joined(hard)]) == learning.JOINED


def test_without_anything_hard_nothing_is_joined() -> None:
    assert [*learning.joined(shown())] == []


def test_one_more_example_changes_one_landmark_at_most() -> None:
    few, more = many(), [one_more(), *many()]
    before = {few[index].text for index in learning._landmarks(few, hardest=0, others=20)}
    after = {more[index].text for index in learning._landmarks(more, hardest=0, others=20)}
    assert len(before - after) <= 1


def test_one_more_example_leaves_nearly_all_joined_ones_as_they_are() -> None:
    before, after = ({one.text for one in learning.joined(some)} for some in (many(), [*many(), one_more()]))
    assert len(before) == 60
    assert len(before - after) <= 3
