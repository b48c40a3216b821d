"""Services found by words and filters, on both databases."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.orm import Session

from services_directory.search import Found, search
from tests.services_directory.conftest import Fill

SERVICES = [
    {
        "id": "night-owls",
        "name": "Night Owls",
        "description": "Help with sleeping for families.",
        "needs": ["sleep"],
    },
    {
        "id": "toys",
        "name": "Toy library",
        "alternate_names": ["libary", "borrow toys"],
        "eligibility_description": "Families with a disabled child.",
        "minimum_age": 0,
        "maximum_age": 7,
        "needs": ["money"],
    },
    {"id": "sleep-line", "name": "Sleep line", "areas": ["national"], "audiences": ["young_person"]},
    {"id": "sleep-panel", "name": "Sleep panel", "kind": "panel", "audiences": ["professional"]},
    {"id": "far-owls", "name": "Far Owls", "areas": ["cumberland"], "description": "Sleep, far away."},
    {"id": "old-owls", "name": "Old Owls", "standing": "ended"},
    {"id": "odd", "name": "O'Hara & Sons (C&P) – café", "description": "Tea.", "needs": ["money"]},
]


@pytest.fixture
def filled(fill: Fill, session: Session) -> Session:
    fill(SERVICES)
    return session


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("owls", "far-owls night-owls"),
        ("OWL", "far-owls night-owls"),  # the engine knows stems
        ("sleep", "sleep-line sleep-panel far-owls night-owls"),  # a name counts most
        ("borrow", "toys"),
        ("libary", "toys"),
        ("disabled child", "toys"),
        ("sleep far", "far-owls"),  # all words before any
        (
            "somewhere for sleeping zebras",
            "sleep-line sleep-panel far-owls night-owls",
        ),  # no service has all words
        ("café o'hara", "odd"),
        ("zebra", ""),
        ("owls OR toys", "far-owls night-owls toys"),
    ],
)
def test_by_words(filled: Session, text: str, expected: str) -> None:
    assert set(search(filled, text).ids) == set(expected.split())


def test_the_name_counts_most(filled: Session) -> None:
    assert {*search(filled, "sleep").ids[:2]} == {"sleep-line", "sleep-panel"}


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, "far-owls night-owls odd sleep-line sleep-panel toys"),
        ({"area": "peterborough"}, "night-owls odd sleep-line sleep-panel toys"),
        ({"area": "cumberland"}, "far-owls sleep-line"),
        ({"audience": "parent"}, "far-owls night-owls odd toys"),
        ({"audience": "young_person"}, "sleep-line"),
        ({"audience": "professional"}, "sleep-panel"),
        ({"age": 8, "audience": "parent", "area": "peterborough"}, "night-owls odd"),
        ({"age": 7, "audience": "parent", "area": "peterborough"}, "night-owls odd toys"),
        ({"needs": ["money"]}, "odd toys"),
        ({"needs": ["money", "sleep"], "area": "peterborough"}, "night-owls odd sleep-line sleep-panel toys"),
    ],
)
def test_by_filters(filled: Session, filters: dict[str, Any], expected: str) -> None:
    found = search(filled, **filters)
    assert (sorted(found.ids), found.total) == (expected.split(), len(expected.split()))


def test_words_and_filters_together(filled: Session) -> None:
    assert search(filled, "sleep", area="cumberland", audience="parent").ids == ["far-owls"]


def test_without_words_by_name_and_a_page_at_a_time(filled: Session) -> None:
    first, second = (search(filled, limit=4, offset=offset) for offset in (0, 4))
    assert [*first.ids, *second.ids] == ["far-owls", "night-owls", "odd", "sleep-line", "sleep-panel", "toys"]
    assert first.total == second.total == 6


@pytest.mark.parametrize(
    "text",
    [
        '"', "'", "\\", "*", "a* OR b*", "NEAR(a b)", "name:owls", "-owls", "!owls", "owls & !toys", "(", ":*", "<->",
        "🙂🙂", "'; DROP TABLE service; --", "a" * 8_000, "owls " * 1_600, "\u202eowls", "%",
    ],
)  # fmt: skip
def test_nothing_typed_is_an_operator(filled: Session, text: str) -> None:
    assert isinstance(search(filled, text), Found)
    assert search(filled).total == 6


def test_the_index_follows_the_content(fill: Fill, session: Session) -> None:
    fill([{"id": "kettle", "name": "Kettle club"}])
    assert search(session, "kettle").ids == ["kettle"]
    fill([{"id": "teapot", "name": "Teapot club"}])
    session.expire_all()
    assert (search(session, "kettle").ids, search(session, "teapot").ids) == ([], ["teapot"])
