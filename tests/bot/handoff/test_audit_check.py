"""Whoever has the database in hand cannot change the trail unseen; and the database refuses to begin with."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from bot.handoff import audit, audit_check
from bot.handoff.audit import Deed
from bot.handoff.audit_check import Mark, verify
from bot.models import AuditEntry, AuditHead, Staff
from tests.bot.house import NOW, House, unguarded

ENTRIES = 6


@pytest.fixture
def trail(either_house: House) -> House:
    """A house with a trail."""
    staff = either_house.add_staff()
    for number in range(ENTRIES):
        with either_house.sessions.begin() as session:
            now = NOW + timedelta(microseconds=number)
            audit.record(
                session, Deed.read_case if number % 2 else Deed.took, staff=staff, case=None, now=now
            )
    return either_house


def _change(session: Session) -> None:
    session.execute(update(AuditEntry).where(AuditEntry.id == 3).values(staff_id=None))


def _change_and_hash_again(session: Session) -> None:
    entry = session.get_one(AuditEntry, 3)
    entry.deed = Deed.said.value
    entry.hash = audit.digest(entry)


def _change_the_time(session: Session) -> None:
    session.execute(update(AuditEntry).where(AuditEntry.id == 3).values(at=NOW + timedelta(hours=1)))


def _take_out(session: Session) -> None:
    session.execute(delete(AuditEntry).where(AuditEntry.id == 3))


def _take_out_and_number_again(session: Session) -> None:
    _take_out(session)
    for number in range(4, ENTRIES + 1):
        session.execute(update(AuditEntry).where(AuditEntry.id == number).values(id=number - 1))
    session.execute(update(AuditHead).values(entries=ENTRIES - 1))


def _cut_the_tail(session: Session) -> None:
    session.execute(delete(AuditEntry).where(AuditEntry.id > 4))


def _swap(session: Session) -> None:
    for number, other in ((3, 99), (4, 3), (99, 4)):
        session.execute(update(AuditEntry).where(AuditEntry.id == number).values(id=other))


def _put_in(session: Session) -> None:
    row = session.execute(select(AuditEntry.__table__).where(AuditEntry.id == 3)).one()
    session.execute(insert(AuditEntry).values({**row._mapping, "id": ENTRIES + 1}))


def _put_at_the_end_with_a_good_hash(session: Session) -> None:
    last = session.get_one(AuditEntry, ENTRIES)
    entry = AuditEntry(id=ENTRIES + 1, at=NOW, deed="said", previous=last.hash)
    entry.hash = audit.digest(entry)
    session.add(entry)


def _empty(session: Session) -> None:
    session.execute(delete(AuditEntry))


def _take_the_head(session: Session) -> None:
    session.execute(delete(AuditHead))


def test_what_was_written_fits(trail: House) -> None:
    verdict = verify(trail.sessions)
    assert verdict.faults == []
    assert verdict.end.entries == ENTRIES


def test_an_empty_trail_fits(either_house: House) -> None:
    assert verify(either_house.sessions).faults == []


@pytest.mark.parametrize(
    ("tamper", "told"),
    [
        (_change, ["entry 3 is not what was written"]),
        (_change_and_hash_again, ["entry 4 does not follow entry 3"]),
        (_change_the_time, ["entry 3 is not what was written"]),
        (_take_out, ["entry 3 is missing"]),
        (
            _take_out_and_number_again,
            [
                "entry 3 does not follow entry 2",
                *(f"entry {number} is not what was written" for number in (3, 4, 5)),
            ],
        ),
        (_cut_the_tail, ["the head is at entry 6, and the trail ends with entry 4"]),
        (
            _swap,
            [
                "entry 3 does not follow entry 2",
                "entry 3 is not what was written",
                "entry 4 does not follow entry 3",
                "entry 4 is not what was written",
                "entry 5 does not follow entry 4",
            ],
        ),
        (
            _put_in,
            [
                "entry 7 does not follow entry 6",
                "entry 7 is not what was written",
                "the head is at entry 6, and the trail ends with entry 7",
            ],
        ),
        (
            _put_at_the_end_with_a_good_hash,
            ["the head is at entry 6, and the trail ends with entry 7"],
        ),
        (_empty, ["the head is at entry 6, and the trail ends with entry 0"]),
        (_take_the_head, ["the head is missing"]),
    ],
)
def test_tampering_is_found(trail: House, tamper: Callable[[Session], None], told: list[str]) -> None:
    with trail.sessions.begin() as session, unguarded(session):
        tamper(session)
    assert verify(trail.sessions).faults == told


def test_a_tail_that_was_cut_and_mended_is_found_by_who_noted_the_end(trail: House) -> None:
    noted = verify(trail.sessions).end
    with trail.sessions.begin() as session, unguarded(session):
        _cut_the_tail(session)
        session.execute(update(AuditHead).values(entries=4, hash=session.get_one(AuditEntry, 4).hash))
    assert verify(trail.sessions).faults == []
    assert verify(trail.sessions, noted=Mark.read(str(noted))).faults == [
        "entry 6 is not the one that was noted"
    ]


def test_a_trail_that_went_on_holds_what_was_noted(trail: House) -> None:
    noted = verify(trail.sessions).end
    with trail.sessions.begin() as session:
        audit.record(session, Deed.said, staff=None, case=None, now=NOW)
    assert verify(trail.sessions, noted=noted).faults == []


def test_a_long_trail_is_read_in_parts(trail: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit_check, "_AT_ONCE", 2)
    assert (verify(trail.sessions).faults, verify(trail.sessions).end.entries) == ([], ENTRIES)


def test_erasing_staff_leaves_the_chain_whole(trail: House) -> None:
    with trail.sessions.begin() as session:
        session.execute(delete(Staff))
    assert verify(trail.sessions).faults == []


@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit SET case_id = 1", "DELETE FROM audit", "DELETE FROM audit_head"],
)
def test_the_database_refuses(trail: House, statement: str) -> None:
    with pytest.raises(DBAPIError, match="can only be added to"), trail.sessions.begin() as session:
        session.execute(text(statement))
    assert verify(trail.sessions).faults == []


def test_many_writers_make_one_chain(either_house: House) -> None:
    def write(_: int) -> None:
        with either_house.sessions.begin() as session:
            for _ in range(3):
                audit.record(session, Deed.said, staff=None, case=None, now=NOW)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(24)))
    verdict = verify(either_house.sessions)
    assert (verdict.faults, verdict.end.entries) == ([], 72)


def test_what_was_rolled_back_leaves_no_gap(either_house: House) -> None:
    with either_house.sessions() as session:
        audit.record(session, Deed.said, staff=None, case=None, now=NOW)
        session.rollback()
        audit.record(session, Deed.took, staff=None, case=None, now=NOW)
        session.commit()
    assert verify(either_house.sessions) == audit_check.Verdict(verify(either_house.sessions).end)


def test_staff_go_on_when_somebody_took_the_head(trail: House) -> None:
    with trail.sessions.begin() as session, unguarded(session):
        _take_the_head(session)
    with trail.sessions.begin() as session:
        audit.record(session, Deed.said, staff=None, case=None, now=NOW)
    assert (verify(trail.sessions).faults, verify(trail.sessions).end.entries) == ([], ENTRIES + 1)


@pytest.mark.parametrize("tampered", [False, True])
def test_the_command(house: House, tampered: bool) -> None:
    with house.sessions.begin() as session, unguarded(session):
        audit.record(session, Deed.said, staff=None, case=None, now=NOW)
        if tampered:
            session.flush()
            session.execute(update(AuditEntry).values(case_id=5))
    done = subprocess.run(
        [sys.executable, "-m", "bot", "audit", "verify"],
        env={"FINGERPOST_VAR": str(house.settings.var)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == int(tampered), done.stderr
    if tampered:
        assert done.stderr == "entry 1 is not what was written\n"
    else:
        assert (
            done.stdout
            == f"1 entries, each follows the one before; the end is {verify(house.sessions).end}\n"
        )
