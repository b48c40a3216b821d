"""Services found by name, on both databases."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from services_directory import naming

SERVICES = [
    {"id": "early-help", "name": "Early Help"},
    {"id": "hub", "name": "Early Help Hub", "alternate_names": ["the hub"], "areas": ["cambridgeshire"]},
    {"id": "hub-too", "name": "Early Help Hub", "kind": "team"},
    {"id": "younited", "name": "YOUnited", "standing": "ended", "audiences": ["professional"]},
    {"id": "aid", "name": "Women's Aid"},
    {
        "id": "jasp",
        "name": "JASP",
        "alternate_names": ["Joint Access to Support Panel", "JASP"],
        "kind": "panel",
    },
    {"id": "section-85", "name": "Section 85", "kind": "duty"},
    {"id": "section-86", "name": "Section 86", "kind": "duty"},
    {"id": "first-response", "name": "First Response Service"},
    {"id": "odd", "name": "¿?"},
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("what is YOUnited?", "younited"),
        ("WHAT IS younited", "younited"),
        ("womens aid please", "aid"),
        ("is Women’s-Aid open", "aid"),
        ("how do I get early help", "early-help"),
        ("how do I ring the early help hub", "hub hub-too"),
        ("is early help the same as the early help hub?", "hub hub-too early-help"),
        ("the joint access to support panel, jasp", "jasp"),
        ("does section 86 apply", "section-86"),
        # slips
        ("what about yunited", "younited"),
        ("first responce service", "first-response"),
        ("firstresponse service", "first-response"),
        ("the early helphub", "hub hub-too"),
        ("the joint access to sup port panel", "jasp"),
        ("young people unite", ""),
        ("manchester united", ""),
        ("what do you need", ""),
        ("section 87", ""),
        ("the jaspp", ""),
        # parts of words and nothing at all
        ("earlyish helpers", ""),
        ("a hubbub", ""),
        ("", ""),
        ("?!", ""),
        # a long story: exact names still count
        ("and then it went on " * 60 + "yunited and jasp", "jasp"),
    ],
)
def test_find(fill: Callable[..., None], session: Session, text: str, expected: str) -> None:
    fill(SERVICES)
    assert [service.id for service in naming.find(session, text)] == expected.split()


def test_empty_directory_has_no_names(fill: Callable[..., None], session: Session) -> None:
    fill()
    assert naming.find(session, "early help") == []


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("is dream line still going", True),
        ("can my gp help", False),
        ("can my gp refer us to dream line", True),
        ("is it free", False),
        ("dream line " + "word " * 40, False),
    ],
)
def test_what_a_question_is_about(
    fill: Callable[..., None], session: Session, text: str, asked: bool
) -> None:
    fill(
        [
            {"id": "dream-line", "name": "Dream line"},
            {"id": "gp", "name": "GP surgery", "alternate_names": ["gp"], "everyday": True},
        ]
    )
    assert naming.is_asked_about(session, text) == asked
