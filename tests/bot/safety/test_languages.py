"""Plain phrases of danger in other languages, in their script and in Latin letters."""

from __future__ import annotations

import pytest

from bot.safety.languages import by_script
from bot.safety.screen import Screen


@pytest.mark.parametrize(
    ("text", "language", "category"),
    [
        ("Moja córka mówi, że chce umrzeć", "pl", "suicide"),
        ("tata mnie bije", "pl", "physical_abuse"),
        ("mano vyras mane muša", "lt", "domestic_abuse"),
        ("Nu mai vreau să trăiesc", "ro", "suicide"),
        ("o meu pai bate-me todos os dias", "pt", "physical_abuse"),
        ("میں جینا نہیں چاہتی", "ur", "suicide"),
        ("main jeena nahi chahta", "ur", "suicide"),
        ("ਮੈਂ ਮਰਨਾ ਚਾਹੁੰਦੀ ਹਾਂ", "pa", "suicide"),
        ("મારે જીવવું નથી", "gu", "suicide"),
        ("আমি আর বাঁচতে চাই না", "bn", "suicide"),
        ("زَوْجي يضربني", "ar", "domestic_abuse"),
        ("чоловік мене б'є", "uk", "domestic_abuse"),
        ("Я не хочу жить", "ru", "suicide"),
        ("爸爸打我", "zh", "physical_abuse"),
    ],
)
def test_a_plain_phrase_is_passed_to_a_person(
    screen: Screen, text: str, language: str, category: str
) -> None:
    said = screen.screen(text)
    assert said.action in ("escalate", "emergency")
    assert (said.language, category in said.categories) == (language, True)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("hello", None),
        ("моя дочка не хоче до школи, її", "uk"),
        ("моя дочь", "ru"),
        ("مرحبا", "ar"),
        ("بیٹی ہے", "ur"),
    ],
)
def test_a_script_tells_the_language(text: str, language: str | None) -> None:
    assert by_script(text) == language


def test_phrases_of_another_language_do_not_stand_inside_english(screen: Screen) -> None:
    assert screen.screen("can my son join the main hall club on Monday").action == "none"
