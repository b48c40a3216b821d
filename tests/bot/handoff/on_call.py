"""The posts on call, for tests: a real mail server and a real web server, each as sound or as broken as it is told."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from email import message_from_bytes
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope
from pydantic import SecretStr

from bot.handoff.alarm_watch import AlarmWatch
from bot.handoff.direct_alarm import DirectAlarm
from bot.handoff.duty import Post, Rota, Team
from bot.handoff.letter import Letters
from bot.handoff.post_room import PostRoom, carriers
from bot.handoff.words import load_words
from bot.language.hours import Hours
from bot.settings import Settings
from tests.bot.house import House

SECRET = "a secret of the tests"
WITHIN = 0.5  # seconds for a try


@dataclass
class WebServer:
    """Takes webhooks. `mood` says how it answers; what hangs is let go at the end."""

    mood: Literal["sound", "broken", "hangs", "drips", "elsewhere"] = "sound"
    received: list[dict[str, Any]] = field(default_factory=list)  # what was answered with 200
    tried: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    arrived: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    let_go: threading.Event = field(default_factory=threading.Event)
    port: int = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/alarm"

    def answer(self, headers: dict[str, str], body: bytes) -> int:
        self.tried.append((headers, body))
        mood = self.mood
        if mood == "sound":
            self.received.append(json.loads(body))
        self.arrived.release()
        if mood == "hangs":
            self.let_go.wait(30)
        return {"sound": 200, "broken": 500, "hangs": 200, "drips": 200, "elsewhere": 302}[mood]


@contextmanager
def web_server() -> Iterator[WebServer]:
    state = WebServer()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status = state.answer(dict(self.headers), body)
            try:
                self.send_response(status)
                self.flush_headers()
                while state.mood == "drips" and not state.let_go.wait(WITHIN / 10):
                    self.wfile.write(b"X-More: comes\r\n")
                self.end_headers()
            except OSError:
                self.close_connection = True  # whoever asked has gone

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        state.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield state
        state.let_go.set()
        server.shutdown()
        thread.join()


@dataclass
class MailServer:
    """Keeps the mail it gets."""

    mail: list[tuple[str, Message]] = field(default_factory=list)
    port: int = 0

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        self.mail += [(to, message_from_bytes(envelope.content)) for to in envelope.rcpt_tos]
        return "250 OK"

    @property
    def to(self) -> list[str]:
        return [to for to, _ in self.mail]


@contextmanager
def mail_server() -> Iterator[MailServer]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        state = MailServer(port=free.getsockname()[1])
    controller = Controller(state, hostname="127.0.0.1", port=state.port)
    controller.start()
    yield state
    controller.stop()


def rota(posts: Sequence[Post], **councils: Sequence[Post]) -> Rota:
    """The rota as it comes, with these posts."""
    hours = Hours(week={})
    own = {area: Team(hours=hours, posts=tuple(many)) for area, many in councils.items()}
    return replace(Rota.load(), everywhere=Team(hours=hours, posts=tuple(posts)), councils=own)


@dataclass
class Steady:
    """A clock that is never put back, and stands still until it is told to move."""

    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class OnCall:
    """A house with posts on call."""

    house: House
    web: WebServer
    mail: MailServer
    rota: Rota
    settings: Settings
    steady: Steady = field(default_factory=Steady)

    def __post_init__(self) -> None:
        self.restart()

    async def look(self) -> None:
        """Look once, and wait until every try has ended."""
        await self.watch.look()
        await self.watch.settle()

    async def pass_time(self, seconds: float) -> None:
        """Let both clocks go on, and look."""
        self.house.clock.now += timedelta(seconds=seconds)
        self.steady.now += seconds
        await self.look()

    def restart(self, rota: Rota | None = None) -> None:
        """Begin anew: only the database remembers anything."""
        self.rota = rota or self.rota
        letters = Letters(words=load_words(), desk="http://desk.example/desk")
        room = PostRoom(carriers(self.settings, self.house.clock), WITHIN)
        self.watch = AlarmWatch(self.house.sessions, self.rota, letters, room, self.house.clock, self.steady)
        self.direct = DirectAlarm(self.rota, letters, room, self.steady)

    @property
    def steps(self) -> list[tuple[int | None, int | None]]:
        """Case and step of each webhook that was received."""
        return [(one["case"], one["step"]) for one in self.web.received]


@contextmanager
def on_call_at(house: House) -> Iterator[OnCall]:
    """Three posts: the first by both channels, the others by webhook."""
    with web_server() as web, mail_server() as mail:
        posts = [
            Post(name="Duty worker", email="duty@example.gov.uk", webhook=web.address),
            Post(name="Team manager", webhook=web.address),
            Post(name="Head of service", webhook=web.address),
        ]
        yield OnCall(house, web, mail, rota(posts), settings(mail.port))


def settings(mail_port: int) -> Settings:
    return Settings(
        smtp_host="127.0.0.1",
        smtp_port=mail_port,
        smtp_security="none",
        smtp_from="fingerpost@example.gov.uk",
        webhook_secret=SecretStr(SECRET),
        alarm_within=WITHIN,
    )
