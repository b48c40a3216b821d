"""What is shown of a service and of a pathway: what is known, and only that."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from sqlalchemy.orm import Session

from services_directory.card import card, pathway_card
from services_directory.models import Audience, Pathway, Service

BARE: Mapping[str, Any] = {
    "id": "it",
    "name": "A service",
    "what": "It helps.",
    "who_for": None,
    "how_to_get": [],
    "cost": None,
    "hours": None,
    "open_now": None,
    "contacts": [],
    "level": "community",
    "area": "peterborough",
    "standing": "confirmed",
    "evidence": {"source": "Council page", "date": None, "grade": "A", "checked": "2026-11-01"},
}
PHONE = {"kind": "phone", "value": "01632 960001", "grade": "A", "source": "Page", "checked": "2026-11-02"}
FULL = {
    "id": "it",
    "eligibility_description": "Families.",
    "application_process": ["Ring.", "Ask."],
    "professional_process": ["Refer."],
    "consent": "Only if you agree.",
    "cost_option": "free",
    "hours": "Monday, 9am to 5pm.",
    "contacts": [
        {**PHONE, "label": "choose 2"},
        {**PHONE, "value": "01632 960002", "grade": "B", "audiences": ["professional"]},
    ],
    "no_contact": "Ask your school.",
    "alert": "Not confirmed.",
}


def _card(
    fill: Callable[..., None], session: Session, service: dict[str, Any], *, audience: Audience | None = None,
    area: str | None = None, open_now: bool | None = None,
) -> dict[str, Any]:  # fmt: skip
    fill([{"id": "it", **service}])
    return card(session.get_one(Service, "it"), audience=audience, area=area, open_now=open_now)


def test_what_is_not_known_is_not_said(fill: Callable[..., None], session: Session) -> None:
    assert _card(fill, session, {}) == BARE


def test_all_that_is_known_is_said(fill: Callable[..., None], session: Session) -> None:
    assert _card(fill, session, FULL, audience="parent", open_now=True) == {
        **BARE,
        "who_for": "Families.",
        "how_to_get": ["Ring.", "Ask."],
        "cost": "free",
        "hours": "Monday, 9am to 5pm.",
        "open_now": True,
        "contacts": [
            {
                "kind": "phone",
                "value": "01632 960001",
                "label": "choose 2",
                "grade": "A",
                "checked": "2026-11-02",
            }
        ],
        "alert": "Not confirmed.",
        "no_contact": "Ask your school.",
        "consent": "Only if you agree.",
    }


@pytest.mark.parametrize(
    ("audience", "steps", "numbers"),
    [
        (None, ["Ring.", "Ask."], ["01632 960001"]),
        ("parent", ["Ring.", "Ask."], ["01632 960001"]),
        ("young_person", ["Ring.", "Ask."], ["01632 960001"]),
        ("professional", ["Refer."], ["01632 960001", "01632 960002"]),
    ],
)
def test_steps_and_contacts_are_for_the_reader(
    fill: Callable[..., None],
    session: Session,
    audience: Audience | None,
    steps: list[str],
    numbers: list[str],
) -> None:
    shown = _card(fill, session, FULL, audience=audience)
    assert shown["how_to_get"] == steps
    assert [contact["value"] for contact in shown["contacts"]] == numbers


def test_professional_gets_the_usual_steps_where_there_are_no_others(
    fill: Callable[..., None], session: Session
) -> None:
    assert _card(fill, session, {"application_process": ["Ring."]}, audience="professional")[
        "how_to_get"
    ] == ["Ring."]


@pytest.mark.parametrize(
    ("areas", "area", "expected"),
    [
        (["cambridgeshire", "peterborough"], "peterborough", "peterborough"),
        (["national", "peterborough"], "cumberland", "national"),
        (["national"], None, "national"),
        (["cambridgeshire", "peterborough"], None, "cambridgeshire"),
    ],
)
def test_area_is_the_persons_own_if_it_can_be(
    fill: Callable[..., None], session: Session, areas: list[str], area: str | None, expected: str
) -> None:
    assert _card(fill, session, {"areas": areas}, area=area)["area"] == expected


def test_evidence_is_that_of_the_whole_entry(fill: Callable[..., None], session: Session) -> None:
    evidence = [
        {"fact": "hours", "source": "Hours page", "checked": "2026-11-01"},
        {"fact": "existence", "source": "Strategy, 2021", "date": "2021", "checked": "2026-11-03"},
    ]
    assert _card(fill, session, {"evidence": evidence})["evidence"] == {
        "source": "Strategy, 2021",
        "date": "2021",
        "grade": None,
        "checked": "2026-11-03",
    }
    assert _card(fill, session, {"evidence": evidence[:1]})["evidence"]["source"] == "Hours page"


def test_pathway_card(fill: Callable[..., None], session: Session) -> None:
    fill(pathways=[{"id": "rule", "areas": ["peterborough", "cambridgeshire"], "law": "The Act, section 1."}])
    assert pathway_card(session.get_one(Pathway, "rule")) == {
        "id": "rule",
        "name": "A rule",
        "areas": ["cambridgeshire", "peterborough"],
        "answer": "Yes.",
        "because": "It is so.",
        "next_steps": ["Ask."],
        "law": "The Act, section 1.",
        "caveat": None,
        "evidence": BARE["evidence"],
    }
