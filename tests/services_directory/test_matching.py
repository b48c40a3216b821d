"""Who may be offered what: nothing that does not fit, on both databases, and for any content."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session

import migrations
from services_directory.content import Content
from services_directory.load import load
from services_directory.matching import Match, Question, Reason, match

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
AREAS = ("cambridgeshire", "peterborough", "national")
AUDIENCES = ("parent", "young_person", "professional")
KINDS = ("service", "programme", "panel", "assessment", "duty", "team", "tool", "training", "plan")
STANDINGS = ("confirmed", "unconfirmed", "planned_then", "ended")
LEVELS = ("community", "more", "targeted", "specialist", "crisis")
NEEDS = ("sleep", "anxiety", "crisis_line")


def _ids(matches: list[Match]) -> list[str]:
    return [each.service.id for each in matches]


def _proof(fact: str, grade: str) -> list[dict[str, str]]:
    return [{"fact": fact, "source": "Page", "grade": grade, "checked": "2026-11-01"}]


@pytest.mark.parametrize(
    ("service", "question", "is_offered"),
    [
        ({}, {}, True),
        ({}, {"needs": ("anxiety",)}, False),
        ({}, {"needs": ()}, False),
        ({"needs": [], "also_needs": ["sleep"]}, {}, True),
        # the home address decides
        ({}, {"area": "cambridgeshire"}, False),
        ({}, {"area": None}, False),
        ({"areas": ["national"]}, {"area": "cambridgeshire"}, True),
        ({"areas": ["national"]}, {"area": None}, True),
        ({"areas": ["cambridgeshire", "peterborough"]}, {}, True),
        # ages in years, both ends included, all children
        ({"minimum_age": 5, "maximum_age": 11}, {"ages": (4.9,)}, False),
        ({"minimum_age": 5, "maximum_age": 11}, {"ages": (5.0,)}, True),
        ({"minimum_age": 5, "maximum_age": 11}, {"ages": (11.9,)}, True),
        ({"minimum_age": 5, "maximum_age": 11}, {"ages": (12.0,)}, False),
        ({"minimum_age": 5, "maximum_age": 11}, {"ages": (6.0, 14.0)}, False),
        ({"minimum_age": 5, "maximum_age": 11}, {"ages": ()}, True),
        ({"minimum_age": 16}, {"ages": (15.0,)}, False),
        ({"minimum_age": 0}, {"ages": (0.0,)}, True),
        ({"maximum_age": 5}, {"ages": (6.0,)}, False),
        # audiences: nobody known counts as a parent
        ({"audiences": ["professional"]}, {}, False),
        ({"audiences": ["parent"]}, {"audience": None}, True),
        ({"audiences": ["young_person"]}, {"audience": None}, False),
        ({"audiences": ["young_person"]}, {"audience": "young_person"}, True),
        # kinds
        ({"kind": "programme"}, {}, True),
        ({"kind": "team"}, {}, False),
        ({"kind": "panel", "audiences": ["professional"]}, {"audience": "professional"}, True),
        ({"kind": "tool", "audiences": ["professional"]}, {"audience": "professional"}, False),
        # standing and grade
        ({"standing": "unconfirmed"}, {}, True),
        ({"standing": "planned_then"}, {}, False),
        ({"standing": "ended"}, {}, False),
        ({"evidence": _proof("existence", "X")}, {}, False),
        ({"evidence": _proof("all", "X")}, {}, False),
        ({"evidence": _proof("hours", "X")}, {}, True),
        ({"evidence": _proof("existence", "C")}, {}, True),
        # crisis lines only for those who ask for one
        ({"level": "crisis"}, {}, False),
        ({"level": "crisis"}, {"needs": ("sleep", "crisis_line")}, True),
    ],
)
def test_offered_only_if_it_fits(
    fill: Callable[..., None],
    session: Session,
    service: dict[str, Any],
    question: dict[str, Any],
    is_offered: bool,
) -> None:
    fill([{"id": "it", **service}])
    usual: dict[str, Any] = {"needs": ("sleep",), "area": "peterborough", "audience": "parent"}
    assert _ids(match(session, Question(**{**usual, **question}), now=NOON)) == ["it"] * is_offered


def test_specific_service_beats_one_that_helps_besides(fill: Callable[..., None], session: Session) -> None:
    fill(
        [
            {"id": "family-centre", "needs": ["money"], "also_needs": ["sleep"]},
            {"id": "sleep-clinic", "level": "specialist", "areas": ["national"], "standing": "unconfirmed"},
        ]
    )
    matches = match(session, Question(needs=("sleep",), area="peterborough"), now=NOON)
    assert _ids(matches) == ["sleep-clinic", "family-centre"]


def test_crisis_line_comes_first_however_late_it_is_asked_for(
    fill: Callable[..., None], session: Session
) -> None:
    fill(
        [
            {"id": "a-club", "needs": ["sleep", "anxiety"]},
            {"id": "the-line", "needs": ["crisis_line"], "level": "crisis", "areas": ["national"]},
        ]
    )
    question = Question(needs=("sleep", "anxiety", "crisis_line", "sleep"), area="peterborough")
    assert _ids(match(session, question, now=NOON)) == ["the-line", "a-club"]
    assert _ids(match(session, question, now=NOON, limit=1)) == ["the-line"]


@pytest.mark.parametrize(
    ("service", "ages", "expected"),
    [
        (
            {"needs": ["anxiety", "sleep"], "minimum_age": 5, "maximum_age": 11},
            (7.0,),
            "need:sleep need:anxiety age:5-11 area:peterborough level:community",
        ),
        (
            {"also_needs": ["anxiety"], "minimum_age": 0},
            (7.0,),
            "need:sleep also_need:anxiety age:0- area:peterborough level:community",
        ),
        ({"maximum_age": 18}, (7.0,), "need:sleep age:-18 area:peterborough level:community"),
        ({"maximum_age": 18}, (), "need:sleep area:peterborough level:community"),
        ({}, (7.0,), "need:sleep area:peterborough level:community"),
        ({"areas": ["national"], "level": "more"}, (), "need:sleep national:national level:more"),
    ],
)
def test_reasons(
    fill: Callable[..., None],
    session: Session,
    service: dict[str, Any],
    ages: tuple[float, ...],
    expected: str,
) -> None:
    fill([{"id": "it", **service}])
    [found] = match(session, Question(needs=("sleep", "anxiety"), area="peterborough", ages=ages), now=NOON)
    assert " ".join(f"{reason.kind}:{reason.value}" for reason in found.reasons) == expected
    assert found.reasons[0] == Reason("need", "sleep")


def test_match_says_whether_it_is_open(fill: Callable[..., None], session: Session) -> None:
    fill(
        [
            {"id": "a", "schedules": [{"byday": ["MO"], "opens_at": "09:00", "closes_at": "17:00"}]},
            {"id": "b", "schedules": [{"byday": ["TU"], "opens_at": "09:00", "closes_at": "17:00"}]},
            {"id": "c"},
        ]
    )
    matches = match(session, Question(needs=("sleep",), area="peterborough"), now=NOON)
    assert [each.open_now for each in matches] == [True, False, None]


@pytest.fixture(scope="module")
def memory() -> Iterator[Engine]:
    engine = create_engine("sqlite://")
    migrations.upgrade(engine)
    yield engine
    engine.dispose()


def _some(values: tuple[str, ...], *, at_least: int = 1) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), min_size=at_least, unique=True)


AGE = st.one_of(st.none(), st.integers(0, 25))
SERVICES = st.lists(
    st.fixed_dictionaries(
        {
            "id": st.sampled_from("abcdefgh"),
            "kind": st.sampled_from(KINDS),
            "standing": st.sampled_from(STANDINGS),
            "level": st.sampled_from(LEVELS),
            "areas": _some(AREAS),
            "audiences": _some(AUDIENCES),
            "needs": _some(NEEDS, at_least=0),
            "minimum_age": AGE,
            "maximum_age": AGE,
        }
    ),
    min_size=1,
    unique_by=lambda service: service["id"],
)
QUESTIONS = st.builds(
    Question,
    needs=_some(NEEDS).map(tuple),
    area=st.sampled_from([None, "cambridgeshire", "peterborough"]),
    ages=st.lists(st.floats(0, 25), max_size=2).map(tuple),
    audience=st.sampled_from([None, *AUDIENCES]),
)


@settings(max_examples=150, deadline=None)
@given(services=SERVICES, question=QUESTIONS, limit=st.integers(1, 4))
def test_never_returns_an_ineligible_service(
    memory: Engine,
    make_content: Callable[..., Content],
    services: list[dict[str, Any]],
    question: Question,
    limit: int,
) -> None:
    load(memory, make_content(services))
    with Session(memory) as session:
        found = _ids(match(session, question, now=NOON, limit=limit))
    eligible = {service["id"] for service in services if _fits(service, question)}
    assert set(found) <= eligible
    assert len(found) == len(set(found)) == min(limit, len(eligible))


def _fits(service: dict[str, Any], question: Question) -> bool:
    """The rules once more, in other words than the code's."""
    audience = question.audience or "parent"
    youngest = -1 if service["minimum_age"] is None else service["minimum_age"]
    oldest = 99 if service["maximum_age"] is None else service["maximum_age"]
    return (
        bool(set(service["needs"]) & set(question.needs))
        and bool(set(service["areas"]) & {question.area, "national"})
        and all(youngest <= age and int(age) <= oldest for age in question.ages)
        and audience in service["audiences"]
        and KINDS.index(service["kind"]) < (6 if audience == "professional" else 2)
        and service["standing"] in STANDINGS[:2]
        and (service["level"] != "crisis" or "crisis_line" in question.needs)
    )
