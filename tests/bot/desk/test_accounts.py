"""Signing in with a second step, the lock, one's own account, and what an admin presses."""

from __future__ import annotations

import re
from datetime import timedelta

import pyotp
import pytest
from fastapi import FastAPI
from sqlalchemy import select

from bot.database import Sessions
from bot.desk.tries import Tries
from bot.handoff.seal import Seal, new_key
from bot.models import AuditEntry, Staff
from tests.bot.desk.fakes import PASSWORD, Browser, Clock, FakeRelay, add_staff

NEW = "lantern otter seventeen"


def app_of(browser: Browser) -> pyotp.TOTP:
    """The app of somebody who typed the key that the page shows."""
    key = re.search(r'class="key">([A-Z2-7 ]+)<', browser.get("/desk/second-step").text)
    assert key
    return pyotp.TOTP(key[1].replace(" ", ""))


def set_up(browser: Browser, clock: Clock) -> tuple[pyotp.TOTP, list[str]]:
    app = app_of(browser)
    page = browser.post("/desk/second-step", code=app.at(clock.now))
    assert page.status_code == 200
    return app, re.findall(r"<code>([a-z0-9-]+)</code>", page.text)


def deeds(sessions: Sessions) -> list[str]:
    with sessions() as session:
        return [*session.scalars(select(AuditEntry.deed).order_by(AuditEntry.id))]


# -- the second step


def test_setting_it_up_and_signing_in_with_it(app: FastAPI, browser: Browser, clock: Clock) -> None:
    app.state.second_step = True
    assert browser.get("/desk").headers["location"] == "/desk/second-step"
    page = browser.get("/desk/second-step").text
    assert "<svg" in page
    phone, codes = set_up(browser, clock)
    assert len(codes) == 10
    assert browser.get("/desk").status_code == 200
    assert browser.get("/desk/second-step").headers["location"] == "/desk/account"  # never shown again
    other = Browser(app)
    assert other.sign_in(code=phone.at(clock.now)).status_code == 401  # that one is used
    clock.move(minutes=1)
    assert other.sign_in(code=phone.at(clock.now)).headers["location"] == "/desk"
    assert Browser(app).sign_in(code=codes[0]).status_code == 303
    assert Browser(app).sign_in(code=codes[0]).status_code == 401


def test_without_the_code_or_with_a_wrong_one_it_looks_like_a_wrong_password(
    app: FastAPI, browser: Browser, clock: Clock
) -> None:
    set_up(browser, clock)
    wrong = [
        Browser(app).sign_in(),
        Browser(app).sign_in(code="000000"),
        Browser(app).sign_in(password="not it at all", code="000000"),
    ]
    assert {answer.status_code for answer in wrong} == {401}
    assert len({answer.text for answer in wrong}) == 1


def test_a_wrong_first_code_is_said_and_the_key_stays(browser: Browser, clock: Clock) -> None:
    before = app_of(browser).secret
    answer = browser.post("/desk/second-step", code="000000")
    assert answer.status_code == 400
    assert "This code is not right" in answer.text
    assert app_of(browser).secret == before


def test_when_the_key_of_the_seal_is_gone_it_is_said_and_a_recovery_code_works(
    app: FastAPI, browser: Browser, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    phone, codes = set_up(browser, clock)
    clock.move(minutes=1)
    app.state.seal = Seal.with_keys(new_key())
    answer = Browser(app).sign_in(code=phone.at(clock.now))
    assert answer.status_code == 503
    assert "Sign in with a recovery code, or ask an admin" in answer.text
    assert "set-cookie" not in answer.headers
    (record,) = [one for one in caplog.records if one.levelname == "CRITICAL"]
    assert "Put the earlier key back" in record.getMessage()
    assert Browser(app).sign_in(password="not it at all", code=phone.at(clock.now)).status_code == 401
    assert Browser(app).sign_in(code=codes[0]).status_code == 303


# -- the lock


@pytest.mark.parametrize("email", ["sam@council.gov.uk", "nobody@council.gov.uk"])
def test_ten_failures_lock_an_email_and_do_not_tell_whether_it_is_somebodys(
    app: FastAPI, sessions: Sessions, browser: Browser, clock: Clock, email: str
) -> None:
    for number in range(10):
        guesser = Browser(app, host=f"198.51.100.{number}")
        assert guesser.sign_in(email, password="a wrong guess").status_code == 401
    app.state.desk_tries = Tries()  # a restart forgets the addresses and not the lock
    answer = Browser(app, host="192.0.2.77").sign_in(email)
    assert answer.status_code == 429
    assert "Nobody can sign in with it for 15 minutes." in answer.text
    assert browser.get("/desk").status_code == 200  # whoever is in stays in
    assert ("was_locked_out" in deeds(sessions)) is email.startswith("sam")
    clock.move(minutes=15)
    assert (Browser(app).sign_in(email).status_code == 303) is email.startswith("sam")


def test_guessing_the_old_password_of_who_is_in_locks_too_and_is_in_the_trail(
    sessions: Sessions, browser: Browser
) -> None:
    answers = [browser.post("/desk/account/password", old="a guess", new=NEW) for _ in range(11)]
    assert "Your old password is not right." in answers[9].text
    assert "Nobody can sign in with it for 15 minutes." in answers[10].text
    assert deeds(sessions).count("was_locked_out") == 1


# -- one's own account


def test_another_password_signs_the_other_browsers_out(
    app: FastAPI, sessions: Sessions, browser: Browser
) -> None:
    other = Browser(app)
    other.sign_in()
    answer = browser.post("/desk/account/password", old=PASSWORD, new=NEW)
    assert "Your password is changed" in answer.text
    assert (browser.get("/desk").status_code, other.get("/desk").status_code) == (200, 303)
    assert [Browser(app).sign_in(password=one).status_code for one in (PASSWORD, NEW)] == [401, 303]
    assert "changed_password" in deeds(sessions)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [("a wrong password", NEW, "Your old password is not right"), (PASSWORD, "short", "at least 12")],
)
def test_a_password_that_cannot_be_changed_stays(
    app: FastAPI, browser: Browser, old: str, new: str, says: str
) -> None:
    answer = browser.post("/desk/account/password", old=old, new=new)
    assert answer.status_code == 400
    assert says in answer.text
    assert Browser(app).sign_in().status_code == 303


def test_guessing_the_old_password_locks_too(app: FastAPI, browser: Browser) -> None:
    answers = [browser.post("/desk/account/password", old="guess", new=NEW).text for _ in range(11)]
    assert "Too many tries with this e-mail" in answers[-1]
    assert "Too many tries with this e-mail" not in answers[-2]


def test_new_recovery_codes(app: FastAPI, browser: Browser, clock: Clock) -> None:
    phone, old = set_up(browser, clock)
    assert "You have 10 recovery codes left" in browser.get("/desk/account").text
    assert "This code is not right" in browser.post("/desk/account/codes", code="000000").text
    clock.move(minutes=1)
    page = browser.post("/desk/account/codes", code=phone.at(clock.now)).text
    new = re.findall(r"<code>([a-z0-9-]+)</code>", page)
    assert [Browser(app).sign_in(code=one).status_code for one in (old[0], new[0])] == [401, 303]


# -- an admin


@pytest.fixture
def admin(app: FastAPI, sessions: Sessions, sam: Staff) -> Browser:
    add_staff(sessions, "Ada", "admin")
    browser = Browser(app)
    browser.sign_in("ada@council.gov.uk")
    return browser


def test_only_an_admin_finds_the_members(admin: Browser, browser: Browser) -> None:
    assert "/desk/members" in admin.get("/desk").text
    assert "/desk/members" not in browser.get("/desk").text


def test_an_invite_is_shown_once_and_works(app: FastAPI, admin: Browser) -> None:
    page = admin.post("/desk/members/invite", role="lead").text
    link = re.search(r'value="(http://localhost:8000/desk/join#[^"]+)"', page)
    assert link
    form = {"email": "lou@council.gov.uk", "first_name": "Lou", "password": PASSWORD}
    assert Browser(app).post("/desk/join", invite=link[1], **form).status_code == 303
    assert "lou@council.gov.uk. Lead." in admin.get("/desk/members").text
    assert link[1] not in admin.get("/desk/members").text


def test_another_role_counts_from_the_next_page(admin: Browser, browser: Browser, sam: Staff) -> None:
    assert browser.get("/desk/members").status_code == 403
    assert admin.post(f"/desk/members/{sam.id}/role", role="admin").status_code == 303
    assert browser.get("/desk/members").status_code == 200


def test_who_is_removed_is_out_and_loses_their_cases(
    admin: Browser, browser: Browser, sam: Staff, relay: FakeRelay
) -> None:
    assert "tick that you are sure" in admin.post(f"/desk/members/{sam.id}/remove").text
    assert relay.calls == []
    assert admin.post(f"/desk/members/{sam.id}/remove", sure="true").status_code == 303
    assert relay.calls == [("let_go", sam.id, "Ada")]
    assert browser.get("/desk").headers["location"] == "/desk/sign-in"
    assert browser.sign_in().status_code == 401
    assert "Sam" not in admin.get("/desk/members").text


def test_a_lost_phone(app: FastAPI, admin: Browser, browser: Browser, sam: Staff, clock: Clock) -> None:
    set_up(browser, clock)
    assert admin.post(f"/desk/members/{sam.id}/second-step").status_code == 303
    assert browser.get("/desk").headers["location"] == "/desk/sign-in"
    app.state.second_step = True
    assert browser.sign_in().status_code == 303
    assert browser.get("/desk").headers["location"] == "/desk/second-step"


@pytest.mark.parametrize(
    ("path", "form", "says"),
    [
        ("invite", {"role": "king"}, "choose a role"),
        ("404/role", {"role": "lead"}, "not there any more"),
        ("2/role", {"role": "king"}, "choose a role"),
        ("2/role", {"role": "staff"}, "at least one admin"),
        ("2/remove", {"sure": "true"}, "at least one admin"),
    ],
)
def test_what_cannot_be_done_is_said(
    admin: Browser, relay: FakeRelay, path: str, form: dict[str, str], says: str
) -> None:
    answer = admin.post(f"/desk/members/{path}", **form)
    assert answer.status_code == 400
    assert says in answer.text
    assert relay.calls == []


def test_tries_of_one_network_slow_it_down_for_everybody_in_it(
    app: FastAPI, sam: Staff, clock: Clock
) -> None:
    guesser = Browser(app, host="198.51.100.9")
    for number in range(6):
        guesser.sign_in(f"{number}@council.gov.uk")
    assert guesser.sign_in().status_code == 429
    assert Browser(app).sign_in().status_code == 303
    clock.now += timedelta(seconds=30)
    assert guesser.sign_in().status_code == 303
