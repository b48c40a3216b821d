"""A whole house around one front door: database, clock, Rasa's stand-in and the website, all in this process.

What only the app's environment has is imported by the fixtures that need it: the assistant's tests read this too.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from sqlalchemy import URL

    from tests.bot.handoff.on_call import OnCall
    from tests.bot.house import House


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hide the settings of whoever runs the tests."""
    for name in os.environ:
        if name.startswith("FINGERPOST_") or name == "DATABASE_URL":
            monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def built_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Built once: reading all the content takes longer than most tests."""
    from tests.bot.house import build

    with build(tmp_path_factory.mktemp("house")) as house:
        yield house


@pytest.fixture
def house(built_house: House) -> House:
    """The house on SQLite, tidied up."""
    built_house.tidy_up()
    return built_house


@pytest.fixture(scope="session")
def house_on_postgresql(postgresql: URL, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    from sqlalchemy import create_engine, text

    from tests.bot.house import build

    server = create_engine(postgresql, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text("CREATE DATABASE house"))
    server.dispose()
    address = postgresql.set(drivername="postgresql", database="house")
    with build(
        tmp_path_factory.mktemp("house"), database=address.render_as_string(hide_password=False)
    ) as house:
        yield house


@pytest.fixture(params=["sqlite", "postgresql"])
def either_house(request: pytest.FixtureRequest) -> House:
    """The house on either database, tidied up."""
    name = "built_house" if request.param == "sqlite" else "house_on_postgresql"
    house: House = request.getfixturevalue(name)
    house.tidy_up()
    return house


@pytest.fixture
def on_call(house: House) -> Iterator[OnCall]:
    """The house with posts on call, a mail server and a web server."""
    from tests.bot.handoff.on_call import on_call_at

    with on_call_at(house) as here:
        yield here
