"""What can be read as English: nearly everything."""

from __future__ import annotations

import pytest

from bot.safety.screen import Screen


@pytest.mark.parametrize(
    "text",
    [
        "Wisbech",
        "9",
        "yr 4",
        "ok ta",
        "CAMHS?",
        "Mohammed Iqbal",
        "Little Harwood, Blackburn with Darwen",
        "\U0001f602",
        "PE13 2AB",
        "my sun dosnt slep",
        "Siobhan O'Neill-Kowalska",
        "",
        "   ",
        "asdf",
        "caf\u00e9",
        "Whitehaven Workington Maryport Millom",
        "Beata Nowak moja",
        "wot r ur opning hrs",
        "Merhaba",
    ],
)
def test_can_be_read(screen: Screen, text: str) -> None:
    assert screen.screen(text).action == "none"


@pytest.mark.parametrize(
    "text",
    [
        "Moja c\u00f3rka nie chce i\u015b\u0107 do szko\u0142y i nie wiem co robi\u0107",
        "Mi hija no quiere vivir y no s\u00e9 qu\u00e9 hacer",
        "\u043c\u043e\u044f \u0434\u043e\u0447\u043a\u0430 \u043d\u0435 \u0445\u043e\u0447\u0435\u0442",
        "\u0627\u0628\u0646\u062a\u064a \u062a\u0631\u064a\u062f \u0623\u0646 \u062a\u0645\u0648\u062a",
        "asdkj qwoe zxmn lkjs pqwi zmxn qpwo eiru",
        "mera beta bahut bimar hai main kya karun",
    ],
)
def test_cannot_be_read(screen: Screen, text: str) -> None:
    said = screen.screen(text)
    assert (said.action, said.categories) == ("check_in", ("unreadable",))
