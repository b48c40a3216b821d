"""One child process: started, seen to be ready, started again, and stopped with all that it began."""

from __future__ import annotations

import os
import select
import shutil
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.launcher import server as module
from bot.launcher.server import Server

PATIENCE = 20.0  # seconds that no test that passes waits for
SERVES = """
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(int(sys.argv[2]))
        self.end_headers()
HTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
"""
WAITS = "print('here', flush=True); import signal; signal.pause()"
IS_DEAF = (
    "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('here', flush=True); signal.pause()"
)
HAS_A_DEAF_CHILD = f"""
import signal, subprocess, sys
child = subprocess.Popen([sys.executable, "-c", {IS_DEAF!r}], stdout=subprocess.PIPE)
child.stdout.readline()
print(child.pid, flush=True)
signal.pause()
"""
LAUNCHES = """
import signal, sys
from pathlib import Path
from bot.launcher.server import Server
server = Server("x", [sys.executable, "-c", "import signal; signal.pause()"], "", Path(sys.argv[1]), {})
server.start()
print(server.process.pid, flush=True)
signal.pause()
"""
IS_SLOW = """#!/bin/sh
case "$*" in *signal.pause*) read -r _ < {gate} ;; esac
exec {setpriv} "$@"
"""

Make = Callable[..., Server]


@pytest.fixture
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        found: int = listening.getsockname()[1]
        return found


@pytest.fixture
def make(tmp_path: Path, port: int) -> Iterator[Make]:
    made: list[Server] = []

    def make(program: str, *arguments: object) -> Server:
        command = [sys.executable, "-c", program, *map(str, arguments)]
        made.append(
            Server("it", command, f"http://127.0.0.1:{port}/", tmp_path / "log" / "it.log", {**os.environ})
        )
        return made[-1]

    yield make
    for server in made:
        server.ask_to_stop()
        server.stop()


def _gone(pid: int) -> bool:
    """Wait until a process has ended."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    ended, _, _ = select.select([handle], [], [], PATIENCE)
    os.close(handle)
    return bool(ended)


def _first_line(log: Path) -> str:
    """Wait for what the process prints first."""
    with log.open(encoding="utf-8") as lines:
        while not (line := lines.readline()):
            os.sched_yield()
        return line.strip()


@pytest.mark.parametrize(("status", "ready"), [(200, True), (503, False)])
def test_ready_when_it_answers_well(make: Make, port: int, status: int, ready: bool) -> None:
    server = make(SERVES, port, status)
    assert not server.ready()
    assert not server.alive
    server.start()
    while not _listens(port):
        assert server.alive
    assert server.ready() is ready


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_what_it_prints_is_kept_over_a_restart(make: Make) -> None:
    server = make("print('hello', flush=True)")
    for _ in range(2):
        server.start()
        assert server.process
        server.process.wait(PATIENCE)
        assert not server.alive
    assert server.log.read_text() == "hello\nhello\n"


def test_stopping(make: Make) -> None:
    server = make(WAITS)
    server.start()
    _first_line(server.log)
    assert server.process
    server.ask_to_stop()
    server.stop()
    assert server.process.returncode == -signal.SIGTERM
    assert not server.alive


def test_one_that_does_not_listen_is_stopped_all_the_same(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_GRACE", 0.05)
    server = make(IS_DEAF)
    server.start()
    _first_line(server.log)
    server.ask_to_stop()
    server.stop()
    assert server.process
    assert server.process.returncode == -signal.SIGKILL


def test_one_that_is_stuck_can_be_ended(make: Make) -> None:
    server = make(WAITS)
    server.start()
    _first_line(server.log)
    assert server.process
    os.kill(server.process.pid, signal.SIGSTOP)
    server.end()
    assert not server.alive


def test_its_children_do_not_outlive_it(make: Make) -> None:
    server = make(HAS_A_DEAF_CHILD)
    server.start()
    child = int(_first_line(server.log))
    server.ask_to_stop()
    server.stop()
    assert _gone(child)


def test_stopping_what_never_started_or_has_ended(make: Make) -> None:
    never, ended = make(WAITS), make("pass")
    ended.start()
    assert ended.process
    ended.process.wait(PATIENCE)
    for server in (never, ended):
        server.ask_to_stop()
        server.stop()


def test_ctrl_c_reaches_only_the_launcher(make: Make) -> None:
    server = make(WAITS)
    server.start()
    assert server.process
    assert os.getpgid(server.process.pid) == server.process.pid != os.getpgid(0)


@pytest.mark.parametrize("program", ["", "#!/bin/sh\nexit 1\n"], ids=["none", "too old"])
def test_without_a_setpriv_that_can_it_starts_all_the_same(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    if program:
        (tmp_path / "setpriv").write_text(program)
        (tmp_path / "setpriv").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    module._dies_with_us.cache_clear()
    server = make(WAITS)
    server.start()
    assert _first_line(server.log) == "here"
    module._dies_with_us.cache_clear()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent has died")
def test_it_dies_with_a_launcher_that_is_killed(make: Make, tmp_path: Path) -> None:
    launcher = make(LAUNCHES, tmp_path / "child.log")
    launcher.start()
    child = int(_first_line(launcher.log))
    assert launcher.process
    launcher.process.kill()
    assert _gone(child)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent has died")
def test_it_dies_with_a_launcher_that_is_killed_while_it_starts(make: Make, tmp_path: Path) -> None:
    gate, setpriv = tmp_path / "gate", tmp_path / "setpriv"
    os.mkfifo(gate)
    setpriv.write_text(IS_SLOW.format(gate=gate, setpriv=shutil.which("setpriv")))
    setpriv.chmod(0o755)
    launcher = make(LAUNCHES, tmp_path / "child.log")
    launcher.environment = {**os.environ, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}
    launcher.start()
    child = int(_first_line(launcher.log))
    assert launcher.process
    launcher.process.kill()
    launcher.process.wait(PATIENCE)
    gate.write_text("\n", encoding="utf-8")
    assert _gone(child)
