"""Another council's records taken in: whole, once, again without a change, and whatever is broken in them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from services_directory.open_referral import exporting, feed, importing, index, records
from services_directory.open_referral.feed import PAUSE, NoFeed
from services_directory.open_referral.importing import Outcome, feed_name
from services_directory.open_referral.index import OWN
from services_directory.open_referral.records import ReferralRecord
from services_directory.open_referral.schema import ENTITIES
from tests.services_directory.open_referral.foreign import Foreign, service
from tests.services_directory.open_referral.official import EXAMPLES, needs_folder

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TERM = {"id": service(900)["id"], "name": "Sleep", "description": "Sleep", "term": "sleep"}


@pytest.fixture(autouse=True)
def _empty(engine: Engine) -> Iterator[None]:
    yield
    with Session(engine) as session, session.begin():
        for table in (ReferralRecord, *index.TABLES):
            session.execute(delete(table).where(table.feed != OWN))


def take(engine: Engine, foreign: Foreign, **more: Any) -> Outcome:
    return importing.import_feed(engine, foreign.feed(), feed="theirs", clock=lambda: NOW, **more)


def kept(engine: Engine, entity: Any = "service") -> list[dict[str, Any]]:
    with Session(engine) as session:
        return [*records.documents(session, "theirs", entity)]


def snapshot(engine: Engine) -> list[Any]:
    """Every column of every record, to see whether anything changed."""
    with Session(engine) as session:
        rows = session.scalars(select(ReferralRecord).order_by(ReferralRecord.entity, ReferralRecord.id))
        return [(row.id, row.document, row.digest, row.imported_at, row.missing_since) for row in rows]


def test_everything_comes_whole_and_a_second_run_changes_nothing(engine: Engine) -> None:
    foreign = Foreign([service(number, extra={"of": number}) for number in range(5)], taxonomy_terms=[TERM])
    told: list[Any] = []
    first = take(engine, foreign, tell=lambda done, total: told.append((done, total)))
    assert (first.counted, first.missing, first.problems) == ({"added": 6}, 0, [])
    assert kept(engine) == foreign.services
    assert kept(engine, "taxonomy_term") == [TERM]
    assert told == [(2, 5), (4, 5), (5, 5)]
    before = snapshot(engine)
    foreign.asked.clear()
    second = take(engine, foreign)
    assert (second.counted, second.missing, second.problems) == ({"unchanged": 6}, 0, [])
    assert snapshot(engine) == before
    assert not [path for path in foreign.asked if path.startswith("services/")]  # the list said it all


def test_what_changed_is_fetched_and_what_is_gone_is_marked(engine: Engine) -> None:
    foreign = Foreign([service(number) for number in range(4)])
    take(engine, foreign)
    foreign.services[1] = service(1, name="Another", last_modified="2026-02-01T00:00:00Z")
    gone = foreign.services.pop(2)
    outcome = take(engine, foreign)
    assert (outcome.counted, outcome.missing) == ({"changed": 1, "unchanged": 2}, 1)
    assert kept(engine) == foreign.services
    with Session(engine) as session:
        assert session.get_one(ReferralRecord, ("theirs", "service", gone["id"])).document == gone
    assert take(engine, foreign).missing == 0


def test_a_record_without_last_modified_is_always_fetched(engine: Engine) -> None:
    one = service(1)
    del one["last_modified"]
    foreign = Foreign([one])
    take(engine, foreign)
    foreign.services = [{**one, "contacts": []}]
    assert take(engine, foreign).counted == {"changed": 1}
    assert take(engine, foreign).counted == {"unchanged": 1}


BAD: list[tuple[str, Foreign, str]] = [
    (
        "no id",
        Foreign([service(1)], listed={0: {"name": "A"}}),
        "page 1, record 1): it has no id that is a UUID",
    ),
    ("no UUID", Foreign([service(1)], listed={0: {"id": "7\x00"}}), "it has no id that is a UUID"),
    ("no record", Foreign([service(1)], listed={0: None}), "it has no id that is a UUID"),
    (
        "wrong enum",
        Foreign([service(1, status="open")]),
        "status is 'open', which is none of: active, inactive",
    ),
    ("null", Foreign([service(1, description=None)]), "description is empty where text is needed"),
    ("another id", Foreign([service(1)], whole={service(1)["id"]: service(2)}), "has another one"),
    ("a list", Foreign([service(1)], whole={service(1)["id"]: [service(1)]}), "has another one"),
    (
        "not there",
        Foreign([service(1)], listed={0: service(8)}),
        f"{service(8)['id']} (page 1, record 1): it cannot be",
    ),
    (
        "never there",
        Foreign([service(1)], faults={f"services/{service(1)['id']}": [httpx.Response(500)] * 5}),
        "it cannot be fetched: HTTP 500",
    ),
    (
        "no JSON",
        Foreign(
            [service(1)], faults={f"services/{service(1)['id']}": [httpx.Response(200, content=b"<html>")]}
        ),
        "it cannot be fetched: it is not JSON",
    ),
    (
        "not a number",
        Foreign(
            [service(1)], faults={f"services/{service(1)['id']}": [httpx.Response(200, content=b"[NaN]")]}
        ),
        "it is not JSON",
    ),
]


@pytest.mark.parametrize(("foreign", "said"), [row[1:] for row in BAD], ids=[row[0] for row in BAD])
def test_a_bad_record_is_reported_and_the_others_come(engine: Engine, foreign: Foreign, said: str) -> None:
    foreign = replace(foreign, services=[*foreign.services, service(9)])
    outcome = take(engine, foreign)
    (problem,) = outcome.problems
    assert said in problem
    assert outcome.counted == {"added": 1}
    assert kept(engine) == [service(9)]


def test_a_record_that_has_turned_bad_is_kept_as_it_was(engine: Engine) -> None:
    foreign = Foreign([service(1), service(2)])
    take(engine, foreign)
    foreign.services = [service(1, status="open", last_modified="2026-02-01T00:00:00Z"), service(2)]
    outcome = take(engine, foreign)
    assert (outcome.counted, outcome.missing, len(outcome.problems)) == ({"unchanged": 1}, 0, 1)
    assert kept(engine) == [service(1), service(2)]


@pytest.mark.parametrize(
    ("second", "problems"),
    [(service(1), 0), (service(1, name="Another"), 1), (service(1, status="open"), 1)],
)
def test_a_record_that_comes_twice_is_kept_once(
    engine: Engine, tmp_path: Path, second: dict[str, Any], problems: int
) -> None:
    outcome = take_file(engine, tmp_path, [service(1), second])
    assert outcome.counted == {"added": 1}
    assert len(outcome.problems) == problems
    assert kept(engine) == [service(1)]


def test_a_sound_record_after_a_bad_one_of_its_id_is_kept(engine: Engine, tmp_path: Path) -> None:
    outcome = take_file(engine, tmp_path, [service(1, name=None), service(1)])
    assert (outcome.counted, len(outcome.problems)) == ({"added": 1}, 1)


@pytest.mark.parametrize(
    "claims",
    [
        {"total_items": 3, "total_pages": 1},
        {"total_items": 900, "total_pages": 300},
        {"total_items": 1, "total_pages": 1, "last_page": True},
        {"total_items": "many", "total_pages": None, "last_page": "yes"},
        {"last_page": False},
    ],
    ids=str,
)
def test_whatever_a_feed_says_of_its_number_all_of_it_comes(engine: Engine, claims: dict[str, Any]) -> None:
    foreign = Foreign([service(number) for number in range(7)], claims=claims)
    outcome = take(engine, foreign)
    assert outcome.counted == {"added": 7}
    wrong = claims.get("total_items") in (1, 3, 900)
    assert [problem[:21] for problem in outcome.problems] == ["the feed says that it"] * wrong


def test_nothing_is_marked_when_the_feed_says_that_there_is_more(engine: Engine) -> None:
    foreign = Foreign([service(number) for number in range(3)])
    take(engine, foreign)
    foreign.services.pop()
    foreign.claims = {"total_items": 3}
    assert take(engine, foreign).missing == 0


def test_a_feed_that_is_empty_all_at_once_marks_nothing(engine: Engine) -> None:
    foreign = Foreign([service(1)])
    take(engine, foreign)
    foreign.services = []
    outcome = take(engine, foreign)
    assert (outcome.missing, kept(engine)) == (0, [service(1)])


@pytest.mark.parametrize("per_page", [1, 3, 100])
def test_a_server_that_gives_its_last_page_for_ever_is_left(engine: Engine, per_page: int) -> None:
    foreign = Foreign([service(1)], per_page=per_page, claims={"total_items": 10**9, "last_page": False})
    always = httpx.Response(200, json={"contents": [service(1)], "total_items": 10**9})
    foreign.faults = {f"services?page={number}": [always] for number in range(2, 9)}
    assert take(engine, foreign).counted == {"added": 1}
    assert [path for path in foreign.asked if path.startswith("services?")] == [
        "services?page=1",
        "services?page=2",
    ]


@pytest.mark.parametrize(
    ("faults", "slept"),
    [
        ([httpx.Response(503), httpx.ConnectError("")], [PAUSE, 1.0, PAUSE, 2.0, PAUSE]),
        ([httpx.Response(429, headers={"Retry-After": "7"})], [PAUSE, 7.0, PAUSE]),
        ([httpx.Response(429, headers={"Retry-After": "90000"})], [PAUSE, 120.0, PAUSE]),
        ([httpx.Response(429, headers={"Retry-After": "tomorrow"})], [PAUSE, 1.0, PAUSE]),
    ],
)
def test_who_asks_to_wait_is_asked_again(engine: Engine, faults: list[Any], slept: list[float]) -> None:
    foreign = Foreign([service(1)], faults={"services?page=1": faults})
    assert take(engine, foreign).counted == {"added": 1}
    assert foreign.slept[: len(slept)] == slept


@pytest.mark.parametrize("claims", [{}, {"total_items": None}, {"total_items": 4}])
def test_a_page_that_cannot_be_read_is_reported_and_the_next_ones_come(
    engine: Engine, claims: dict[str, Any]
) -> None:
    foreign = Foreign([service(number) for number in range(6)], claims=claims)
    take(engine, foreign)
    foreign.services[5] = service(5, name="Another")
    foreign.faults = {"services?page=2": [httpx.Response(500)] * 5}
    outcome = take(engine, foreign)
    assert outcome.problems[0] == "page 2 of services cannot be read: HTTP 500"
    assert (outcome.counted, outcome.missing) == ({"unchanged": 3, "changed": 1}, 0)
    assert len(kept(engine)) == 6


def test_what_was_fetched_before_a_run_broke_off_is_not_fetched_again(engine: Engine) -> None:
    foreign = Foreign([service(number) for number in range(6)])
    foreign.answer = _broken_off(foreign.answer)  # type: ignore[method-assign]
    with pytest.raises(KeyboardInterrupt):
        take(engine, foreign)
    assert kept(engine) == foreign.services[:4]
    foreign.asked.clear()
    assert take(engine, foreign).counted == {"unchanged": 4, "added": 2}
    assert [path for path in foreign.asked if path.startswith("services/")] == [
        f"services/{service(number)['id']}" for number in (4, 5)
    ]


def _broken_off(answer: Callable[[httpx.Request], httpx.Response]) -> Any:
    """Answers as before, but whoever asks for the fifth service is interrupted the first time."""
    pressed = [service(4)["id"]]

    def first_time(request: httpx.Request) -> httpx.Response:
        if pressed and request.url.path.endswith(pressed[0]):
            pressed.clear()
            raise KeyboardInterrupt
        return answer(request)

    return first_time


def test_terms_that_cannot_be_read_are_reported(engine: Engine) -> None:
    foreign = Foreign(
        [service(1)], faults={"taxonomy_terms?page=1": [httpx.Response(200, json={"no": "page"})]}
    )
    outcome = take(engine, foreign)
    assert outcome.problems == [
        "page 1 of taxonomy_terms cannot be read: it is not a page: it has no list of contents"
    ]


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(404),
        httpx.Response(200, content=b"[" * 100_000),
        httpx.Response(200, content=b"[1"),
        httpx.Response(200, json={"services": []}),
    ],
)
def test_what_is_no_feed_is_said_so(engine: Engine, answer: httpx.Response) -> None:
    with pytest.raises(NoFeed, match="the list of services cannot be read"):
        take(engine, Foreign(faults={"services?page=1": [answer]}))


def test_an_answer_without_end_is_not_read(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed, "LARGEST", 1000)
    with pytest.raises(NoFeed, match="larger than"):
        take(engine, Foreign([service(number) for number in range(9)], per_page=9))


@pytest.mark.parametrize(
    "address", ["ftp://a.test", "a.test", "https://", "https://a.test/?x=1", "/etc/passwd"]
)
def test_only_addresses_of_the_web_are_read(address: str) -> None:
    with pytest.raises(NoFeed):
        Foreign().feed(address)


@pytest.mark.parametrize(
    "address", ["https://feed.test/api/", "https://feed.test/api/services", "https://feed.test/api"]
)
def test_the_address_of_the_services_will_do(engine: Engine, address: str) -> None:
    foreign = Foreign([service(1)])
    outcome = importing.import_feed(engine, foreign.feed(address), feed="theirs", clock=lambda: NOW)
    assert outcome.counted == {"added": 1}


def take_file(engine: Engine, folder: Path, content: Any, name: str = "feed.json") -> Outcome:
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return importing.import_file(engine, path, feed="theirs", clock=lambda: NOW)


@pytest.mark.parametrize(
    ("content", "is_whole"),
    [
        ([service(1)], True),
        (service(1), False),
        ({"total_items": 1, "contents": [service(1)]}, True),
        ({"total_items": 9, "contents": [service(1)]}, False),
    ],
)
def test_a_file_may_hold_a_page_a_list_or_one_record(
    engine: Engine, tmp_path: Path, content: Any, is_whole: bool
) -> None:
    take_file(engine, tmp_path, [service(2)])
    outcome = take_file(engine, tmp_path, content)
    assert (outcome.counted, outcome.missing) == ({"added": 1}, 1 if is_whole else 0)
    assert take_file(engine, tmp_path, content).counted == {"unchanged": 1}


def test_a_service_without_a_status_is_not_taken_for_something_else(engine: Engine, tmp_path: Path) -> None:
    bad = {"id": service(2)["id"], "name": "A", "description": "B", "email": "a@b.uk"}
    outcome = take_file(engine, tmp_path, [service(1), bad, None])
    assert outcome.problems == [
        f"service {bad['id']} (record 2): the record has no status",
        "service (record 3): it is no group of named fields",
    ]
    assert take_file(engine, tmp_path, [bad]).counted == {"added": 1}
    assert kept(engine, "organization") == [bad]


@pytest.mark.parametrize("content", ["", "{", "NaN", "[" * 100_000])
def test_what_is_no_file_of_records_is_said_so(engine: Engine, tmp_path: Path, content: str) -> None:
    with pytest.raises(NoFeed, match=r"feed\.json holds no records"):
        take_file(engine, tmp_path, content)


@pytest.mark.parametrize(
    "content", ["[]", "{}", '{"profile": 1}', '{"resources": [{}], "fingerpost:records": []}']
)
def test_what_is_no_package_is_said_so(engine: Engine, tmp_path: Path, content: str) -> None:
    with pytest.raises(NoFeed, match=r"datapackage\.json holds no records"):
        take_file(engine, tmp_path, content, "datapackage.json")


@pytest.mark.parametrize("how", ["json", "csv"])
def test_what_is_written_can_be_taken_in_again(engine: Engine, tmp_path: Path, how: Any) -> None:
    take(engine, Foreign([service(number) for number in range(3)], taxonomy_terms=[TERM]))
    with Session(engine) as session:
        paths = exporting.export(session, tmp_path / "first", "theirs", how)
    for path in paths:
        importing.import_file(engine, path, feed="copy", clock=lambda: NOW)
    with Session(engine) as session:
        for entity in ENTITIES:
            mine, theirs = ([*exporting.held(session, name, entity)] for name in ("copy", "theirs"))
            assert mine == theirs


@needs_folder
def test_the_official_examples_are_taken_in(engine: Engine) -> None:
    names = ("service_full", "organization_full", "service_at_location_full", "taxonomy", "taxonomy_term")
    for path in (EXAMPLES / f"{name}.json" for name in names):
        outcome = importing.import_file(engine, path, feed="theirs", clock=lambda: NOW)
        assert (outcome.counted, outcome.problems) == ({"added": 1}, [])
        entity = path.stem.removesuffix("_full")
        assert kept(engine, entity) == [json.loads(path.read_bytes())]


@pytest.mark.parametrize(
    ("source", "name"),
    [
        (
            "https://openplace.example/o/ServiceDirectory/v3/services",
            "openplace.example-o-servicedirectory-v3",
        ),
        ("/tmp/Bristol feed.json", "bristol-feed"),  # noqa: S108  (a name, no file)
        ("services", "services"),
        ("___", "feed"),
    ],
)
def test_a_feed_that_nobody_names_has_a_name(source: str, name: str) -> None:
    assert feed_name(source) == name
