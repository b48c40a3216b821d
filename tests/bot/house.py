"""What the tests of the app share: the house, a clock that stands still, a Rasa that says what it is told to."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI
from sqlalchemy import delete, func, select, text
from sqlalchemy.orm import Session

from bot.database import Base, Sessions
from bot.front_door.casework import Casework
from bot.front_door.door import FrontDoor
from bot.front_door.held_lines import HeldLines
from bot.front_door.limits import Limits
from bot.front_door.relay import Relay
from bot.handoff import sign_in
from bot.handoff.audit import NOTHING
from bot.handoff.seal import Seal
from bot.models import AuditHead, Case, Conversation, JournalEntry, Role, Staff
from bot.server import create_app
from bot.settings import Settings

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
MANY = 10_000
EVERYDAY = "my son never sleeps"
DISCLOSURE = "I want to kill myself"
CHECK_IN = "whats the point anymore"
EMERGENCY = "I have taken all the tablets"


@dataclass
class Clock:
    """Stands still until it is told to move."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


@dataclass
class Rasa:
    """Stands where Rasa does. `fault` is raised, `raw` sent as it is; between `hold` and `let_go` it thinks."""

    messages: list[dict[str, Any]] = field(default_factory=list)
    slots: dict[str, Any] = field(default_factory=dict)
    fault: Exception | None = None
    raw: httpx.Response | None = None
    gate: asyncio.Event | None = None
    thinks: asyncio.Event | None = None
    asked: list[dict[str, Any]] = field(default_factory=list)

    def says(self, *texts: str, slots: dict[str, Any] | None = None, **parts: Any) -> None:
        """Answer with these texts from now on; `parts` (buttons, custom) go with each of them."""
        self.messages = [{"text": text, "buttons": None, "custom": None, **parts} for text in texts]
        self.slots = slots or {}

    def hold(self) -> None:
        """Give no answer from now on."""
        self.gate, self.thinks = asyncio.Event(), asyncio.Event()

    async def until_asked(self) -> None:
        """Wait until it has a question that it holds back the answer to."""
        assert self.thinks
        await self.thinks.wait()

    def let_go(self) -> None:
        """Give the answers that were held back."""
        assert self.gate
        self.gate.set()

    async def answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(json_of(request))
        if self.gate and self.thinks:
            self.thinks.set()
            await self.gate.wait()
        if self.fault is not None:
            raise self.fault
        return self.raw or httpx.Response(200, json={"messages": self.messages, "slots": self.slots})


def json_of(request: httpx.Request) -> dict[str, Any]:
    body: dict[str, Any] = httpx.Response(200, content=request.content).json()
    return body


@dataclass
class House:
    """One app with everything in it."""

    app: FastAPI
    settings: Settings
    clock: Clock
    rasa: Rasa

    @property
    def door(self) -> FrontDoor:
        door: FrontDoor = self.app.state.door
        return door

    @property
    def relay(self) -> Relay:
        relay: Relay = self.app.state.relay
        return relay

    @property
    def seal(self) -> Seal:
        seal: Seal = self.app.state.seal
        return seal

    @property
    def sessions(self) -> Sessions:
        return self.door.sessions

    def tidy_up(self) -> None:
        """Forget everything that an earlier test left."""
        with self.sessions.begin() as session, unguarded(session):
            for table in reversed(Base.metadata.sorted_tables):
                session.execute(delete(table))
            session.add(AuditHead(id=1, entries=0, hash=NOTHING))  # as a new database has it
        self.clock.now = NOW
        self.rasa.__init__()  # type: ignore[misc]
        self.rasa.says("Here is what could help.")
        self.door.limits = Limits(opened=MANY, same_text=12, clock=self.clock)

    @asynccontextmanager
    async def web(self, host: str = "192.0.2.1") -> AsyncIterator[httpx.AsyncClient]:
        """Give a browser's way to the app; `host` is its address."""
        transport = httpx.ASGITransport(app=self.app, client=(host, 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8000") as client:
            yield client

    @asynccontextmanager
    async def visitor(self, **known: str) -> AsyncIterator[Visitor]:
        """Open a conversation."""
        async with self.web() as client:
            response = await client.post("/api/conversations", json=known)
            assert response.status_code == 201, response.text
            yield Visitor(client, response.json())

    @property
    def casework(self) -> Casework:
        casework: Casework = self.app.state.casework
        return casework

    @property
    def held_lines(self) -> HeldLines:
        held_lines: HeldLines = self.app.state.held_lines
        return held_lines

    def add_staff(self, first_name: str = "Sam", role: Role = "staff", *, at_work: bool = False) -> Staff:
        """Somebody who joined; `at_work` says whether a browser of theirs is signed in."""
        with self.sessions.begin() as session:
            staff = Staff(
                email=f"{first_name}@council.gov.uk",
                first_name=first_name,
                password_hash="",
                role=role,
                added_at=NOW,
            )
            session.add(staff)
            session.flush()
            if at_work:
                sign_in.begin(session, staff, seal=self.seal, now=self.clock())
        return staff

    def cases(self) -> list[Case]:
        with self.sessions() as session:
            return [*session.scalars(select(Case).order_by(Case.id))]

    def conversation(self, conversation_id: str) -> Conversation:
        with self.sessions() as session:
            return session.get_one(Conversation, conversation_id)

    def journal(self, conversation_id: str) -> list[JournalEntry]:
        with self.sessions() as session:
            return journal_of(session, conversation_id)

    def count(self, table: type[Base]) -> int:
        with self.sessions() as session:
            return session.scalar(select(func.count()).select_from(table)) or 0


def journal_of(session: Session, conversation_id: str) -> list[JournalEntry]:
    mine = JournalEntry.conversation_id == conversation_id
    return [*session.scalars(select(JournalEntry).where(mine).order_by(JournalEntry.seq))]


@contextmanager
def unguarded(session: Session) -> Iterator[None]:
    """Let the audit trail be changed for a while, as somebody with the database in hand could."""
    if session.get_bind().dialect.name == "postgresql":
        for table in ("audit", "audit_head"):
            session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        yield
        session.flush()
        for table in ("audit", "audit_head"):
            session.execute(text(f"ALTER TABLE {table} ENABLE TRIGGER USER"))
        return
    guards = session.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")).all()
    for name, _ in guards:
        session.execute(text(f"DROP TRIGGER {name}"))
    yield
    session.flush()
    for _, sql in guards:
        session.execute(text(sql))


class Visitor:
    """Somebody who chats over the API, and keeps what the last answer was."""

    def __init__(self, client: httpx.AsyncClient, opened: dict[str, Any]) -> None:
        self.client = client
        self.opened = opened
        self.id: str = opened["id"]
        self.token: str = opened["token"]
        self.path = f"/api/conversations/{self.id}"
        self.replies: dict[str, Any] = opened

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    async def send(self, **body: Any) -> httpx.Response:
        return await self.client.post(f"{self.path}/messages", json=body, headers=self.headers)

    async def call(self, method: str, rest: str = "", **kwargs: Any) -> httpx.Response:
        return await self.client.request(method, self.path + rest, headers=self.headers, **kwargs)

    async def says(self, text: str, **more: Any) -> list[dict[str, Any]]:
        """Send words; returns the messages of the answer."""
        return await self._answer(await self.send(text=text, **more))

    async def presses(self, title: str) -> list[dict[str, Any]]:
        """Press a button of the last answer."""
        buttons = [button for message in self.replies["messages"] for button in message["buttons"]]
        (token,) = [button["token"] for button in buttons if button["title"] == title]
        return await self._answer(await self.send(button=token))

    async def _answer(self, response: httpx.Response) -> list[dict[str, Any]]:
        assert response.status_code == 200, response.text
        self.replies = response.json()
        messages: list[dict[str, Any]] = self.replies["messages"]
        return messages


def kinds(messages: list[dict[str, Any]]) -> list[str]:
    return [message["kind"] for message in messages]


def says_999(messages: list[dict[str, Any]]) -> bool:
    return "999" in json.dumps([message["contacts"] for message in messages])


@contextmanager
def build(var: Path, *, database: str = "") -> Iterator[House]:
    """Build a house on SQLite, or on the database of an address."""
    settings = Settings(DATABASE_URL=database, var=var)
    clock, rasa = Clock(), Rasa()
    app = create_app(settings, clock=clock, transport=httpx.MockTransport(rasa.answer))
    yield House(app, settings, clock, rasa)
    app.state.sessions.kw["bind"].dispose()
