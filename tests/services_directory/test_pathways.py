"""Rules for professionals found by phrases and needs, on both databases."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from services_directory import pathways

PATHWAYS = [
    {
        "id": "aftercare",
        "phrases": ["section 117", "aftercare"],
        "areas": ["national"],
        "needs": ["section_117"],
    },
    {"id": "away", "phrases": ["section 85 notification"], "areas": ["national"], "needs": ["section_85_86"]},
    {"id": "eha", "areas": ["peterborough"], "needs": ["eha_process", "autism_assessment"]},
    {"id": "adhd", "areas": ["peterborough"], "needs": ["eha_process", "autism_assessment", "sleep"]},
    {"id": "eha-alone", "areas": ["peterborough"], "needs": ["eha_process"]},
    {"id": "eha-cambs", "areas": ["cambridgeshire"], "needs": ["eha_process"]},
    {"id": "eha-anywhere", "areas": ["national"], "needs": ["eha_process"]},
    {"id": "phrase-only", "phrases": ["quadrant"], "areas": ["cambridgeshire"], "needs": []},
]


@pytest.mark.parametrize(
    ("text", "needs", "area", "expected"),
    [
        ("Does Section 117 apply?", [], "peterborough", "aftercare"),
        ("is he due after-care", [], "peterborough", ""),
        ("section 1170", [], "peterborough", ""),
        ("", ["section_117"], "peterborough", "aftercare"),
        ("aftercare, or a section 85 notification", [], None, "away aftercare"),
        # more of its needs named, then all of them, then the council's rule before the national one
        ("", ["eha_process", "autism_assessment"], "peterborough", "eha adhd eha-alone eha-anywhere"),
        ("", ["eha_process"], "peterborough", "eha-alone eha-anywhere eha adhd"),
        ("", ["autism_assessment"], "peterborough", "eha adhd"),
        # a phrase before needs
        ("the quadrant", ["eha_process"], "cambridgeshire", "phrase-only eha-cambs eha-anywhere"),
        # not known where: all candidates, so that the caller can ask
        ("", ["eha_process"], None, "eha-alone eha-anywhere eha-cambs eha adhd"),
        ("", ["eha_process"], "cumberland", "eha-anywhere"),
        ("hello", [], None, ""),
    ],
)
def test_find(
    fill: Callable[..., None], session: Session, text: str, needs: list[str], area: str | None, expected: str
) -> None:
    fill(pathways=PATHWAYS)
    found = pathways.find(session, text=text, needs=needs, area=area)
    assert [pathway.id for pathway in found] == expected.split()
