"""The whole product, as `make up` starts it, on ports and with a database of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psutil

REPOSITORY = Path(__file__).parent.parent
READY_WITHIN = 600.0  # seconds; a first start trains
_STOPPED_WITHIN = 30.0  # seconds


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Product:
    """A running product. `printed` is what it said so far; `ready_after` is in seconds from its start.

    `health` is, for each server, the address that answers when it is up.
    """

    process: subprocess.Popen[str]
    url: str
    var: Path
    health: dict[str, str]
    printed: list[str] = field(default_factory=list)
    ready_after: float = 0.0
    _started: float = field(default_factory=time.monotonic)
    _settled: threading.Event = field(default_factory=threading.Event)

    def listen(self) -> None:
        """Keep what is printed, and notice when everything is ready or has ended."""
        assert self.process.stdout is not None  # noqa: S101  (opened as a pipe)
        for line in self.process.stdout:
            self.printed.append(line.rstrip())
            if line.startswith("== ready"):
                self.ready_after = time.monotonic() - self._started
            if line.startswith(("== ready", "== the assistant is not there")):
                self._settled.set()
        self._settled.set()

    def wait(self) -> None:
        """Wait until everything is ready; raises RuntimeError with what was printed when it does not come up."""
        if not self._settled.wait(READY_WITHIN) or not self.ready_after:
            raise RuntimeError("\n".join(self.printed))

    def servers(self) -> dict[str, psutil.Process]:
        """Return the processes by name."""
        marks = {"web": "bot serve", "actions": "-m actions", "assistant": "bot.assistant run"}
        children = psutil.Process(self.process.pid).children(recursive=True)
        lines = {child: _command(child) for child in children}
        return {name: child for name, mark in marks.items() for child, line in lines.items() if mark in line}

    def answers(self, name: str) -> bool:
        """Return whether a server is up."""
        try:
            return httpx.get(self.health[name], timeout=1, trust_env=False).is_success
        except httpx.HTTPError:
            return False


def _command(process: psutil.Process) -> str:
    """Return the command of a process; nothing for one that has ended meanwhile."""
    try:
        return " ".join(process.cmdline())
    except psutil.NoSuchProcess:  # a zombie too
        return ""


@contextmanager
def running(var: Path) -> Iterator[Product]:
    """Start everything, and stop it with Ctrl-C; raises RuntimeError when a process is left."""
    web, assistant, actions = _free_port(), _free_port(), _free_port()
    environment = {
        **os.environ,
        "DATABASE_URL": "",
        "FINGERPOST_VAR": str(var),
        "FINGERPOST_PORT": str(web),
        "FINGERPOST_ASSISTANT_PORT": str(assistant),
        "FINGERPOST_ACTIONS_PORT": str(actions),
        "FINGERPOST_NEW_CONVERSATIONS_A_MINUTE": "10000",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "up"],
        cwd=REPOSITORY,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    health = {
        "web": f"http://127.0.0.1:{web}/health",
        "actions": f"http://127.0.0.1:{actions}/health",
        "assistant": f"http://127.0.0.1:{assistant}/webhooks/front_door/",
    }
    product = Product(process, f"http://127.0.0.1:{web}", var, health)
    threading.Thread(target=product.listen, daemon=True).start()
    try:
        product.wait()
        yield product
    finally:
        _stop(product)


def _stop(product: Product) -> None:
    if product.process.poll() is not None:
        return
    children = psutil.Process(product.process.pid).children(recursive=True)
    product.process.send_signal(signal.SIGINT)
    ended = product.process.wait(_STOPPED_WITHIN)
    _, alive = psutil.wait_procs(children, timeout=5)
    if product.process.stdout is not None:
        product.process.stdout.close()
    if ended or alive:
        raise RuntimeError(f"Ctrl-C ended with {ended} and left {alive}\n" + "\n".join(product.printed))
