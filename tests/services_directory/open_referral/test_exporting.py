"""What is written can be read again, and nothing is lost on the way: as JSON and as CSV tables."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, create_engine, delete
from sqlalchemy.orm import Session

import migrations
from services_directory.load import refresh
from services_directory.open_referral import datapackage, index, records
from services_directory.open_referral.exporting import export, held
from services_directory.open_referral.index import OWN
from services_directory.open_referral.records import ReferralRecord
from services_directory.open_referral.schema import ENTITIES, Entity
from tests.services_directory.conftest import Fill
from tests.services_directory.open_referral.official import examples, needs_folder

NOW = datetime(2026, 11, 23, tzinfo=UTC)


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.*")}


def canonical(whole: Any) -> str:
    return json.dumps(whole, sort_keys=True)  # 1 is not 1.0 here


def there_and_back(folder: Path, whole: dict[Entity, list[dict[str, Any]]]) -> None:
    """Write, read and write again: the records are the same, and so are the bytes."""
    datapackage.write(folder / "first", "name", whole)
    again = datapackage.read(folder / "first")
    assert canonical(again) == canonical(whole)
    datapackage.write(folder / "second", "name", again)
    assert tree(folder / "second") == tree(folder / "first")


def keep_all(session: Session, feed: str, whole: dict[Entity, list[dict[str, Any]]]) -> None:
    for entity, its in whole.items():
        records.keep(session, feed, entity, its, now=NOW)


@pytest.fixture(scope="module")
def directory(request: pytest.FixtureRequest) -> Iterator[Session]:
    """The directory as it is."""
    engine = create_engine("sqlite://")
    migrations.upgrade(engine)
    refresh(engine)
    with Session(engine) as session:
        yield session
    engine.dispose()


@pytest.fixture(autouse=True)
def _no_records(request: pytest.FixtureRequest) -> Iterator[None]:
    yield
    if "engine" in request.fixturenames:
        engine: Engine = request.getfixturevalue("engine")
        with Session(engine) as session, session.begin():
            for table in (ReferralRecord, *index.TABLES):
                session.execute(delete(table).where(table.feed != OWN))


def test_our_own_records_come_back_from_another_feed_byte_by_byte(directory: Session, tmp_path: Path) -> None:
    export(directory, tmp_path / "ours", OWN, "json")
    read = {path.stem: json.loads(path.read_bytes()) for path in (tmp_path / "ours").iterdir()}
    assert {*read} == {"service", "taxonomy"}
    keep_all(directory, "copy", read)  # type: ignore[arg-type]
    export(directory, tmp_path / "copy", "copy", "json")
    assert tree(tmp_path / "copy") == tree(tmp_path / "ours")
    export(directory, tmp_path / "ours-csv", OWN, "csv")
    export(directory, tmp_path / "copy-csv", "copy", "csv")
    ours, copy = tree(tmp_path / "ours-csv"), tree(tmp_path / "copy-csv")
    assert {name for name in ours if ours[name] != copy[name]} == {"datapackage.json"}  # it names the feed
    directory.rollback()


def test_our_own_records_come_back_from_tables(directory: Session, tmp_path: Path) -> None:
    whole = {entity: [*held(directory, OWN, entity)] for entity in ENTITIES}
    there_and_back(
        tmp_path, {entity: its for entity, its in whole.items() if entity in ("taxonomy", "service")}
    )


def test_the_tables_of_our_own_are_those_of_the_profile(directory: Session, tmp_path: Path) -> None:
    (path,) = export(directory, tmp_path, OWN, "csv")
    package = json.loads(path.read_bytes())
    assert {one["path"] for one in package["resources"]} == {
        *("services.csv", "organizations.csv", "contacts.csv", "phones.csv", "schedule.csv", "locations.csv"),
        *("service_at_location.csv", "service_areas.csv", "cost_options.csv", "attribute.csv"),
        *("taxonomies.csv", "taxonomy_terms.csv"),
    }
    for resource in package["resources"]:
        with (tmp_path / resource["path"]).open(encoding="utf-8", newline="") as file:
            rows = [*csv.DictReader(file)]
        assert [*rows[0]] == [one["name"] for one in resource["schema"]["fields"]]
        assert len({row["id"] for row in rows}) == len(rows) > 0
        assert {one["type"] for one in resource["schema"]["fields"]} <= {
            "string",
            "number",
        }  # nothing stays nested


@needs_folder
@pytest.mark.parametrize("how", ["json", "csv"])
def test_the_official_examples_come_back(session: Session, tmp_path: Path, how: Any) -> None:
    feeds = {name: (entity, record) for name, entity, record in examples()}
    for feed, (entity, record) in feeds.items():
        keep_all(session, feed, {entity: [record]})
        written = export(session, tmp_path / feed, feed, how)
        if how == "json":
            assert json.loads(written[0].read_bytes()) == [record]
        else:
            assert canonical(datapackage.read(written[0].parent)[entity]) == canonical([record])
            there_and_back(tmp_path / f"{feed}-again", {entity: [record]})
    session.rollback()


def test_a_feed_of_all_entities_is_written_whole(fill: Fill, session: Session, tmp_path: Path) -> None:
    fill([{"id": "ours"}])
    one = {"id": "0a148810-d857-441c-9679-408f346de14b", "name": "A", "status": "active", "description": "é"}
    keep_all(session, "theirs", {entity: [one] for entity in ENTITIES})
    paths = export(session, tmp_path / "json", "theirs", "json")
    assert sorted(path.stem for path in paths) == sorted(ENTITIES)
    assert paths[0].read_text(encoding="utf-8") == f"[\n{json.dumps(one, ensure_ascii=False, indent=2)}\n]\n"
    folders = [path.parent for path in export(session, tmp_path / "csv", "theirs", "csv")]
    read = {entity: its for folder in folders for entity, its in datapackage.read(folder).items()}
    assert read == {entity: [one] for entity in ENTITIES}
    assert export(session, tmp_path / "none", "nobody", "json") == []
    assert not (tmp_path / "none").exists()


def a(record_id: str, **more: Any) -> dict[str, Any]:
    return {"id": record_id, **more}


LINKED: dict[str, dict[Entity, list[dict[str, Any]]]] = {
    "nested records state their links": {
        "service": [a("s", schedules=[a("x", service_id="s"), a("y")], attributes=[a("t", link_id="s")])]
    },
    "a link that nests nothing": {
        "service": [a("s", organization_id="o"), a("t", organization_id="o", organization=a("o"))]
    },
    "a link to something else": {
        "service": [a("s", organization_id="p", organization=a("o"), schedules=[a("x", service_id="z")])]
    },
    "one organization told in two ways": {
        "service": [a("s", organization=a("o", name="A")), a("t", organization=a("o", name="B"))]
    },
    "one organization, once with its attributes": {
        "service": [a("s", organization=a("o", attributes=[a("x")])), a("t", organization=a("o"))]
    },
    "one child of two parents": {"service": [a("s", contacts=[a("x")]), a("t", contacts=[a("x")])]},
    "a child twice": {"service": [a("s", contacts=[a("x"), a("x")])]},
    "a child without an id": {"service": [a("s", contacts=[a("y"), {"name": "A"}])]},
    "an empty list, nothing, and something else": {
        "service": [a("s", contacts=[], schedules=None, organization={}, attributes="none", name="")]
    },
    "terms in another order": {
        "taxonomy": [a("k", taxonomy_terms=[a("x", taxonomy_id="k"), a("y")])],
        "service": [a("s", attributes=[a("1", taxonomy_term=a("y")), a("2", taxonomy_term=a("x"))])],
    },
    "terms out of order": {
        "service": [a("s", attributes=[a("1", taxonomy_term=a("y")), a("2", taxonomy_term=a("x"))])],
        "taxonomy": [a("k", taxonomy_terms=[a("x"), a("y")])],
    },
    "services in an organization": {
        "organization": [a("o", services=[a("s", organization=a("o"), schedules=[a("x")])]), a("p")]
    },
    "services in places": {
        "service_at_location": [
            a(
                "x",
                location=a("l", addresses=[a("d")]),
                service=a("s", organization=a("o", services=[a("s")])),
            ),
            a("y", location=a("l"), service=a("s", organization=a("o"))),
        ]
    },
    "texts of every kind": {
        "service": [a("s", name='";\r\n,\t ', x="007"), a("t", name="null", x=7), a("u", name=" ", x=None)]
    },
    "numbers of every kind": {
        "service": [a("s", n=1, m=True), a("t", n=1.0, m=2), a("u", n=-1e-7, m=[{"deep": [1.0]}])]
    },
}


@pytest.mark.parametrize("whole", LINKED.values(), ids=LINKED.keys())
def test_tables_lose_nothing(tmp_path: Path, whole: dict[Entity, list[dict[str, Any]]]) -> None:
    there_and_back(tmp_path, whole)


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=5)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(TEXTS, inner, max_size=2),
    max_leaves=4,
)
IDS = st.sampled_from(["a", "b", "c"])
LINKS = ["organization_id", "service_id", "link_id", "link_entity", "taxonomy_term_id", "contact_id"]


def entries(**nested: Any) -> Any:
    known = {name: IDS | VALUES for name in LINKS} | {name: its | VALUES for name, its in nested.items()}
    return st.fixed_dictionaries({"id": IDS}, optional={**known, "name": TEXTS, "x": VALUES})


TERMS = entries()
ATTRIBUTES = st.lists(entries(taxonomy_term=TERMS), max_size=2)
CONTACTS = st.lists(entries(phones=st.lists(entries(), max_size=2), attributes=ATTRIBUTES), max_size=2)
SERVICES = entries(
    organization=entries(attributes=ATTRIBUTES), contacts=CONTACTS, attributes=ATTRIBUTES, schedules=CONTACTS
)


@settings(max_examples=150, deadline=None)
@given(st.lists(SERVICES, max_size=3, unique_by=lambda record: record["id"]))
def test_tables_lose_nothing_of_any_records(
    tmp_path_factory: pytest.TempPathFactory, services: list[dict[str, Any]]
) -> None:
    there_and_back(tmp_path_factory.mktemp("package"), {"service": services})
