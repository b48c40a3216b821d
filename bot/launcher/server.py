"""One server: its command, its process, and how to see that it is ready."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import httpx

from bot.settings import REPOSITORY

_GRACE = 8.0  # seconds from asking a server to stop until it is stopped
# A launcher may die before setpriv has asked for the signal, which then never comes: so look once more who is above.
_UNLESS_ORPHANED = ("/bin/sh", "-c", '[ "$PPID" = "$0" ] && exec "$@"')


@cache
def _dies_with_us() -> tuple[str, ...]:
    """Return what to put before a command, so that Linux stops it when its launcher dies, whatever kills that.

    A program of Linux itself: code of ours between fork and exec could block for ever where other threads run.
    Elsewhere, or where it is too old, there is nothing to put.
    """
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        return ()
    prefix = (setpriv, "--pdeathsig", "TERM", "--", *_UNLESS_ORPHANED, str(os.getpid()))
    works = subprocess.run([*prefix, "true"], capture_output=True, check=False).returncode == 0  # noqa: S603
    return prefix if works else ()


@dataclass
class Server:
    """A child process in a process group of its own, so that Ctrl-C reaches only the launcher."""

    name: str
    command: Sequence[str]
    health: str
    log: Path
    environment: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def start(self) -> None:
        """Start the process; what it prints goes to its log."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(  # noqa: S603  (our own command)
                (*_dies_with_us(), *self.command),
                cwd=REPOSITORY,
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                start_new_session=True,
            )

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return self.process is not None and self.process.poll() is None

    def ready(self) -> bool:
        """Whether the server answers."""
        try:
            return httpx.get(self.health, timeout=1.0, trust_env=False).status_code == httpx.codes.OK
        except httpx.HTTPError:
            return False

    def ask_to_stop(self) -> None:
        """Ask the process group to end."""
        if self.alive and self.process:
            os.killpg(self.process.pid, signal.SIGTERM)

    def end(self) -> None:
        """End the process group at once."""
        if self.process:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            with suppress(subprocess.TimeoutExpired):  # whoever keeps the others up cannot wait for ever
                self.process.wait(_GRACE)

    def stop(self) -> None:
        """Wait for the process to end, and end it when it does not, with all that it started."""
        if self.process is None:
            return
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(_GRACE)
        self.end()
