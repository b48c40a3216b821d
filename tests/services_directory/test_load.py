"""The whole directory or nothing, and nothing to do where nothing changed."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from services_directory.content import FOLDER, Content, read
from services_directory.load import load, refresh
from services_directory.models import Need, Organization, Pathway, Service

Make = Callable[..., Content]


def _service_ids(engine: Engine) -> set[str]:
    with Session(engine) as session:
        return set(session.scalars(select(Service.id)))


def test_load_replaces_everything(engine: Engine, make_content: Make) -> None:
    assert load(engine, make_content([{"id": "old", "needs": ["anxiety"]}], [{"id": "rule"}]))
    assert load(engine, make_content([{"id": "new"}]))
    with Session(engine) as session:
        ids = [set(session.scalars(select(model.id))) for model in (Service, Pathway, Need, Organization)]
    assert ids == [{"new"}, set(), {"sleep"}, {"council"}]


def test_same_content_is_not_loaded_again(engine: Engine, make_content: Make) -> None:
    content = make_content([{"id": "it"}])
    assert [load(engine, content), load(engine, content)] == [True, False]


def test_nothing_is_half_loaded(engine: Engine, make_content: Make) -> None:
    load(engine, make_content([{"id": "old"}]))
    contact = {"kind": "phone", "value": "01", "grade": "C", "source": "Page", "checked": "2026-11-01"}
    broken = make_content([{"id": "a"}, {"id": "b", "contacts": [contact]}])
    with pytest.raises(IntegrityError):
        load(engine, broken)
    assert _service_ids(engine) == {"old"}
    assert load(engine, make_content([{"id": "new"}]))


def test_two_processes_that_load_at_once_do_not_mix(engine: Engine, make_content: Make) -> None:
    contents = [make_content([{"id": f"{name}-{number}"} for number in range(30)]) for name in "ab"]
    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(partial(load, engine), contents)) == [True, True]
    assert len({service_id.split("-")[0] for service_id in _service_ids(engine)}) == 1


def test_lists_keep_their_order_and_signatures_that_are_empty_are_none(
    engine: Engine, make_content: Make
) -> None:
    service = {
        "id": "it",
        "needs": ["sleep", "anxiety"],
        "also_needs": ["behaviour"],
        "application_process": ["Second", "First"],
        "schedules": [{"byday": ["SU", "MO"], "opens_at": "09:00", "closes_at": "24:00"}],
        "locations": [{"name": "Library", "location_type": "physical", "city": "Peterborough"}],
        "approved_by": "",
        "approved_on": "",
    }
    load(engine, make_content([service]))
    with Session(engine) as session:
        found = session.get_one(Service, "it")
        needs = [(need.need_id, need.primary) for need in found.needs]
        assert needs == [("sleep", True), ("anxiety", True), ("behaviour", False)]
        assert found.application_process == ["Second", "First"]
        assert [schedule.byday for schedule in found.schedules] == ["SU,MO"]
        assert [location.city for location in found.locations] == ["Peterborough"]
        assert (found.approved_by, found.approved_on) == (None, None)


def test_service_can_be_read_after_its_session_has_ended(engine: Engine, make_content: Make) -> None:
    load(engine, make_content([{"id": "it"}]))
    with Session(engine) as session:
        found = session.get_one(Service, "it")
    assert (found.organization.name, found.areas[0].area) == ("The council", "peterborough")


def test_refresh_reads_files_only_when_they_changed(
    engine: Engine, make_content: Make, tmp_path: Path
) -> None:
    (tmp_path / "areas").mkdir()
    needs = tmp_path / "needs.yml"
    needs.write_text(
        "sleep: {meaning: none, name: sleep, reflection: {parent: Hard., professional: You ask.}}\n"
    )
    load(engine, make_content([{"id": "old"}]))
    assert [refresh(engine, tmp_path), refresh(engine, tmp_path)] == [True, False]
    needs.write_text(needs.read_text() + "# a remark\n")
    assert refresh(engine, tmp_path)
    assert _service_ids(engine) == set()


def test_real_content_loads(engine: Engine) -> None:
    content = read(FOLDER)
    load(engine, content)
    assert _service_ids(engine) == {service["id"] for service in content.services}
    assert not refresh(engine)
