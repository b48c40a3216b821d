"""What people checked: kept whatever happens to the content, merged on reading, and what is due."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
import yaml
from sqlalchemy import Engine, delete
from sqlalchemy.orm import Session

from services_directory.card import card
from services_directory.checks import NoSuchFact, as_yaml, record
from services_directory.matching import Question, match
from services_directory.models import Check, Outcome, Service
from services_directory.stale import Fact, checkers, facts, stale
from tests.services_directory.conftest import EVIDENCE, PATHWAY, Fill

PHONE = {"kind": "phone", "value": "01632 960001", "grade": "A", "source": "Page", "checked": "2026-11-01"}
FACT = "phone/01632 960001"
SOURCE = "it/all/Council page"
IT: dict[str, Any] = {"id": "it", "name": "A service", "contacts": [PHONE]}


@pytest.fixture(autouse=True)
def nothing_checked(engine: Engine) -> None:
    with Session(engine) as session, session.begin():
        session.execute(delete(Check))


def check(session: Session, fact: str = FACT, day: str = "2026-12-01", outcome: Outcome = "right") -> None:
    record(session, fact, outcome=outcome, checked=date.fromisoformat(day), by="Lou", how="rang")
    session.commit()


def shown(session: Session) -> dict[str, Any]:
    session.expire_all()
    return card(session.get_one(Service, "it"), audience=None, area=None, open_now=None)


def of(session: Session, fact: str = FACT) -> Fact:
    session.expire_all()
    return next(one for one in facts(session) if one.id == fact)


def test_a_check_is_what_is_shown(fill: Fill, session: Session) -> None:
    fill([IT])
    check(session)
    check(session, SOURCE, "2026-12-02")
    assert [one["checked"] for one in shown(session)["contacts"]] == ["2026-12-01"]
    assert shown(session)["evidence"]["checked"] == "2026-12-02"


def test_an_older_check_changes_nothing(fill: Fill, session: Session) -> None:
    fill([IT])
    check(session, day="2026-10-01")
    assert of(session).checked == date(2026, 11, 1)


def test_new_content_leaves_checks_alone(fill: Fill, session: Session) -> None:
    fill([IT])
    check(session)
    session.rollback()
    fill([{**IT, "description": "It helps more."}])
    assert of(session).checked == date(2026, 12, 1)


def test_of_another_value_nothing_was_checked(fill: Fill, session: Session) -> None:
    fill([IT])
    check(session)
    session.rollback()
    fill([{**IT, "contacts": [{**PHONE, "value": "01632 960002"}]}])
    assert of(session, "phone/01632 960002").checked == date(2026, 11, 1)


def test_what_was_found_wrong_is_not_shown(fill: Fill, session: Session) -> None:
    fill([IT])
    check(session, outcome="wrong")
    assert shown(session)["contacts"] == []
    assert shown(session)["withheld"] is True
    assert [one.id for one in stale(session, date(2026, 12, 1))] == [FACT]


@pytest.mark.parametrize("content_checked", ["2026-11-01", "2026-12-02"])
def test_until_somebody_finds_it_right_or_mends_the_content(
    fill: Fill, session: Session, content_checked: str
) -> None:
    fill([{**IT, "contacts": [{**PHONE, "checked": content_checked}]}])
    check(session, outcome="wrong")
    if content_checked == "2026-11-01":
        check(session, day="2026-12-02")
    assert of(session).is_right
    assert "withheld" not in shown(session)


def test_a_number_that_is_wrong_is_wrong_on_every_card(fill: Fill, session: Session) -> None:
    fill([{**IT, "id": "other", "name": "Other", "level": "crisis"}, IT])
    check(session, outcome="wrong")
    assert shown(session)["contacts"] == []
    fact = of(session)
    assert (fact.name, fact.due, fact.is_right) == ("A service, Other", date(2026, 12, 1), False)


def test_what_was_found_wrong_is_not_offered(fill: Fill, session: Session) -> None:
    fill([IT])
    asked = Question(needs=("sleep",), area="peterborough")
    now = datetime(2026, 12, 2, 12, tzinfo=UTC)
    assert [one.service.id for one in match(session, asked, now=now)] == ["it"]
    check(session, SOURCE, outcome="wrong")
    assert match(session, asked, now=now) == []
    check(session, SOURCE, "2026-12-02")
    assert [one.service.id for one in match(session, asked, now=now)] == ["it"]


def test_nobody_checks_what_is_not_there(fill: Fill, session: Session) -> None:
    fill([IT])
    with pytest.raises(NoSuchFact, match="has no fact 'phone/999'"):
        check(session, "phone/999")


@pytest.mark.parametrize(
    ("level", "day", "due"),
    [
        ("community", "2027-01-29", []),
        ("community", "2027-01-30", [FACT, SOURCE]),
        ("crisis", "2026-11-30", []),
        ("crisis", "2026-12-01", [FACT, SOURCE]),
    ],
)
def test_what_is_due(fill: Fill, session: Session, level: str, day: str, due: list[str]) -> None:
    fill([{**IT, "level": level}])
    session.expire_all()
    assert sorted(one.id for one in stale(session, date.fromisoformat(day))) == sorted(due)


def test_the_rule_of_a_pathway_is_due_too(fill: Fill, session: Session) -> None:
    fill(pathways=[{**PATHWAY, "id": "rule"}])
    assert [one.id for one in stale(session, date(2027, 3, 1))] == [f"rule/all/{EVIDENCE['source']}"]


def test_all_checks_as_yaml(fill: Fill, session: Session) -> None:
    fill([IT])
    check(session)
    check(session, SOURCE, "2026-12-02", outcome="wrong")
    assert yaml.safe_load(as_yaml(session)) == {
        "checks": [
            {"fact_id": FACT, "outcome": "right", "checked": date(2026, 12, 1), "checked_by": "Lou", "how": "rang"},
            {"fact_id": SOURCE, "outcome": "wrong", "checked": date(2026, 12, 2), "checked_by": "Lou", "how": "rang"},
        ]
    }  # fmt: skip


def test_every_area_has_somebody_who_checks() -> None:
    assert len(checkers()) == 6
