"""The queue page: who waits, who holds, and nothing of what was said."""

from __future__ import annotations

import re

import pytest
from fastapi import FastAPI

from bot.database import Sessions
from bot.models import Staff
from tests.bot.desk.fakes import Browser, FakeRelay, add_case, add_message


def words_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_a_waiting_case_is_listed_in_words(sessions: Sessions, browser: Browser) -> None:
    case_id = add_case(sessions, action="emergency")
    page = browser.get("/desk").text
    assert f"Case {case_id} Emergency Peterborough Young person Waiting 10 minutes" in words_of(page)
    assert f'href="/desk/cases/{case_id}"' in page
    assert "<title>(1) waiting: Desk</title>" in page


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
