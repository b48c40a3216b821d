"""The page of facts: staff see what is stale, and a lead records that it is right or wrong."""

from __future__ import annotations

from datetime import date

import pytest
from fastapi import FastAPI
from sqlalchemy import select

from bot.database import Sessions
from bot.front_door import doubts
from bot.models import AuditEntry, Role
from services_directory.content import Content
from services_directory.load import load
from services_directory.models import Check
from tests.bot.desk.fakes import NOW, Browser, Clock, add_staff

FACT = "phone/01632 960001"
ONE = "/desk/facts/one?id=phone%2F01632+960001"
CONTENT = Content(
    needs={},
    organizations=({"id": "council", "name": "The council", "description": "The council."},),
    services=(
        {
            "id": "kettle",
            "name": "Kettle club",
            "organization": "council",
            "kind": "service",
            "standing": "confirmed",
            "level": "crisis",
            "description": "It helps.",
            "areas": ["peterborough"],
            "audiences": ["parent"],
            "needs": [],
            "contacts": [
                {"kind": "phone", "value": "01632 960001", "grade": "A", "source": "Page", "checked": "2026-11-01"}
            ],
            "evidence": [{"fact": "all", "source": "Council page", "checked": "2026-11-20"}],
        },
    ),
    decisions=(),
    pathways=(),
    fingerprint="for the desk",
)  # fmt: skip


@pytest.fixture(autouse=True)
def directory(sessions: Sessions) -> None:
    load(sessions.kw["bind"], CONTENT)


def come_in(app: FastAPI, sessions: Sessions, role: Role) -> Browser:
    add_staff(sessions, "Alex", role)
    browser = Browser(app)
    browser.sign_in("alex@council.gov.uk")
    return browser


def test_what_is_stale_stands_under_who_should_check_it(browser: Browser, clock: Clock) -> None:
    assert "Nothing is due." in browser.get("/desk/facts").text
    clock.move(days=10)
    browser.sign_in()
    listed = browser.get("/desk/facts").text
    assert "Kettle club: 01632 960001" in listed
    assert "the Local Offer officer of Peterborough City Council (1)" in listed
    assert "the whole entry" not in listed


def test_all_facts(browser: Browser) -> None:
    assert "Kettle club: the whole entry" in browser.get("/desk/facts?every=true").text


@pytest.mark.parametrize(("outcome", "told"), [("right", "Right."), ("wrong", "Found wrong")])
def test_a_lead_records_a_check(app: FastAPI, sessions: Sessions, outcome: str, told: str) -> None:
    lead = come_in(app, sessions, "lead")
    assert lead.post(ONE, outcome=outcome, how="rang").headers["location"] == ONE
    with sessions() as session:
        [check] = session.scalars(select(Check))
    assert (check.fact_id, check.outcome, check.checked) == (FACT, outcome, date(2026, 11, 23))
    assert (check.checked_by, check.how) == ("Alex", "rang")
    with sessions() as session:
        assert "checked_fact" in session.scalars(select(AuditEntry.deed)).all()
    assert told in lead.get(ONE).text
    assert "I rang the number. Alex" in lead.get(ONE).text


def test_staff_read_only(browser: Browser) -> None:
    assert "Record a check" not in browser.get(ONE).text
    assert browser.post(ONE, outcome="right", how="rang").status_code == 403


@pytest.mark.parametrize("form", [{"outcome": "right"}, {"how": "rang"}, {"outcome": "maybe", "how": "rang"}])
def test_half_a_check_is_refused(app: FastAPI, sessions: Sessions, form: dict[str, str]) -> None:
    answer = come_in(app, sessions, "lead").post(ONE, **form)
    assert answer.status_code == 400
    assert "say how you checked" in answer.text


def test_a_fact_that_is_not_there(app: FastAPI, sessions: Sessions) -> None:
    lead = come_in(app, sessions, "lead")
    assert lead.get("/desk/facts/one?id=phone/999").status_code == 404
    answer = lead.post("/desk/facts/one?id=phone/999", outcome="right", how="rang")
    assert answer.status_code == 404


def test_what_visitors_say_is_wrong_is_listed_until_a_lead_has_looked(
    app: FastAPI, sessions: Sessions
) -> None:
    with sessions.begin() as session:
        doubts.keep(session, "kettle", "It <b>rings</b> out.", now=NOW)
    lead = come_in(app, sessions, "lead")
    listed = lead.get("/desk/facts").text
    assert "What visitors say is wrong (1)" in listed
    assert "It &lt;b&gt;rings&lt;/b&gt; out." in listed
    with sessions() as session:
        [doubt] = doubts.doubts(session)
    assert lead.post("/desk/facts/settle", doubt_id=str(doubt.id)).headers["location"] == "/desk/facts"
    assert "What visitors say" not in lead.get("/desk/facts").text


def test_staff_read_what_visitors_say_and_cannot_settle_it(browser: Browser, sessions: Sessions) -> None:
    with sessions.begin() as session:
        doubts.keep(session, "kettle", "It rings out.", now=NOW)
    assert "It rings out." in browser.get("/desk/facts").text
    assert "It was looked at" not in browser.get("/desk/facts").text
    assert browser.post("/desk/facts/settle", doubt_id="1").status_code == 403
