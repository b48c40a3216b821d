"""A message as the page shows it."""

from __future__ import annotations

from typing import Any

import pytest

from bot.web import view, words

NAMES: dict[str, Any] = words()["names"]


def shown(**said: Any) -> dict[str, Any]:
    """The view of a message of the helper."""
    return view.message({"from": "bot", "kind": "text", "text": "", **said}, NAMES)


def service(**facts: Any) -> dict[str, Any]:
    """The view of one service."""
    first: dict[str, Any] = shown(services=[facts])["services"][0]
    return first


@pytest.mark.parametrize(
    ("author", "name", "speaker"),
    [
        ("bot", None, "Helper:"),
        ("user", None, "You:"),
        ("system", None, "Notice:"),
        ("staff", "Sam", "Staff (Sam):"),
        ("staff", None, "Staff:"),
    ],
)
def test_who_speaks(author: str, name: str | None, speaker: str) -> None:
    assert shown(**{"from": author, "name": name})["speaker"] == speaker


def test_an_empty_line_ends_a_paragraph() -> None:
    assert shown(text=" One\ntwo \n\n \nthree\n")["paragraphs"] == ["One\ntwo", "three"]


def test_999_comes_first_and_the_oldest_day_is_shown() -> None:
    contacts = [
        {"kind": "phone", "value": "111", "checked": "2026-11-23"},
        {"kind": "phone", "value": "999", "checked": "2026-11-20"},
        {"kind": "website", "value": "keep-your-head.com"},
    ]
    reach = view.reach(contacts, NAMES)
    assert reach is not None
    assert [contact["value"] for contact in reach["contacts"]] == ["999", "111", "keep-your-head.com"]
    assert [contact["away"] for contact in reach["contacts"]] == [False, False, True]
    assert reach["checked"] == "20 November 2026"


def test_no_contacts_are_no_list() -> None:
    assert view.reach([], NAMES) is None
    assert view.reach(None, NAMES) is None


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2026-11-23", "23 November 2026"),
        ("2026-02-03", "3 February 2026"),
        ("2021-04", "April 2021"),
        ("2021", "2021"),
        ("last spring", "last spring"),
        (None, ""),
    ],
)
def test_days_as_people_write_them(written: str | None, read: str) -> None:
    assert view.day(written) == read


@pytest.mark.parametrize(
    ("facts", "field", "read"),
    [
        ({"cost": "Two pounds."}, "cost", "Two pounds."),
        ({"hours": "All night."}, "hours", "All night."),
        ({}, "hours", "Not known. Please ask."),
        ({"open_now": True}, "open", "Open now"),
        ({"open_now": False}, "open", "Closed now"),
        ({"open_now": None}, "open", ""),
        ({"area": "cumberland"}, "where", "Cumberland"),
        ({"area": None}, "where", ""),
        ({"freshness": "From a page."}, "freshness", "From a page."),
    ],
)
def test_facts_of_a_service(facts: dict[str, Any], field: str, read: str) -> None:
    assert str(service(**facts)[field]).startswith(read)
    assert read or service(**facts)[field] == ""


def test_a_pathway_names_its_areas() -> None:
    pathway = {"areas": ["cambridgeshire", "peterborough"], "evidence": None}
    assert shown(pathway=pathway)["pathway"]["where"] == "Cambridgeshire, Peterborough"
