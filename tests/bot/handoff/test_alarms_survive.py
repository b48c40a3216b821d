"""The real server killed while it sends: the alarm is sent again by the one that comes after it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import yaml

from bot.handoff.duty import FOLDER
from bot.settings import REPOSITORY
from tests.bot.handoff.on_call import SECRET, WebServer, web_server
from tests.bot.house import DISCLOSURE


def _environment(tmp_path: Path, web: WebServer) -> dict[str, str]:
    raw = yaml.safe_load((FOLDER / "duty.yml").read_text(encoding="utf-8"))
    raw["everywhere"]["posts"] = [{"name": "Duty worker", "webhook": web.address}]
    (tmp_path / "duty.yml").write_text(yaml.safe_dump(raw), encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    return {
        "FINGERPOST_VAR": str(tmp_path),
        "FINGERPOST_DUTY": str(tmp_path / "duty.yml"),
        "FINGERPOST_PORT": str(port),
        "FINGERPOST_WEBHOOK_SECRET": SECRET,
        "FINGERPOST_ALARM_EVERY": "0.1",
    }


@contextmanager
def _serving(environment: dict[str, str]) -> Iterator[httpx.Client]:
    """Run the web server alone, and kill it without a warning."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "serve"], cwd=REPOSITORY, env=os.environ | environment
    )
    transport = httpx.HTTPTransport(
        retries=10
    )  # it backs off in between: up to some 50 seconds until it listens
    address = f"http://127.0.0.1:{environment['FINGERPOST_PORT']}"
    try:
        with httpx.Client(base_url=address, transport=transport, timeout=30) as client:
            assert client.get("/health").status_code == 200
            yield client
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()


def test_a_server_that_is_killed_loses_no_alarm(tmp_path: Path) -> None:
    with web_server() as web:
        web.mood = "hangs"
        environment = _environment(tmp_path, web)
        with _serving(environment) as client:
            opened = client.post("/api/conversations", json={}).json()
            path, headers = (
                f"/api/conversations/{opened['id']}",
                {"Authorization": f"Bearer {opened['token']}"},
            )
            answer = client.post(f"{path}/messages", json={"text": DISCLOSURE}, headers=headers)
            assert answer.json()["messages"]
            assert web.arrived.acquire(timeout=20)
        web.mood = "sound"
        with _serving(environment):
            assert web.arrived.acquire(timeout=20)
    (received,) = web.received
    assert (received["event"], received["case"], received["step"]) == ("case_waits", 1, 0)
    assert len({headers["Idempotency-Key"] for headers, _ in web.tried}) == 1
