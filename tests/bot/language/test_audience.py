"""Who is writing, from how they write."""

from __future__ import annotations

import pytest

from bot.language.audience import Audiences

AUDIENCES = Audiences.load()


@pytest.mark.parametrize(
    ("text", "audience"),
    [
        ("my son is 4", "parent"),
        ("our little one bites", "parent"),
        ("my 6 year old won't sleep", "parent"),
        ("I\u2019m his dad", "parent"),
        ("im her nan", "parent"),
        ("as a parent I worry", "parent"),
        ("my son is a student", "parent"),
        ("I'm 15", "young_person"),
        ("im 15", "young_person"),
        ("i m in year 9", "young_person"),
        ("I am 16 years old", "young_person"),
        ("my mum shouts", "young_person"),
        ("I'm a student", "young_person"),
        ("I am a student at college", "young_person"),
        ("I'm a young carer", "young_person"),
        ("I'm a SENCO", "professional"),
        ("I am a social worker", "professional"),
        ("one of my pupils", "professional"),
        ("a pupil in my class", "professional"),
        ("our ward has a patient", "professional"),
        ("SENCO here", "professional"),
    ],
)
def test_who(text: str, audience: str) -> None:
    assert AUDIENCES.find(text) == audience


@pytest.mark.parametrize(
    ("text", "audience"),
    [
        ("my mum says my son is naughty", "parent"),
        ("I'm a teacher, and it is about a pupil whose mum is worried, not my son", "professional"),
    ],
)
def test_more_than_one_shown(text: str, audience: str) -> None:
    assert AUDIENCES.find(text) == audience


@pytest.mark.parametrize(
    "text", ["hello", "", "I'm 40", "I'm 15 weeks pregnant", "I'm 12 years older", "she was a patient"]
)
def test_nothing_shown(text: str) -> None:
    assert AUDIENCES.find(text) is None
