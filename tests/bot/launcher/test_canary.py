"""The assistant is asked one easy question before it is trusted."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from bot.errors import SetUpError
from bot.front_door.assistant import PATH, SECRET_HEADER
from bot.launcher import canary


@dataclass
class Assistant:
    """Answers on a port of this machine."""

    url: str = ""
    status: int = 200
    body: bytes = b""
    asked: list[tuple[str, str | None, Any]] = field(default_factory=list)


@pytest.fixture
def assistant() -> Iterator[Assistant]:
    assistant = Assistant()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            assistant.asked.append((self.path, self.headers[SECRET_HEADER], body))
            self.send_response(assistant.status)
            self.end_headers()
            self.wfile.write(assistant.body)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        assistant.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield assistant
        server.shutdown()
        thread.join()


def _answer(needs: list[str] | None) -> bytes:
    return json.dumps({"messages": [], "slots": {"needs": needs}}).encode()


def test_it_knows(assistant: Assistant) -> None:
    assistant.body = _answer(["sleep", "behaviour"])
    canary.sing(assistant.url, secret="s3cret")
    ((path, secret, body),) = assistant.asked
    assert (path, secret, body["conversation"]) == (PATH, "s3cret", canary.CONVERSATION)


@pytest.mark.parametrize("needs", [None, [], ["money_poverty"]])
def test_it_has_learned_nothing(assistant: Assistant, needs: list[str] | None) -> None:
    assistant.body = _answer(needs)
    with pytest.raises(SetUpError, match="has learned nothing"):
        canary.sing(assistant.url, secret="s3cret")


@pytest.mark.parametrize(
    ("status", "body"), [(500, _answer(["sleep"])), (401, b""), (200, b"<html>"), (200, b"{}")]
)
def test_it_gives_no_answer(assistant: Assistant, status: int, body: bytes) -> None:
    assistant.status, assistant.body = status, body
    with pytest.raises(SetUpError, match="gives no answer"):
        canary.sing(assistant.url, secret="s3cret")


def test_nobody_listens(assistant: Assistant) -> None:
    with pytest.raises(SetUpError, match="ConnectError"):
        canary.sing("http://127.0.0.1:1", secret="s3cret")
