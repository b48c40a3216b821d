"""Nobody comes in without a sign-in: default deny, the cookie, and the lock."""

from __future__ import annotations

import httpx
import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts

from bot.database import Sessions
from bot.handoff.staff import ROLES
from bot.models import Role, Staff
from tests.bot.desk.fakes import Browser, Clock, FakeRelay, Trail, add_case, add_staff

CASE = "/desk/cases/{case_id:int}"
LINE = f"{CASE}/lines/{{line_id:int}}"
MEMBER = "/desk/members/{staff_id:int}"
HALF = {("GET", "/desk/second-step"), ("POST", "/desk/second-step"), ("POST", "/desk/sign-out")}
LOWEST: dict[tuple[str, str], Role | None] = {  # the lowest role that may come in; None: everybody
    ("GET", "/desk/sign-in"): None,
    ("POST", "/desk/sign-in"): None,
    ("GET", "/desk/join"): None,
    ("POST", "/desk/join"): None,
    ("GET", "/desk/second-step"): "staff",
    ("POST", "/desk/second-step"): "staff",
    ("GET", "/desk/account"): "staff",
    ("POST", "/desk/account/password"): "staff",
    ("POST", "/desk/account/codes"): "staff",
    ("GET", "/desk/members"): "admin",
    ("POST", "/desk/members/invite"): "admin",
    ("POST", f"{MEMBER}/role"): "admin",
    ("POST", f"{MEMBER}/second-step"): "admin",
    ("POST", f"{MEMBER}/remove"): "admin",
    ("GET", "/desk/facts"): "staff",
    ("GET", "/desk/facts/one"): "staff",
    ("POST", "/desk/facts/one"): "lead",
    ("POST", "/desk/facts/settle"): "lead",
    ("GET", "/desk"): "staff",
    ("GET", "/desk/queue"): "staff",
    ("POST", "/desk/next"): "staff",
    ("POST", "/desk/sign-out"): "staff",
    ("GET", CASE): "staff",
    ("GET", f"{CASE}/messages"): "staff",
    ("POST", f"{CASE}/draft"): "staff",
    ("POST", f"{CASE}/say"): "staff",
    ("POST", f"{CASE}/take"): "staff",
    ("POST", f"{CASE}/release"): "staff",
    ("POST", f"{CASE}/decline"): "staff",
    ("POST", f"{CASE}/transfer"): "staff",
    ("POST", f"{CASE}/assign"): "lead",
    ("POST", f"{CASE}/ask"): "staff",
    ("POST", f"{CASE}/hand-back"): "staff",
    ("POST", f"{CASE}/end"): "staff",
    ("POST", f"{CASE}/note"): "staff",
    ("POST", f"{LINE}/approve"): "lead",
    ("POST", f"{LINE}/return"): "lead",
    ("POST", f"{LINE}/withdraw"): "staff",
}
CLOSED = sorted(route for route, role in LOWEST.items() if role)
OPEN = sorted(route for route, role in LOWEST.items() if role is None)


def routes(app: FastAPI) -> set[tuple[str, str]]:
    return {
        (method, route.path)
        for route in iter_route_contexts(app.routes)
        for method in route.methods or ()
        if route.path and route.path.startswith("/desk")
    }


def ask(browser: Browser, method: str, path: str, case_id: int) -> httpx.Response:
    path = path.replace("{case_id:int}", str(case_id)).replace("{line_id:int}", "1")
    path = path.replace("{staff_id:int}", "404")
    return (
        browser.get(f"{path}?after=0") if method == "GET" else browser.post(path, text="hello", doubt_id="1")
    )


def test_every_page_is_known_to_this_test(app: FastAPI) -> None:
    assert routes(app) == {*LOWEST}


@pytest.mark.parametrize(("method", "path"), CLOSED)
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
    case_id = add_case(sessions)
    if cookie is not None:
        outside.cookies.set("desk", cookie)
    answer = ask(outside, method, path, case_id)
    assert (answer.status_code, answer.headers["location"], answer.text) == (303, "/desk/sign-in", "")
    assert "set-cookie" not in answer.headers
    assert (relay.calls, trail.deeds()) == ([], [])


@pytest.mark.parametrize(("method", "path"), CLOSED)
@pytest.mark.parametrize("role", ROLES)
def test_each_role_comes_into_its_own_pages_and_no_others(
    app: FastAPI, sessions: Sessions, relay: FakeRelay, trail: Trail, role: Role, method: str, path: str
) -> None:
    add_staff(sessions, "Alex", role)
    case_id = add_case(sessions)
    browser = Browser(app)
    browser.sign_in("alex@council.gov.uk")
    answer = ask(browser, method, path, case_id)
    lowest = LOWEST[method, path]
    assert lowest
    if ROLES.index(role) < ROLES.index(lowest):
        assert answer.status_code == 403
        assert "Your role does not allow this" in answer.text
        assert (relay.calls, trail.deeds()) == ([], [])
    else:
        assert answer.status_code in (200, 303, 400, 404)  # 404: the fact that is asked for is made up


@pytest.mark.parametrize(("method", "path"), CLOSED)
def test_without_the_second_step_there_is_nothing_but_setting_it_up_and_signing_out(
    app: FastAPI, sessions: Sessions, relay: FakeRelay, trail: Trail, method: str, path: str
) -> None:
    app.state.second_step = True
    add_staff(sessions, "Alex", "admin")
    case_id = add_case(sessions)
    browser = Browser(app)
    assert browser.sign_in("alex@council.gov.uk").headers["location"] == "/desk"
    answer = ask(browser, method, path, case_id)
    if (method, path) in HALF:
        assert answer.headers.get("location") != "/desk/second-step"
    else:
        assert (answer.status_code, answer.headers["location"]) == (303, "/desk/second-step")
        assert (relay.calls, trail.deeds()) == ([], [])


@pytest.mark.parametrize(("method", "path"), OPEN)
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
        ([(25, "/desk")] * 28, 200),  # 11 h 40 min
        ([(25, "/desk")] * 29, 303),  # 12 h and more, however busy
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
