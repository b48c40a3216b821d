"""The page of a case: what it shows, what each button does, and that every opening is in the audit trail."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from bot.database import Sessions
from bot.models import Staff
from tests.bot.desk.fakes import Browser, Clock, FakeRelay, Trail, add_case, add_message, add_staff

SECRET = "what only staff may read"


def test_opening_a_case_is_in_the_trail_each_time(sessions: Sessions, browser: Browser, trail: Trail) -> None:
    case_id = add_case(sessions)
    for _ in range(2):
        assert browser.get(f"/desk/cases/{case_id}").status_code == 200
    assert trail.deeds() == [("read_case", case_id)] * 2


def test_an_open_page_that_refreshes_itself_is_in_the_trail_once(
    sessions: Sessions, browser: Browser, trail: Trail, clock: Clock
) -> None:
    case_id = add_case(sessions)
    for _ in range(3):
        browser.get(f"/desk/cases/{case_id}/messages?after=0&quiet")
        clock.move(seconds=3)
    assert trail.deeds() == [("read_case", case_id)]


def test_the_page_shows_what_was_said_noticed_and_told(sessions: Sessions, browser: Browser) -> None:
    case_id = add_case(sessions, reasons=["self_harm", "asked"], summary={"needs": ["sleep"], "ages": [14]})
    add_message(sessions, 1, "user", SECRET, action="escalate")
    add_message(sessions, 2, "bot", "Thank you for telling me.")
    page = browser.get(f"/desk/cases/{case_id}").text
    for words in (
        SECRET,
        "Thank you for telling me.",
        "self-harm",
        "asked for a person",
        "better sleep",
        "14",
    ):
        assert words in page
    assert page.count("<h1>") == 1


@pytest.mark.parametrize("author", ["user", "bot", "staff", "system"])
def test_markup_in_a_message_is_only_text(sessions: Sessions, browser: Browser, author: str) -> None:
    hostile = "<script>alert(1)</script><img src=x onerror=alert(2)>'\"&"
    case_id = add_case(
        sessions, reasons=[hostile], summary={"corrected": {"who": hostile, "what_would_help": hostile}}
    )
    extras = {"services": [{"name": hostile}], "buttons": [{"title": hostile, "token": "t"}]}
    add_message(sessions, 1, author, hostile, name=hostile, extras=extras)
    for path in ("", "/messages?after=0"):
        page = browser.get(f"/desk/cases/{case_id}{path}").text
        assert "&lt;script&gt;alert(1)" in page
        assert "<script>alert" not in page
        assert "<img" not in page
    draft = browser.post(f"/desk/cases/{case_id}/draft", text="</textarea><script>alert(3)</script>").text
    assert "<script>alert" not in draft


@pytest.mark.parametrize("after", [0, 1, 2, 3])
def test_the_fragment_holds_only_newer_messages(sessions: Sessions, browser: Browser, after: int) -> None:
    case_id = add_case(sessions)
    for seq in (1, 2, 3):
        add_message(sessions, seq, "user", f"message {seq}.")
    fragment = browser.get(f"/desk/cases/{case_id}/messages?after={after}").text
    assert [seq for seq in (1, 2, 3) if f"message {seq}." in fragment] == list(range(after + 1, 4))
    assert "<html" not in fragment
    assert 'data-standing="waiting"' in fragment


@pytest.mark.parametrize(
    ("state", "holder", "buttons"),
    [
        ("waiting", None, {"take", "decline", "note"}),
        ("with_staff", "Sam", {"say", "draft", "release", "ask", "hand-back", "end", "decline", "note"}),
        ("with_staff", "Alex", {"note"}),
        ("ended", None, {"note"}),
    ],
)
def test_the_buttons_are_those_that_can_be_pressed(
    sessions: Sessions, browser: Browser, sam: Staff, state: str, holder: str | None, buttons: set[str]
) -> None:
    people = {"Sam": sam, "Alex": add_staff(sessions, "Alex"), None: None}
    case_id = add_case(sessions, holder=people[holder], state=state)
    page = browser.get(f"/desk/cases/{case_id}").text
    deeds = {"take", "say", "draft", "release", "ask", "hand-back", "end", "decline", "note", "assign"}
    assert {deed for deed in deeds if f'action="/desk/cases/{case_id}/{deed}"' in page} == buttons
    assert holder != "Alex" or "Alex holds this case" in page


@pytest.mark.parametrize(
    ("path", "form", "call", "leads_to"),
    [
        ("take", {}, ("take",), "/desk/cases/{}#answer"),
        ("release", {}, ("release",), "/desk"),
        ("decline", {"reason": "knows_family"}, ("decline", "knows_family"), "/desk"),
        ("transfer", {"to": "7"}, ("transfer", 7), "/desk"),
        ("ask", {"outcome": "signposted"}, ("ask_visitor", "signposted"), "/desk/cases/{}#answer"),
        ("hand-back", {"outcome": "signposted"}, ("hand_back", "signposted"), "/desk"),
        ("end", {"outcome": "referred"}, ("end", "referred"), "/desk"),
    ],
)
def test_a_button_does_one_deed(
    sessions: Sessions,
    browser: Browser,
    relay: FakeRelay,
    path: str,
    form: dict[str, str],
    call: tuple[str, Any],
    leads_to: str,
) -> None:
    case_id = add_case(sessions)
    answer = browser.post(f"/desk/cases/{case_id}/{path}", **form)
    assert (answer.status_code, answer.headers["location"]) == (303, leads_to.format(case_id))
    deed, *more = call
    assert relay.calls == [(deed, case_id, "Sam", *more)]


@pytest.mark.parametrize(
    ("path", "form", "says"),
    [
        ("decline", {}, "choose why"),
        ("decline", {"reason": "made up"}, "choose why"),
        ("ask", {}, "choose what came of the case"),
        ("hand-back", {"outcome": ""}, "choose what came of the case"),
        ("end", {"outcome": "made up"}, "choose what came of the case"),
        ("note", {"text": " \r\n"}, "between 1 and 4,000"),
        ("note", {"text": "x" * 4001}, "between 1 and 4,000"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_done(
    sessions: Sessions, browser: Browser, relay: FakeRelay, path: str, form: dict[str, str], says: str
) -> None:
    answer = browser.post(f"/desk/cases/{add_case(sessions)}/{path}", **form)
    assert answer.status_code == 400
    assert says in answer.text
    assert relay.calls == []


@pytest.mark.parametrize(
    ("typed", "sent"), [("Hello", "Hello"), ("  two\r\nlines \r\n", "two\nlines"), ("é<b>&", "é<b>&")]
)
def test_an_answer_goes_to_the_visitor(
    sessions: Sessions, browser: Browser, sam: Staff, relay: FakeRelay, typed: str, sent: str
) -> None:
    case_id = add_case(sessions, holder=sam)
    answer = browser.post(f"/desk/cases/{case_id}/say", text=typed)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/desk/cases/{case_id}#answer")
    assert relay.calls == [("say", case_id, "Sam", sent)]


@pytest.mark.parametrize(
    ("typed", "says"), [("", "answer is empty"), (" \r\n ", "answer is empty"), ("x" * 2001, "longer than")]
)
def test_an_answer_that_cannot_be_sent_stays_in_the_box(
    sessions: Sessions, browser: Browser, sam: Staff, relay: FakeRelay, typed: str, says: str
) -> None:
    case_id = add_case(sessions, holder=sam)
    answer = browser.post(f"/desk/cases/{case_id}/say", text=typed)
    assert answer.status_code == 400
    assert says in answer.text
    assert typed.strip() in answer.text
    assert relay.calls == []


@pytest.mark.parametrize("deed", ["say", "take", "release", "hand-back", "end"])
def test_a_case_that_changed_meanwhile_is_shown_again(
    sessions: Sessions, browser: Browser, relay: FakeRelay, trail: Trail, deed: str
) -> None:
    case_id = add_case(sessions, holder=add_staff(sessions, "Alex"))
    relay.changed = True
    answer = browser.post(f"/desk/cases/{case_id}/{deed}", text="a long answer", outcome="referred")
    assert answer.status_code == 409
    assert "Not done: the case changed" in answer.text
    assert ("a long answer" in answer.text) is (deed in ("say", "take"))
    assert trail.deeds() == [("read_case", case_id)]


def test_an_answer_outlives_the_case_going_back_to_the_queue(
    sessions: Sessions, browser: Browser, relay: FakeRelay
) -> None:
    case_id = add_case(sessions)  # it was Sam's until the two minutes were over
    relay.changed = True
    late = browser.post(f"/desk/cases/{case_id}/say", text="a long answer")
    assert ">\na long answer</textarea>" in late.text[late.text.index(f"/desk/cases/{case_id}/take") :]
    relay.changed = False
    assert (
        ">\na long answer</textarea>"
        in browser.post(f"/desk/cases/{case_id}/take", text="a long answer").text
    )
    assert relay.calls == [("take", case_id, "Sam")]


def test_a_ready_answer_is_added_to_what_was_typed_and_not_sent(
    sessions: Sessions, browser: Browser, sam: Staff, relay: FakeRelay
) -> None:
    case_id = add_case(sessions, holder=sam)
    page = browser.post(f"/desk/cases/{case_id}/draft", text="Hello.", phrase="danger-now").text
    box = page[page.index('<textarea id="answer"') :].partition("</textarea>")[0]
    assert "Hello.\n\nPlease ring 999 now" in box
    assert 'data-text="Please ring 999 now' in page  # what the script puts into the box
    assert relay.calls == []


@pytest.mark.parametrize("form", [{"text": "Hello."}, {"text": "Hello.", "phrase": "no-such"}])
def test_looking_for_new_messages_keeps_what_was_typed(
    sessions: Sessions, browser: Browser, sam: Staff, form: dict[str, str]
) -> None:
    case_id = add_case(sessions, holder=sam)
    add_message(sessions, 1, "user", SECRET)
    page = browser.post(f"/desk/cases/{case_id}/draft", **form).text
    assert SECRET in page
    assert ">\nHello.</textarea>" in page


@pytest.mark.parametrize(
    ("method", "path"), [("GET", ""), ("GET", "/messages?after=0"), ("POST", "/take"), ("POST", "/draft")]
)
def test_a_case_that_is_not_there_is_said_so(
    browser: Browser, relay: FakeRelay, trail: Trail, method: str, path: str
) -> None:
    address = f"/desk/cases/404{path}"
    answer = browser.get(address) if method == "GET" else browser.post(address)
    assert answer.status_code == 404
    assert "There is no such case" in answer.text
    assert (relay.calls, trail.deeds()) == ([], [])


def test_no_word_of_a_chat_is_logged(
    sessions: Sessions,
    browser: Browser,
    sam: Staff,
    relay: FakeRelay,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    case_id = add_case(sessions, holder=sam)
    add_message(sessions, 1, "user", SECRET)
    browser.get(f"/desk/cases/{case_id}")
    browser.post(f"/desk/cases/{case_id}/say", text=SECRET)
    relay.changed = True
    browser.post(f"/desk/cases/{case_id}/say", text=SECRET)
    assert caplog.records
    assert SECRET not in caplog.text
