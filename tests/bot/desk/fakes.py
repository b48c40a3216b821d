"""What stands around the desk in its tests: a clock, a relay that remembers, a browser, and a few people."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
from fastapi import FastAPI
from sqlalchemy import select

from bot.database import Sessions
from bot.errors import CaseChanged
from bot.handoff import password
from bot.handoff import staff as accounts
from bot.handoff.seal import Seal, new_key
from bot.models import AuditEntry, Case, Conversation, JournalEntry, Role, Staff

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SEAL = Seal.with_keys(new_key())
TARGET = timedelta(seconds=20)
PASSWORD = "teapot gravel moonlight"


@dataclass
class Clock:
    """Stands still until it is told to move."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


@dataclass
class FakeRelay:
    """Remembers what staff did, or refuses it when `changed`. Stands for casework and held lines too."""

    changed: bool = False
    calls: list[tuple[Any, ...]] = field(default_factory=list)
    rises_after: timedelta = timedelta(minutes=15)
    next_case: int | None = None

    def __getattr__(self, deed: str) -> Callable[..., Any]:
        def note(*words: Any, **more: Any) -> Any:
            if self.changed:
                raise CaseChanged("somebody else has it")
            said = [word.first_name if isinstance(word, Staff) else word for word in words]
            self.calls.append((deed, *said, *more.values()))
            return {"take_next": self.next_case, "withdraw": "a line of mine"}.get(deed)

        return note


class Browser:
    """Keeps cookies and follows nothing by itself. Calls the app in this process."""

    def __init__(
        self, app: FastAPI, address: str = "http://localhost:8000", *, host: str = "192.0.2.1"
    ) -> None:
        transport = httpx.ASGITransport(app=app, client=(host, 1))
        self._client = httpx.AsyncClient(transport=transport, base_url=address)

    @property
    def cookies(self) -> httpx.Cookies:
        return self._client.cookies

    def get(self, path: str) -> httpx.Response:
        return asyncio.run(self._client.get(path))

    def post(self, path: str, **form: str) -> httpx.Response:
        """Send a form of our own pages."""
        return self.send(path, form, {"Sec-Fetch-Site": "same-origin"})

    def send(self, path: str, form: Mapping[str, str], headers: Mapping[str, str]) -> httpx.Response:
        """Send a form with these headers and no others that say where it comes from."""
        return asyncio.run(self._client.post(path, data=form, headers=headers))

    def sign_in(
        self, email: str = "sam@council.gov.uk", password: str = PASSWORD, code: str = ""
    ) -> httpx.Response:
        return self.post("/desk/sign-in", email=email, password=password, code=code)


class Trail:
    """The audit trail of cases, as (deed, case)."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    def deeds(self) -> list[tuple[str, int]]:
        with self._sessions() as session:
            entries = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
        return [(entry.deed, entry.case_id) for entry in entries if entry.case_id]


def add_staff(sessions: Sessions, first_name: str = "Sam", role: Role = "staff") -> Staff:
    """Somebody who joined, with the e-mail <first name>@council.gov.uk."""
    with sessions.begin() as session:
        staff = accounts.accept(
            session,
            accounts.invite(session, role=role, now=NOW),
            email=f"{first_name.lower()}@council.gov.uk",
            first_name=first_name,
            password_hash=password.hashed(PASSWORD),
            now=NOW,
        )
        staff.role = role  # who comes first is an admin by rule
    return staff


def add_case(
    sessions: Sessions, *, holder: Staff | None = None, state: str = "waiting", **changes: Any
) -> int:
    """A case about a young person in Peterborough, opened ten minutes ago; held when there is a holder."""
    conversation = {"channel": "web", "area": "peterborough", "audience": "young_person", "summary": {}}
    conversation |= {name: changes.pop(name) for name in conversation.keys() & changes.keys()}
    since = NOW - timedelta(minutes=10)
    with sessions.begin() as session:
        talk = Conversation(id="c" * 32, token_hash="", opened_at=since, last_at=since, **conversation)
        session.add(talk)
        session.flush()
        case = Case(
            conversation_id=talk.id,
            state="with_staff" if holder else state,
            staff_id=holder.id if holder else None,
            **{
                "opened_at": since,
                "waiting_since": None if holder else since,
                "action": "escalate",
                "reasons": ["self_harm"],
                **changes,
            },
        )
        session.add(case)
    return case.id


def add_message(sessions: Sessions, seq: int, author: str, text: str, **more: Any) -> None:
    """A message of the conversation of `add_case`."""
    with sessions.begin() as session:
        session.add(
            JournalEntry(
                conversation_id="c" * 32,
                seq=seq,
                turn=seq,
                author=author,
                text=text,
                at=NOW,
                **{"kind": "text", "extras": {}, **more},
            )
        )
