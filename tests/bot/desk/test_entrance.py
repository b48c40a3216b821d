"""Signing in and joining: what is asked, what is refused, and what is never said."""

from __future__ import annotations

from typing import Literal

import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI
from sqlalchemy import delete, select

from bot.database import Sessions
from bot.handoff import password
from bot.handoff import staff as accounts
from bot.models import SignIn, Staff
from tests.bot.desk.fakes import NOW, PASSWORD, Browser, Clock


class FreePen(PasswordHasher):
    """Cheap, and notes at each hash that another piece of work could write at that moment."""

    def __init__(self, sessions: Sessions) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.sessions, self.hashes = sessions, 0

    def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
        self._write()
        return super().hash(password, salt=salt)

    def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:
        self._write()
        return super().verify(hash, password)

    def _write(self) -> None:
        with self.sessions.begin() as session:
            session.execute(delete(SignIn))
        self.hashes += 1


@pytest.fixture
def free_pen(sessions: Sessions, monkeypatch: pytest.MonkeyPatch) -> FreePen:
    pen = FreePen(sessions)
    monkeypatch.setattr(password, "_HASHER", pen)
    return pen


def invite(sessions: Sessions) -> str:
    with sessions.begin() as session:
        return accounts.invite(session, role="staff", now=NOW)


def test_signing_in_leads_to_the_queue(outside: Browser, sam: Staff) -> None:
    answer = outside.sign_in()
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk")
    assert "Sam" in outside.get("/desk").text


def test_a_wrong_password_and_an_unknown_email_look_the_same(outside: Browser, sam: Staff) -> None:
    wrong, unknown = outside.sign_in(password="not it at all"), outside.sign_in(email="no@council.gov.uk")
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.text == unknown.text.replace("no@council.gov.uk", "sam@council.gov.uk")
    assert "not it at all" not in wrong.text
    assert "set-cookie" not in wrong.headers


def test_guessing_is_slowed_down_and_the_owner_comes_in_after_it(
    outside: Browser, sam: Staff, clock: Clock
) -> None:
    statuses = [outside.sign_in(password=f"guess number {n}").status_code for n in range(7)]
    assert statuses == [401] * 5 + [429, 429]
    assert outside.sign_in().status_code == 429
    clock.move(seconds=30)
    assert outside.sign_in().status_code == 303


def test_the_invite_page_asks_for_the_invite_in_a_field(outside: Browser) -> None:
    page = outside.get("/desk/join").text
    assert 'name="invite"' in page
    assert 'method="post"' in page


@pytest.mark.parametrize("second_step", [True, False])
@pytest.mark.parametrize("pasted", ["{}", " {} ", "http://localhost:8000/desk/join#{}"])
def test_somebody_joins_and_is_signed_in(
    app: FastAPI, outside: Browser, sessions: Sessions, pasted: str, second_step: bool
) -> None:
    app.state.second_step = second_step
    form = {"email": "alex@council.gov.uk", "first_name": "Alex", "password": PASSWORD}
    answer = outside.post("/desk/join", invite=pasted.format(invite(sessions)), **form)
    leads_to = "/desk/second-step" if second_step else "/desk"
    assert (answer.status_code, answer.headers["location"]) == (303, leads_to)
    assert outside.get(leads_to).status_code == 200
    assert outside.sign_in("alex@council.gov.uk").status_code == 303


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"invite": "made up"}, "This invite does not work"),
        ({"password": "too short"}, "at least 12 characters"),
        ({"email": "alex"}, "Write your e-mail address"),
        ({"email": "sam@council.gov.uk"}, "Somebody already joined"),
        ({"first_name": ""}, "Write your first name"),
    ],
)
def test_what_is_wrong_is_said_and_nobody_joins(
    outside: Browser, sessions: Sessions, sam: Staff, change: dict[str, str], says: str
) -> None:
    good = {
        "invite": invite(sessions),
        "email": "alex@council.gov.uk",
        "first_name": "Alex",
        "password": PASSWORD,
    }
    answer = outside.post("/desk/join", **{**good, **change})
    assert answer.status_code == 400
    assert says in answer.text
    assert PASSWORD not in answer.text
    with sessions() as session:
        assert session.scalars(select(Staff.first_name)).all() == ["Sam"]
    assert outside.post("/desk/join", **good).status_code == 303  # the invite is still good


def test_an_invite_is_good_once(outside: Browser, sessions: Sessions) -> None:
    token = invite(sessions)
    answers = [
        outside.post("/desk/join", invite=token, email=email, first_name="A", password=PASSWORD)
        for email in ("a@council.gov.uk", "b@council.gov.uk")
    ]
    assert [answer.status_code for answer in answers] == [303, 400]


def test_an_old_invite_is_refused(outside: Browser, sessions: Sessions, clock: Clock) -> None:
    token = invite(sessions)
    clock.move(hours=72)
    answer = outside.post("/desk/join", invite=token, email="a@x.org", first_name="A", password=PASSWORD)
    assert answer.status_code == 400


@pytest.mark.parametrize(("email", "status"), [("sam@council.gov.uk", 303), ("no@council.gov.uk", 401)])
def test_nobody_waits_for_a_password_that_is_checked(
    outside: Browser, sam: Staff, free_pen: FreePen, email: str, status: int
) -> None:
    assert outside.sign_in(email).status_code == status
    assert free_pen.hashes


def test_nobody_waits_for_somebody_who_joins(outside: Browser, sessions: Sessions, free_pen: FreePen) -> None:
    form = {"email": "a@x.org", "first_name": "A", "password": PASSWORD}
    assert outside.post("/desk/join", invite=invite(sessions), **form).status_code == 303
    assert free_pen.hashes == 1
    assert outside.post("/desk/join", invite="made up", **form).status_code == 400
    assert free_pen.hashes == 1  # nor is a hash made for whoever has no invite
