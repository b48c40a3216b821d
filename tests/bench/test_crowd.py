"""A crowd tells of everything that went wrong, and never waits for ever."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from typing import TYPE_CHECKING, Any, cast

import pytest

from bench.crowd import Crowd, Words
from bench.soak import rage

if TYPE_CHECKING:
    from bench.killer import Killer

SCRIPT = [Words("my son never sleeps", disclosure=False)]
OPENED = {"id": "one", "token": "secret"}
REFUSED = {"error": "no"}
ANSWER = {"messages": [{"seq": 1}]}


class Desk(ThreadingHTTPServer):
    """Answers openings with what is written down for it, one after the other, and all messages alike."""

    openings: Iterator[dict[str, Any]]


class Clerk(BaseHTTPRequestHandler):
    server: Desk

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        answer = next(self.server.openings) if self.path == "/api/conversations" else ANSWER
        body = json.dumps(answer).encode()
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def desk() -> Iterator[Desk]:
    with Desk(("127.0.0.1", 0), Clerk) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def crowd_at(desk: Desk, *openings: dict[str, Any]) -> Crowd:
    desk.openings = iter(openings)
    return Crowd(f"http://127.0.0.1:{desk.server_port}", at_once=1)


def test_a_visitor_who_is_turned_away_comes_again_and_is_counted(desk: Desk) -> None:
    crowd = crowd_at(desk, REFUSED, OPENED)
    asyncio.run(crowd.talk([SCRIPT]))
    assert (crowd.turned_away, crowd.answered) == (1, 1)
    assert [sent.answer for talk in crowd.talks for sent in talk.sent] == [ANSWER]


def test_what_a_visitor_stumbles_over_is_raised(desk: Desk) -> None:
    crowd = crowd_at(desk, {"id": "one"})
    with pytest.RaisesGroup(KeyError):
        asyncio.run(crowd.talk([SCRIPT]))


def test_a_storm_ends_when_its_crowd_does(desk: Desk) -> None:
    """The kill waits for the tenth message or so, which never comes."""
    crowd, nobody_killed = crowd_at(desk, {"id": "one"}), cast("Killer", None)
    with pytest.RaisesGroup(pytest.RaisesGroup(KeyError)):
        asyncio.run(rage(crowd, nobody_killed, [100 * SCRIPT], kills=1, random=Random(1)))  # noqa: S311
