"""Contacts are found however they are written, and what is none of them is left alone."""

from __future__ import annotations

import pytest

from bot.language.contacts import contacts, unknown

KNOWN = [
    "0800 1111",
    "111, then option 2",
    "999",
    "text SHOUT to 85258",
    "https://www.kooth.com/sign-up/",
    "Help@Council.gov.uk",
]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("My number is 07700 900123.", ["07700900123"]),
        ("+44 (0)7700 900-123", ["07700900123"]),
        ("０７７００ ９００１２３", ["07700900123"]),  # full width
        ("07700\u200b900123", ["07700900123"]),  # something invisible in it
        ("it is oh seven seven double oh, nine one two", ["07700912"]),
        ("text 4567 now", ["4567"]),
        ("ring the duty team on 456", ["456"]),
        ("write to Sam.W@gmail.com today", ["sam.w@gmail.com"]),
        ("sam (at) gmail (dot) com", ["sam@gmail.com"]),
        ("see https://www.Example.org/a/b?c=1.", ["example.org/a/b?c=1"]),
        ("it is on example.co.uk/help", ["example.co.uk/help"]),
        ("I am @sam_w there", ["@sam_w"]),
        ("my snapchat is samwise", ["snapchat is samwise"]),
        ("insta: sam.w", ["insta: sam.w"]),
        ("Add me on WhatsApp", ["add me on whatsapp"]),
        ("0800 1111 or 0800 1111", ["08001111"]),
    ],
)
def test_a_contact_is_found_in_one_spelling(text: str, found: list[str]) -> None:
    assert contacts(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "I am here until 10.30 on 12/11/2026, or 12-11-2026.",
        "Between 10.30 and 12.30, or 10.30 12.30, or 17:05.",
        "He is 14, she is 12 and there are 3 more.",
        "It costs £1,500 in 2026.",
        "Does he message you on Snapchat or on WhatsApp?",
        "One two three, and breathe. Four. Five.",
        "No.I did not know. Ok.then",
        "Your postcode, PE1 1AA, is Peterborough's.",
        "section 117 and section 47",
        "",
    ],
)
def test_what_is_no_contact_is_left_alone(text: str) -> None:
    assert contacts(text) == []


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Ring 0800 1111, or 08001111.", []),
        ("Ring 999 or 111 and choose option 2. Text SHOUT to 85258.", []),
        ("https://kooth.com/sign-up or kooth.com", []),
        ("help@council.gov.uk", []),
        ("kooth.com/elsewhere", ["kooth.com/elsewhere"]),
        ("ring 112", ["112"]),
        ("Ring 0800 1111 or 07700 900123", ["07700900123"]),
        ("evil@kooth.com", ["evil@kooth.com"]),
    ],
)
def test_only_what_nobody_has_listed_is_unknown(text: str, left: list[str]) -> None:
    assert unknown(text, KNOWN) == left
