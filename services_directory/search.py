"""Services found by words: by the database's own full text search, FTS5 of SQLite or tsvector of PostgreSQL."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, column, func, literal_column, select, table, text
from sqlalchemy.orm import Session

from services_directory.matching import offered
from services_directory.models import NATIONAL, Audience, Service, ServiceNeed
from services_directory.words import words

MOST_COUNTED = 500  # a search that finds more says only that
_MOST_WORDS = 32
_LONG = 4  # letters of a word that is worth finding by itself

_FTS5 = table("service_text", column("service_id"))
_TSVECTOR = table("service_text", column("service_id"), column("words"))
_WEIGHTS = (
    "0, 10, 10, 3, 1, 1"  # of bm25: the id, then the name, other names, what it is, who for, and the needs
)

_MAKE = {
    "sqlite": (
        """CREATE VIRTUAL TABLE IF NOT EXISTS service_text USING fts5(
            service_id UNINDEXED, name, alternate_names, description, eligibility_description, needs,
            tokenize = 'porter unicode61 remove_diacritics 2')""",
    ),
    "postgresql": (
        "CREATE TABLE IF NOT EXISTS service_text (service_id VARCHAR PRIMARY KEY, words TSVECTOR NOT NULL)",
        "CREATE INDEX IF NOT EXISTS ix_service_text_words ON service_text USING GIN (words)",
    ),
}
_FILL = {
    "sqlite": """
        INSERT INTO service_text SELECT id, name,
            (SELECT group_concat(value, ' ') FROM json_each(alternate_names)),
            description, coalesce(eligibility_description, ''),
            (SELECT group_concat(need.name, ' ') FROM service_need JOIN need ON need.id = service_need.need_id
                WHERE service_need.service_id = service.id)
        FROM service""",
    "postgresql": """
        INSERT INTO service_text SELECT id,
            setweight(to_tsvector('english', name), 'A') ||
            setweight(to_tsvector('english', coalesce(
                (SELECT string_agg(value, ' ') FROM json_array_elements_text(alternate_names)), '')), 'A') ||
            setweight(to_tsvector('english', description), 'B') ||
            setweight(to_tsvector('english', coalesce(eligibility_description, '')), 'C') ||
            setweight(to_tsvector('english', coalesce(
                (SELECT string_agg(need.name, ' ') FROM service_need JOIN need ON need.id = service_need.need_id
                    WHERE service_need.service_id = service.id), '')), 'D')
        FROM service""",
}


@dataclass(frozen=True)
class Found:
    """The ids of the services of a page, in order, and how many there are in all: at most `MOST_COUNTED`."""

    ids: Sequence[str]
    total: int


def make(connection: Connection) -> None:
    """Make the index, if there is none."""
    for statement in _MAKE[connection.dialect.name]:
        connection.execute(text(statement))


def index(session: Session) -> None:
    """Put all services into the index anew."""
    connection = session.connection()
    make(connection)
    connection.execute(text("DELETE FROM service_text"))
    connection.execute(text(_FILL[connection.dialect.name]))


def search(
    session: Session,
    written: str = "",
    *,
    needs: Collection[str] = (),
    area: str | None = None,
    age: int | None = None,
    audience: Audience | None = None,
    limit: int = 20,
    offset: int = 0,
) -> Found:
    """The services that may be offered and fit: with words the most relevant first, without by name.

    All words count; where no service has all of them, any of the longer ones. `area` is a council, whose services
    and the national ones are found, or None for all; without an audience what anybody may have is found.
    """
    fitting = select(Service.id).where(
        *offered(
            audience=audience,
            areas=None if area is None else {area, NATIONAL},
            ages=() if age is None else (age,),
        )
    )
    if needs:
        fitting = fitting.where(Service.needs.any(ServiceNeed.need_id.in_(needs)))
    said = words(written)[:_MOST_WORDS]
    if not said:
        return (
            _page(session, fitting.order_by(Service.name, Service.id), limit, offset)
            if not written.strip()
            else Found((), 0)
        )
    found = _page(session, _by_words(session, fitting, said, every=True), limit, offset)
    longer = [word for word in said if len(word) >= _LONG]
    if found.total or len(said) == 1 or not longer:
        return found
    return _page(session, _by_words(session, fitting, longer, every=False), limit, offset)


def _page(session: Session, fitting: Select[Any], limit: int, offset: int) -> Found:
    """One query for the page and the number: to count by itself takes as long again."""
    found = session.scalars(fitting.limit(MOST_COUNTED)).all()
    return Found(found[offset : offset + limit], len(found))


def _by_words(session: Session, fitting: Select[Any], said: Sequence[str], *, every: bool) -> Select[Any]:
    """Join the index. Only letters and digits reach the query: nothing that is typed can be an operator of it."""
    relevance: ColumnElement[Any]
    if session.connection().dialect.name == "sqlite":
        terms = (" " if every else " OR ").join(f'"{word}"' for word in said)
        joined = fitting.join(_FTS5, _FTS5.c.service_id == Service.id)
        relevance = literal_column(f"bm25(service_text, {_WEIGHTS})")
        return joined.where(text("service_text MATCH :terms").bindparams(terms=terms)).order_by(
            relevance, Service.id
        )
    query = func.to_tsquery("english", (" & " if every else " | ").join(f"'{word}'" for word in said))
    relevance = func.ts_rank(_TSVECTOR.c.words, query)
    joined = fitting.join(_TSVECTOR, _TSVECTOR.c.service_id == Service.id)
    return joined.where(_TSVECTOR.c.words.bool_op("@@")(query)).order_by(relevance.desc(), Service.id)
