"""The reading age of everything that a family or a young person reads: grade 6 at most, and 5 on a safety card.

Professionals get the exact terms, so that only the length of their sentences counts. A label of fewer than five words
has no grade worth the name. Names of services and places count as one short word; contacts are left out.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.settings import REPOSITORY
from tests.reading import Text, content, grade, plain, sentences, strings

LABEL = 5  # words: a shorter text is a label
WORDS = ("bot/front_door/words.yml", "bot/handoff/words.yml", "bot/web/words.yml", "actions/words.yml")
NOT_SHOWN = ("id", "category", "about", "then")  # of a question in cards.yml
STAFF = ("alarms",)  # of bot/handoff/words.yml: read by the posts on call


def _blocks() -> Iterator[Text]:
    safety = REPOSITORY / "bot/safety"
    for path in sorted((*safety.glob("blocks/*.yml"), *safety.glob("worries/*.yml"))):
        for place, block in enumerate(content(str(path.relative_to(REPOSITORY)))["blocks"]):
            voices = block.get("when", {}).get("voices")
            yield Text(
                f"{path.stem}.{place}", block.get("say", ""), for_professionals=voices == ["professional"]
            )


def _cards() -> Iterator[Text]:
    yield from _blocks()
    raw = content("bot/safety/cards.yml")
    for part in ("questions", "council"):
        yield from (text for text in strings(raw[part], part) if text.where.split(".")[-1] not in NOT_SHOWN)


def _responses() -> Iterator[Text]:
    for name, variants in content("domain.yml")["responses"].items():
        for place, response in enumerate(variants):
            slots = [one.get("value") for one in response.get("condition", ())]
            professional = "professional" in slots or "pathway" in name
            yield Text(f"{name}.{place}", response.get("text", ""), for_professionals=professional)


def _reflections() -> Iterator[Text]:
    for need, entry in content("services_directory/needs.yml").items():
        for audience, text in (entry.get("reflection", {}) if isinstance(entry, dict) else {}).items():
            yield Text(f"{need}.{audience}", text, for_professionals=audience == "professional")


def _words() -> Iterator[Text]:
    for path in WORDS:
        kept = {name: part for name, part in content(path).items() if name not in STAFF}
        for text in strings(kept, path.split("/")[1]):
            yield text._replace(for_professionals="professional" in text.where or "pathway" in text.where)


CARDS = [text for text in _cards() if text.text]
OTHERS = [text for text in (*_responses(), *_reflections(), *_words()) if text.text]


def _named(texts: list[Text]) -> list[object]:
    return [pytest.param(text, id=text.where) for text in texts]


@pytest.mark.parametrize("text", _named([*CARDS, *OTHERS]))
def test_short_messages_of_short_sentences(text: Text) -> None:
    assert len(text.text.split()) <= 60
    assert [one for one in sentences(text.text) if len(one.split()) > 20] == []


@pytest.mark.parametrize(
    ("most", "text"),
    [
        pytest.param(most, text, id=text.where)
        for most, texts in ((5, CARDS), (6, OTHERS))
        for text in texts
        if not text.for_professionals and len(text.text.split()) >= LABEL
    ],
)
def test_a_reading_age_of_nine_to_eleven(most: int, text: Text) -> None:
    assert grade(text.text) <= most, plain(text.text)


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("The cat sat on the mat. It was warm.", -3, 1),
        ("Safeguarding considerations necessitate immediate multidisciplinary consultation.", 20, 60),
        ("You can ring Childline now.", -2, 3),
        ("You can ring Westmorland and Furness now.", -2, 3),
    ],
)
def test_the_measure_tells_hard_from_easy(text: str, least: float, most: float) -> None:
    assert least <= grade(text) <= most


def test_everything_is_looked_at() -> None:
    assert len(CARDS) > 100
    assert len(OTHERS) > 350
    assert sum(text.for_professionals for text in (*CARDS, *OTHERS)) < len((*CARDS, *OTHERS)) / 4
