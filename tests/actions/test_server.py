"""The action server as the launcher starts it: on loopback, for whoever knows the secret."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import create_engine

from actions.server import SECRET_HEADER
from bot.launcher.server import Server
from services_directory.load import load
from services_directory.models import Base
from tests.actions.acting import CONTENT, user

SECRET = {SECRET_HEADER: "s3cret"}


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("actions")
    database = f"sqlite:///{folder / 'directory.db'}"
    engine = create_engine(database)
    Base.metadata.create_all(engine)
    load(engine, CONTENT)
    engine.dispose()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    around = {
        **os.environ,
        "FINGERPOST_DIRECTORY_URL": database,
        "FINGERPOST_ASSISTANT_SECRET": "s3cret",
        "SANIC_HOST": "127.0.0.1",
    }
    command = [sys.executable, "-m", "actions", str(port)]
    address = f"http://127.0.0.1:{port}"
    server = Server("actions", command, f"{address}/health", folder / "actions.log", around)
    server.start()
    while not server.ready():
        assert server.alive, Path(server.log).read_text()
    yield address
    server.ask_to_stop()
    server.stop()


def _call(action: str, **slots: Any) -> dict[str, Any]:
    said = user("describe_need", "sleep")
    tracker = {
        "sender_id": "c1",
        "slots": slots,
        "latest_message": said["parse_data"],
        "events": [said],
        "paused": False,
        "followup_action": None,
        "active_loop": {},
        "latest_action_name": None,
    }
    return {"next_action": action, "sender_id": "c1", "tracker": tracker, "version": "3.6.21"}


def test_an_action_is_run(url: str) -> None:
    body = _call("action_signpost", needs=["sleep"], area="peterborough")
    done = httpx.post(f"{url}/webhook", json=body, headers=SECRET, trust_env=False).json()
    assert done["responses"][0]["response"] == "utter_signpost"
    assert {event["name"] for event in done["events"]} == {"needs", "shown", "seen", "pathway_question"}


@pytest.mark.parametrize(
    "headers", [{}, {SECRET_HEADER: ""}, {SECRET_HEADER: "nope"}, {SECRET_HEADER: "\xe9"}]
)
@pytest.mark.parametrize(("method", "path"), [("POST", "/webhook"), ("GET", "/actions"), ("GET", "/nothing")])
def test_nothing_without_the_secret(url: str, method: str, path: str, headers: dict[str, str]) -> None:
    encoded = {name.encode(): value.encode("latin-1") for name, value in headers.items()}
    refused = httpx.request(method, url + path, json=_call("action_answer"), headers=encoded, trust_env=False)
    assert refused.status_code == 401


def test_everybody_may_ask_whether_it_is_up(url: str) -> None:
    assert httpx.get(f"{url}/health", trust_env=False).json() == {"status": "ok"}


def test_an_unknown_action(url: str) -> None:
    unknown = httpx.post(f"{url}/webhook", json=_call("action_fly"), headers=SECRET, trust_env=False)
    assert unknown.status_code == 404
