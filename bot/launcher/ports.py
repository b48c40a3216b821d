"""Whether the ports are free, before anything is started."""

from __future__ import annotations

import socket

from bot.errors import SetUpError
from bot.settings import Settings

LOOPBACK = "127.0.0.1"


def check(settings: Settings) -> None:
    """Raise SetUpError with the mend when a port is taken."""
    for port, variable in (
        (settings.port, "FINGERPOST_PORT"),
        (settings.assistant_port, "FINGERPOST_ASSISTANT_PORT"),
        (settings.actions_port, "FINGERPOST_ACTIONS_PORT"),
    ):
        if _taken(port):
            raise SetUpError(
                f"Port {port} is taken: stop the program that uses it, "
                f"or choose another: {variable}={port + 1} make up"
            )


def _taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return True
    return False
