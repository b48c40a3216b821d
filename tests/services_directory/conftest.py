"""Databases for the directory's tests, and a short way to fill them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.orm import Session

import migrations
from services_directory.content import Content
from services_directory.load import load

Fill = Callable[..., None]

EVIDENCE = {"fact": "all", "source": "Council page", "grade": "A", "checked": "2026-11-01"}
SERVICE: Mapping[str, Any] = {
    "name": "A service",
    "organization": "council",
    "kind": "service",
    "standing": "confirmed",
    "level": "community",
    "description": "It helps.",
    "areas": ["peterborough"],
    "audiences": ["parent"],
    "needs": ["sleep"],
    "evidence": [EVIDENCE],
}
DECISION: Mapping[str, Any] = {"name": "A decision", "phrases": [], "needs": [], "facts": []}
PATHWAY: Mapping[str, Any] = {
    "decision": "decision",
    "name": "A rule",
    "areas": ["peterborough"],
    "when": [{}],
    "answer": "Yes.",
    "because": "It is so.",
    "next_steps": ["Ask."],
    "evidence": [EVIDENCE],
}
ORGANIZATION = {"id": "council", "name": "The council", "description": "The council."}


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty database of either kind."""
    if request.param == "sqlite":
        engine = create_engine(f"sqlite:///{tmp_path / 'directory.db'}")
        yield engine
        engine.dispose()
        return
    server = create_engine(request.getfixturevalue("postgresql"), isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text("CREATE DATABASE empty"))
        engine = create_engine(server.url.set(database="empty"))
        yield engine
        engine.dispose()
        connection.execute(text("DROP DATABASE empty"))
    server.dispose()


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A database of either kind with the directory's tables, kept: loading replaces all that is in it."""
    url = f"sqlite:///{tmp_path_factory.mktemp('database') / 'directory.db'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgresql")
    engine = create_engine(url)
    migrations.upgrade(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session on that database."""
    with Session(engine) as session:
        yield session


@pytest.fixture(scope="session")
def make_content() -> Callable[..., Content]:
    """Content of these services and pathways: what one leaves out is usual, and each need it names exists.

    Without decisions there is one, which all the pathways belong to.
    """
    versions = count()

    def make(
        services: list[dict[str, Any]] | None = None,
        pathways: list[dict[str, Any]] | None = None,
        decisions: list[dict[str, Any]] | None = None,
    ) -> Content:
        whole_services = tuple({**SERVICE, **service} for service in services or [])
        whole_pathways = tuple({**PATHWAY, **pathway} for pathway in pathways or [])
        whole_decisions = tuple({**DECISION, **decision} for decision in decisions or [{"id": "decision"}])
        needs = {
            need: {
                "name": need,
                "meaning": need,
                "reflection": {"parent": "Hard.", "professional": "You ask."},
            }
            for entry in (*whole_services, *whole_decisions)
            for need in (*entry["needs"], *entry.get("also_needs", ()))
        }
        return Content(
            needs=needs,
            organizations=(ORGANIZATION,),
            services=whole_services,
            decisions=whole_decisions,
            pathways=whole_pathways,
            fingerprint=f"version {next(versions)}",
        )

    return make


@pytest.fixture
def fill(engine: Engine, make_content: Callable[..., Content]) -> Fill:
    """Put these services and pathways, and nothing else, into the database."""

    def fill(
        services: list[dict[str, Any]] | None = None,
        pathways: list[dict[str, Any]] | None = None,
        decisions: list[dict[str, Any]] | None = None,
    ) -> None:
        load(engine, make_content(services, pathways, decisions))

    return fill
