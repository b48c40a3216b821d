"""Many at once, on both databases: no gap in the numbers, one open case, and nobody waits for ever."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from bot.errors import CaseChanged
from bot.front_door import conversations, journal
from bot.front_door.journal import NO_TURN, Line
from bot.handoff import cases
from bot.models import Case, Staff
from tests.bot.house import DISCLOSURE, EVERYDAY, NOW, House, Visitor

pytestmark = pytest.mark.anyio

WRITERS = 4


def _all_at_once(*deeds: Callable[[], Any]) -> list[Any]:
    with ThreadPoolExecutor(len(deeds)) as pool:
        return [future.result() for future in [pool.submit(deed) for deed in deeds]]


def _write(house: House, conversation_id: str, writer: int) -> None:
    for number in range(10):
        with house.sessions.begin() as session:
            conversation = conversations.by_id(session, conversation_id)
            assert conversation is not None
            line = Line(text=f"{writer}-{number}")
            journal.say(session, conversation, line, turn=NO_TURN, now=NOW)


async def test_numbers_have_no_gap_and_no_double(either_house: House) -> None:
    async with either_house.visitor() as visitor:
        _all_at_once(
            *(lambda writer=writer: _write(either_house, visitor.id, writer) for writer in range(WRITERS))
        )
    entries = either_house.journal(visitor.id)
    assert [entry.seq for entry in entries] == [*range(1, len(entries) + 1)]
    for writer in range(WRITERS):
        mine = [entry.text for entry in entries if entry.text.startswith(f"{writer}-")]
        assert mine == [f"{writer}-{number}" for number in range(10)]


async def test_messages_that_come_together_are_all_answered(either_house: House) -> None:
    async with either_house.visitor() as visitor:
        answers = await asyncio.gather(
            *(visitor.send(text=f"he sleeps {number} hours") for number in range(8))
        )
    assert [len(answer.json()["messages"]) for answer in answers] == [1] * 8
    entries = either_house.journal(visitor.id)
    assert [entry.seq for entry in entries] == [*range(1, len(entries) + 1)]


async def test_disclosures_that_come_together_open_one_case(either_house: House) -> None:
    async with either_house.visitor() as visitor:
        answers = await asyncio.gather(*(visitor.send(text=f"{DISCLOSURE} {word}") for word in "abcd"))
    assert {answer.json()["messages"][0]["kind"] for answer in answers} == {"safety"}
    assert len(either_house.cases()) == 1


async def test_the_database_refuses_a_second_open_case(either_house: House) -> None:
    async with either_house.visitor() as visitor:
        await visitor.says(DISCLOSURE)
    with pytest.raises(IntegrityError), either_house.sessions.begin() as session:
        session.add(
            Case(conversation_id=visitor.id, state="waiting", action="none", reasons=[], opened_at=NOW)
        )
    with either_house.sessions.begin() as session:
        session.add(Case(conversation_id=visitor.id, state="ended", action="none", reasons=[], opened_at=NOW))


async def test_of_many_who_take_a_case_one_gets_it(either_house: House) -> None:
    people = [either_house.add_staff(name) for name in ("Sam", "Kim", "Lou", "Ash")]
    async with either_house.visitor() as visitor:
        await visitor.says(DISCLOSURE)
    (case,) = either_house.cases()

    def take(staff: Staff) -> bool:
        try:
            either_house.relay.take(case.id, staff)
        except CaseChanged:
            return False
        return True

    taken = _all_at_once(*(lambda staff=staff: take(staff) for staff in people))
    assert sorted(taken) == [False, False, False, True]
    (case,) = either_house.cases()
    assert case.staff_id == people[taken.index(True)].id


def _answer_often(house: House, case_id: int, staff: Staff) -> None:
    for number in range(10):
        house.relay.say(case_id, staff, f"answer {number}")


async def test_staff_and_visitor_write_at_the_same_time(either_house: House) -> None:
    sam = either_house.add_staff()
    async with either_house.visitor() as visitor:
        await visitor.says(DISCLOSURE)
        (case,) = either_house.cases()
        either_house.relay.take(case.id, sam)
        answering = asyncio.to_thread(_answer_often, either_house, case.id, sam)
        await asyncio.gather(answering, *(_ask_often(visitor, asker) for asker in "ab"))
    texts = [entry.text for entry in either_house.journal(visitor.id)]
    assert len([text for text in texts if text.startswith("answer")]) == 10
    assert len([text for text in texts if text.startswith(EVERYDAY)]) == 20


async def _ask_often(visitor: Visitor, asker: str) -> None:
    for number in range(10):
        assert await visitor.says(f"{EVERYDAY} {asker}{number}") == []


async def test_staff_never_hold_a_case_while_they_wait_for_its_conversation(
    house_on_postgresql: House,
) -> None:
    house_on_postgresql.tidy_up()
    sam = house_on_postgresql.add_staff()
    async with house_on_postgresql.visitor() as visitor:
        await visitor.says(DISCLOSURE)
    (case,) = house_on_postgresql.cases()
    with ThreadPoolExecutor(1) as pool:
        with house_on_postgresql.sessions.begin() as session:
            session.connection().exec_driver_sql("SET LOCAL lock_timeout = '5s'")
            assert conversations.by_id(session, visitor.id)
            taking = pool.submit(house_on_postgresql.relay.take, case.id, sam)
            _wait_for_a_waiter(house_on_postgresql)
            assert cases.open_case(session, visitor.id)  # would be a deadlock
        taking.result()


def _wait_for_a_waiter(house: House) -> None:
    """Return when somebody waits for a lock."""
    waiters = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
    found = 0
    while not found:
        with house.sessions() as session:
            found = session.connection().exec_driver_sql(waiters).scalar() or 0
