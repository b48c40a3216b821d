"""The queue page: who waits, who holds, and nothing of what was said."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from fastapi import FastAPI

from bot.database import Sessions
from bot.models import Role, Staff
from tests.bot.desk.fakes import NOW, Browser, FakeRelay, add_case, add_message, add_staff


def words_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_a_waiting_case_is_listed_in_words(sessions: Sessions, browser: Browser) -> None:
    case_id = add_case(sessions, action="emergency")
    page = browser.get("/desk").text
    assert (
        f"Case {case_id} Emergency Peterborough Young person Waiting 10 minutes, past 20 seconds"
        in words_of(page)
    )
    assert f'href="/desk/cases/{case_id}"' in page
    assert "<title>(1) waiting: Desk</title>" in page


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (0, "Waiting less than a minute, within 20 seconds"),
        (20, "Waiting less than a minute, within 20 seconds"),
        (21, "Waiting less than a minute, past 20 seconds"),
        (60, "Waiting 1 minute, past 20 seconds"),
    ],
)
def test_words_say_whether_a_wait_is_within_the_target(
    sessions: Sessions, browser: Browser, seconds: int, shown: str
) -> None:
    case_id = add_case(sessions, waiting_since=NOW - timedelta(seconds=seconds))
    for path in ("/desk", f"/desk/cases/{case_id}"):
        page = browser.get(path).text
        assert f"{shown} " in words_of(page)
        assert ('class="past"' in page) is ("past" in shown)


@pytest.mark.parametrize(
    ("role", "first_words_after", "shown"),
    [
        ("lead", 20.0, "Today 1 of 1 cases (100 %) Last 7 days, with today 1 of 1 cases (100 %)"),
        ("admin", 20.1, "Today 0 of 1 cases (0 %) Last 7 days, with today 0 of 1 cases (0 %)"),
        ("staff", 20.0, None),
    ],
)
def test_leads_see_the_share_that_was_answered_in_time_and_nobodys_name(
    app: FastAPI, sessions: Sessions, sam: Staff, role: Role, first_words_after: float, shown: str | None
) -> None:
    add_staff(sessions, "Lou", role)
    add_case(sessions, holder=sam, first_words_after=first_words_after)
    browser = Browser(app)
    browser.sign_in("lou@council.gov.uk")
    for path in ("/desk", "/desk/queue?quiet"):
        page = words_of(browser.get(path).text)
        assert ("First words within 20 seconds" in page) is bool(shown)
        assert (shown or "") in page
        assert "Sam" not in page.partition("First words")[2]


def test_a_held_case_says_who_holds_it(sessions: Sessions, browser: Browser, sam: Staff) -> None:
    add_case(sessions, holder=sam, area=None, audience=None)
    page = words_of(browser.get("/desk").text)
    assert "Council not known Visitor not known Held by Sam. Answered" in page
    assert "Nobody is waiting." in page
    assert "(0) waiting" in page


def test_an_ended_case_is_not_listed(sessions: Sessions, browser: Browser) -> None:
    add_case(sessions, state="ended")
    assert "/desk/cases/" not in browser.get("/desk").text


def test_the_queue_shows_no_message_and_no_level(sessions: Sessions, browser: Browser) -> None:
    add_case(sessions)
    add_message(sessions, 1, "user", "nobody may read this here")
    page = browser.get("/desk").text.lower()
    assert "nobody may read this here" not in page
    assert not re.search(r"\b(high|medium|low)[- ]risk|risk (level|score)|score\b", page)


def test_the_fragment_is_the_same_lists_without_the_page(sessions: Sessions, browser: Browser) -> None:
    add_case(sessions)
    fragment = browser.get("/desk/queue?quiet").text
    assert "<html" not in fragment
    assert 'data-waiting="1"' in fragment
    assert fragment.strip() in browser.get("/desk").text


@pytest.mark.parametrize("demonstration", [True, False])
def test_a_demonstration_says_so(app: FastAPI, browser: Browser, demonstration: bool) -> None:
    app.state.demonstration = demonstration
    for path in ("/desk", "/desk/sign-in", "/desk/join"):
        assert ("Demonstration:" in browser.get(path).text) is demonstration


def test_signing_out_denies_the_next_page(browser: Browser) -> None:
    kept = browser.cookies.get("desk")
    assert browser.post("/desk/sign-out").headers["location"] == "/desk/sign-in"
    assert browser.cookies.get("desk") is None
    browser.cookies.set("desk", kept or "")
    assert browser.get("/desk").status_code == 303


@pytest.mark.parametrize(("case_id", "leads_to"), [(7, "/desk/cases/7#answer"), (None, "/desk?nobody=true")])
def test_taking_the_next_opens_it_or_says_that_nobody_waits(
    browser: Browser, relay: FakeRelay, case_id: int | None, leads_to: str
) -> None:
    relay.next_case = case_id
    answer = browser.post("/desk/next")
    assert (answer.status_code, answer.headers["location"]) == (303, leads_to)
    assert relay.calls == [("take_next", "Sam")]
    if case_id is None:
        assert "Nobody is waiting for you to take them." in browser.get(leads_to).text
