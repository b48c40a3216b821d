"""How hard a text is to read: Flesch-Kincaid, with names counted as one short word and contacts left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import textstat
import yaml

from bot.settings import REPOSITORY

NAMES = (
    "Leave this page quickly", "Blackburn with Darwen", "Westmorland and Furness", "Cambridgeshire", "Peterborough",
    "Cumberland", "NHS 111", "Childline", "Samaritans", "A&E", "GP", "Fingerpost", "Talk to a person", "English",
    "England", "ADHD", "Demonstration",
)  # fmt: skip
NAME = re.compile("|".join(re.escape(name) for name in NAMES))
FILLED_IN = re.compile(r"\{\w+\}")
NUMBER = re.compile(r"\b\d[\d ]*\b")
SENTENCE = re.compile(r"(?<=[.?!:])[”\"]?\s+")


class Text(NamedTuple):
    """A text that somebody reads, and where it stands."""

    where: str
    text: str
    for_professionals: bool = False


def grade(text: str) -> float:
    """The Flesch-Kincaid grade."""
    return float(textstat.flesch_kincaid_grade(plain(text)))


def plain(text: str) -> str:
    """The text as it is measured."""
    return NUMBER.sub("one", FILLED_IN.sub("it", NAME.sub("Ann", text)))


def sentences(text: str) -> list[str]:
    return [sentence for sentence in SENTENCE.split(text.replace("\n", " ")) if sentence]


def strings(value: Any, where: str) -> Iterator[Text]:
    """Every string of a content file, but who approved it."""
    if isinstance(value, str):
        yield Text(where, value)
    for name, part in value.items() if isinstance(value, dict) else ():
        if not name.startswith(("approved_", "checked_")):
            yield from strings(part, f"{where}.{name}")
    for place, part in enumerate(value) if isinstance(value, list) else ():
        yield from strings(part, f"{where}.{place}")


def content(path: str) -> Any:
    return yaml.load((REPOSITORY / path).read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
