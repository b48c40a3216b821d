"""Nobody comes in without a sign-in: default deny, the cookie, and the lock."""

from __future__ import annotations

import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts

from bot.database import Sessions
from bot.models import Staff
from tests.bot.desk.fakes import Browser, Clock, FakeRelay, Trail, add_case

OPEN = {("GET", "/desk/sign-in"), ("POST", "/desk/sign-in"), ("GET", "/desk/join"), ("POST", "/desk/join")}
CASE = "/desk/cases/{case_id:int}"
CLOSED = {
    ("GET", "/desk"),
    ("GET", "/desk/queue"),
    ("POST", "/desk/sign-out"),
    ("GET", CASE),
    ("GET", f"{CASE}/messages"),
    *(("POST", f"{CASE}/{deed}") for deed in ("draft", "say", "take", "release", "hand-back", "end")),
}


def routes(app: FastAPI) -> set[tuple[str, str]]:
    return {
        (method, route.path)
        for route in iter_route_contexts(app.routes)
        for method in route.methods or ()
        if route.path and route.path.startswith("/desk")
    }


def test_every_page_is_known_to_this_test(app: FastAPI) -> None:
    assert routes(app) == OPEN | CLOSED


@pytest.mark.parametrize(("method", "path"), sorted(CLOSED))
@pytest.mark.parametrize("cookie", [None, "made-up"])
def test_everything_but_the_entrance_is_denied(
    sessions: Sessions,
    sam: Staff,
    outside: Browser,
    relay: FakeRelay,
    trail: Trail,
    method: str,
    path: str,
    cookie: str | None,
) -> None:
    path = path.replace("{case_id:int}", str(add_case(sessions)))
    if cookie is not None:
        outside.cookies.set("desk", cookie)
    answer = outside.get(path) if method == "GET" else outside.post(path, text="hello")
    assert (answer.status_code, answer.headers["location"], answer.text) == (303, "/desk/sign-in", "")
    assert "set-cookie" not in answer.headers
    assert (relay.calls, trail.deeds()) == ([], [])


@pytest.mark.parametrize(("method", "path"), sorted(OPEN))
def test_the_entrance_is_open(outside: Browser, method: str, path: str) -> None:
    answer = outside.get(path) if method == "GET" else outside.post(path)
    assert answer.status_code in (200, 400, 401)
    assert "<h1>" in answer.text


@pytest.mark.parametrize(("address", "secure"), [("https://desk.example", True), ("http://localhost", False)])
def test_the_cookie_is_out_of_reach(app: FastAPI, sam: Staff, address: str, secure: bool) -> None:
    cookie = Browser(app, address).sign_in().headers["set-cookie"].lower().split("; ")
    assert {"httponly", "samesite=strict", "path=/desk"} <= set(cookie)
    assert ("secure" in cookie) is secure
    assert not [part for part in cookie if part.startswith(("max-age", "expires"))]


@pytest.mark.parametrize(
    ("asks", "status"),
    [
        ([(29, "/desk")], 200),
        ([(30, "/desk")], 303),
        ([(29, "/desk"), (29, "/desk")], 200),
        ([(20, "/desk/queue?quiet"), (20, "/desk/queue?quiet")], 303),
        ([(20, "/desk?quiet"), (20, "/desk")], 303),
    ],
)
def test_the_desk_locks_when_nobody_presses_anything(
    browser: Browser, clock: Clock, asks: list[tuple[int, str]], status: int
) -> None:
    for minutes, path in asks:
        clock.move(minutes=minutes)
        answer = browser.get(path)
    assert answer.status_code == status


def test_after_the_lock_the_entrance_says_why(browser: Browser, clock: Clock) -> None:
    clock.move(minutes=31)
    assert browser.get("/desk").headers["location"] == "/desk/sign-in"
    assert "nothing was pressed for 30 minutes" in browser.get("/desk/sign-in").text
