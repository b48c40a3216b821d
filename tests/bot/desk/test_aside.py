"""What only staff see beside a case: answers that wait, notes, who declined, and who could take over."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from fastapi import FastAPI

from bot.database import Sessions
from bot.models import Decline, HeldLine, Role, Staff
from tests.bot.desk.fakes import NOW, Browser, FakeRelay, Trail, add_case, add_staff

NUMBER = "ring 07700 900123"


def add_line(sessions: Sessions, case_id: int, staff: Staff, **more: Any) -> int:
    with sessions.begin() as session:
        line = HeldLine(
            case_id=case_id, staff_id=staff.id, text=NUMBER, unknown=["07700900123"], at=NOW, **more
        )
        session.add(line)
    return line.id


def signed_in(app: FastAPI, sessions: Sessions, name: str, role: Role = "staff") -> Browser:
    add_staff(sessions, name, role)
    browser = Browser(app)
    browser.sign_in(f"{name.lower()}@council.gov.uk")
    return browser


@pytest.mark.parametrize(
    ("role", "returned", "buttons"),
    [
        ("staff", False, {"withdraw"}),
        ("lead", False, {"approve", "return"}),
        ("staff", True, {"withdraw"}),
        ("lead", True, set()),
    ],
)
def test_a_line_that_waits_shows_what_stopped_it_and_what_each_may_do(
    app: FastAPI,
    sessions: Sessions,
    browser: Browser,
    sam: Staff,
    role: str,
    returned: bool,
    buttons: set[str],
) -> None:
    case_id = add_case(sessions, holder=sam)
    line_id = add_line(sessions, case_id, sam, returned_at=NOW if returned else None)
    reader = signed_in(app, sessions, "Lou", "lead") if role == "lead" else browser
    page = reader.get(f"/desk/cases/{case_id}").text
    assert "Not in the directory: 07700900123" in page
    deeds = ("approve", "return", "withdraw")
    assert {deed for deed in deeds if f"/lines/{line_id}/{deed}" in page} == buttons
    assert ("Sent back by a lead" in page) is returned


def test_a_line_of_somebody_who_lost_the_case_cannot_be_sent(
    app: FastAPI, sessions: Sessions, sam: Staff
) -> None:
    line_id = add_line(sessions, case_id := add_case(sessions), sam)
    page = signed_in(app, sessions, "Lou", "lead").get(f"/desk/cases/{case_id}").text
    assert "Sam does not hold this case any more" in page
    assert f"/lines/{line_id}/approve" not in page


@pytest.mark.parametrize("role", ["staff", "lead"])
def test_the_queue_tells_leads_and_nobody_else_of_lines_that_wait(
    app: FastAPI, sessions: Sessions, sam: Staff, role: Role
) -> None:
    add_line(sessions, add_case(sessions, holder=sam), sam)
    page = signed_in(app, sessions, "Lou", role).get("/desk").text
    assert ("Answers that wait for a lead (1)" in page) is (role == "lead")


@pytest.mark.parametrize("with_lead", [True, False])
def test_without_a_lead_at_work_that_is_said(
    app: FastAPI, sessions: Sessions, browser: Browser, sam: Staff, with_lead: bool
) -> None:
    add_line(sessions, case_id := add_case(sessions, holder=sam), sam)
    if with_lead:
        signed_in(app, sessions, "Lou", "lead")
    page = browser.get(f"/desk/cases/{case_id}").text
    assert ("No lead is at the desk now" in page) is not with_lead


@pytest.mark.parametrize(
    ("deed", "role", "call"),
    [
        ("approve", "lead", ("approve", 5, "Lou")),
        ("return", "lead", ("send_back", 5, "Lou")),
        ("withdraw", "staff", ("withdraw", 5, "Lou")),
    ],
)
def test_each_button_does_one_deed(
    app: FastAPI,
    sessions: Sessions,
    relay: FakeRelay,
    sam: Staff,
    deed: str,
    role: Role,
    call: tuple[Any, ...],
) -> None:
    case_id = add_case(sessions)
    answer = signed_in(app, sessions, "Lou", role).post(f"/desk/cases/{case_id}/lines/5/{deed}")
    assert answer.status_code == (200 if deed == "withdraw" else 303)
    name, *rest = call
    assert relay.calls == [(name, case_id, *rest)]
    assert deed != "withdraw" or "a line of mine</textarea>" in answer.text


def test_a_note_is_kept_with_the_case_and_in_the_trail(
    sessions: Sessions, browser: Browser, trail: Trail
) -> None:
    case_id = add_case(sessions, state="ended")
    for text in ("Rang the school.\r\nNo answer.", "<b>Second</b>"):
        assert browser.post(f"/desk/cases/{case_id}/note", text=text).status_code == 303
    assert trail.deeds() == [("noted", case_id)] * 2
    page = browser.get(f"/desk/cases/{case_id}").text
    assert page.index("Rang the school.\nNo answer.") < page.index("&lt;b&gt;Second")


def test_who_could_take_over_is_at_work_and_has_not_declined(
    app: FastAPI, sessions: Sessions, browser: Browser, sam: Staff
) -> None:
    case_id = add_case(sessions, holder=sam)
    for name in ("Ash", "Kim"):
        signed_in(app, sessions, name)
    away = add_staff(sessions, "Nobody")
    with sessions.begin() as session:
        kim = session.get_one(Staff, away.id - 1)
        session.add(Decline(case_id=case_id, staff_id=kim.id, reason="knows_family", at=NOW))
    page = browser.get(f"/desk/cases/{case_id}").text
    options = page[page.index('<select id="to"') :].partition("</select>")[0]
    assert [name for name in ("Ash", "Kim", "Nobody", "Sam") if f">{name}<" in options] == ["Ash"]
    assert "Kim declined: knows the family" in page


@pytest.mark.parametrize(
    ("waited", "shown"),
    [
        (timedelta(seconds=59), "Waiting less than a minute"),
        (timedelta(seconds=60), "Waiting 1 minute"),
        (timedelta(hours=2), "Waiting 120 minutes"),
        (None, "The last word was ours."),
    ],
)
def test_the_page_says_how_long_the_visitor_has_waited(
    sessions: Sessions, browser: Browser, sam: Staff, waited: timedelta | None, shown: str
) -> None:
    since = waited and NOW - waited
    case_id = add_case(sessions, holder=sam, waiting_since=since)
    assert shown in browser.get(f"/desk/cases/{case_id}").text
    fragment = browser.get(f"/desk/cases/{case_id}/messages?after=0").text
    assert f'data-since="{since.isoformat() if since else ""}"' in fragment
