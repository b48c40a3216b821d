"""A taken port is one line that says what to do."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from bot.errors import SetUpError
from bot.launcher import ports
from bot.settings import Settings

Ports = dict[str, Any]


@pytest.fixture
def free() -> Ports:
    """Three ports that nobody listens on."""
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(3)]
        names = ("port", "assistant_port", "actions_port")
        return {name: one.getsockname()[1] for name, one in zip(names, sockets, strict=True)}


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening


def test_free_ports(free: Ports) -> None:
    ports.check(Settings(**free))


@pytest.mark.parametrize(
    ("name", "variable"),
    [
        ("port", "FINGERPOST_PORT"),
        ("assistant_port", "FINGERPOST_ASSISTANT_PORT"),
        ("actions_port", "FINGERPOST_ACTIONS_PORT"),
    ],
)
def test_a_taken_port(free: Ports, listener: socket.socket, name: str, variable: str) -> None:
    taken = listener.getsockname()[1]
    with pytest.raises(SetUpError) as refused:
        ports.check(Settings(**{**free, name: taken}))
    line = str(refused.value)
    assert f"Port {taken} is taken" in line
    assert f"{variable}={taken + 1} make up" in line
    assert "\n" not in line


def test_somebody_who_listens_on_all_addresses(free: Ports) -> None:
    with socket.create_server(("", 0)) as listening, pytest.raises(SetUpError):
        ports.check(Settings(**{**free, "port": listening.getsockname()[1]}))
