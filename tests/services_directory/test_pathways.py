"""Decisions found by phrases and needs, and their rules by council, on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from services_directory import pathways
from services_directory.models import Decision
from tests.services_directory.conftest import Fill

DECISIONS = [
    {"id": "aftercare", "phrases": ["section 117", "aftercare"], "needs": ["section_117"]},
    {"id": "away", "phrases": ["section 85 notification"], "needs": ["section_85_86"]},
    {"id": "eha", "needs": ["eha_process", "autism_assessment"]},
    {"id": "adhd", "needs": ["eha_process", "autism_assessment", "sleep"]},
    {"id": "eha-alone", "needs": ["eha_process"]},
    {"id": "phrase-only", "phrases": ["quadrant"]},
]
PATHWAYS = [
    {"id": "here", "decision": "eha", "areas": ["peterborough"]},
    {"id": "there", "decision": "eha", "areas": ["cambridgeshire", "cumberland"]},
    {"id": "everywhere", "decision": "eha", "areas": ["national"]},
    {"id": "one", "decision": "adhd", "areas": ["peterborough", "cambridgeshire"]},
    {"id": "two", "decision": "adhd", "areas": ["cambridgeshire", "peterborough"]},
]


@pytest.fixture
def filled(fill: Fill, session: Session) -> Session:
    fill(pathways=PATHWAYS, decisions=DECISIONS)
    return session


@pytest.mark.parametrize(
    ("text", "needs", "expected"),
    [
        ("Does Section 117 apply?", [], "aftercare"),
        ("is he due after-care", [], ""),
        ("section 1170", [], ""),
        ("", ["section_117"], "aftercare"),
        ("aftercare, or a section 85 notification", [], "away aftercare"),
        # more of its needs named, then all of them
        ("", ["eha_process", "autism_assessment"], "eha adhd eha-alone"),
        ("", ["eha_process"], "eha-alone eha adhd"),
        ("", ["autism_assessment"], "eha adhd"),
        # a phrase before needs
        ("the quadrant", ["eha_process"], "phrase-only eha-alone eha adhd"),
        ("hello", [], ""),
    ],
)
def test_find(filled: Session, text: str, needs: list[str], expected: str) -> None:
    found = pathways.find(filled, text=text, needs=needs)
    assert [decision.id for decision in found] == expected.split()


@pytest.mark.parametrize(
    ("text", "phrased"),
    [("does section 117 apply", True), ("the quadrant's form", False), ("the quadrant", True), ("", False)],
)
def test_is_phrased(filled: Session, text: str, phrased: bool) -> None:
    assert pathways.is_phrased(filled, text) is phrased


@pytest.mark.parametrize(
    ("area", "expected"),
    [
        ("peterborough", "here everywhere"),
        ("cumberland", "there everywhere"),
        ("blackburn-with-darwen", "everywhere"),
        (None, "everywhere"),
    ],
)
def test_rules_of_a_council(filled: Session, area: str | None, expected: str) -> None:
    decision = filled.get_one(Decision, "eha")
    assert [rule.id for rule in pathways.rules(decision, area)] == expected.split()


@pytest.mark.parametrize(("decision", "expected"), [("eha", "everywhere"), ("adhd", "one two"), ("away", "")])
def test_rules_that_need_no_council(filled: Session, decision: str, expected: str) -> None:
    assert [rule.id for rule in pathways.common(filled.get_one(Decision, decision))] == expected.split()


@pytest.mark.parametrize(("decision", "differs"), [("eha", True), ("adhd", False), ("away", False)])
def test_whether_councils_differ(filled: Session, decision: str, differs: bool) -> None:
    assert pathways.differs(filled.get_one(Decision, decision)) is differs
