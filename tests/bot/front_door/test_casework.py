"""Who looks at which case: nobody twice, nobody left out, and nobody who said that they will not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import select

from bot.errors import CaseChanged
from bot.models import AuditEntry, Staff
from tests.bot.house import DISCLOSURE, EMERGENCY, House

pytestmark = pytest.mark.anyio


async def _cases(house: House, *texts: str) -> list[int]:
    """One case for each text, a minute apart."""
    for text in texts:
        async with house.visitor() as visitor:
            await visitor.says(text)
        house.clock.move(minutes=1)
    return [case.id for case in house.cases()]


def _trail(house: House) -> list[tuple[str, int | None, int | None]]:
    with house.sessions() as session:
        entries = session.scalars(select(AuditEntry).where(AuditEntry.case_id.is_not(None)))
        return [(entry.deed, entry.staff_id, entry.case_id) for entry in entries]


def _said(house: House, case_id: int) -> str:
    (case,) = [case for case in house.cases() if case.id == case_id]
    return house.journal(case.conversation_id)[-1].text


def _refused(deed: Callable[[], object]) -> bool:
    try:
        deed()
    except CaseChanged:
        return True
    return False


def _at_once(*deeds: Callable[[], Any]) -> list[Any]:
    together = Barrier(len(deeds))

    def start(deed: Callable[[], Any]) -> Any:
        together.wait()
        return deed()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return [*pool.map(start, deeds)]


# -- the next


async def test_the_next_is_the_most_pressing_then_the_oldest(house: House) -> None:
    sam = house.add_staff()
    first, emergency, last = await _cases(house, DISCLOSURE, EMERGENCY, DISCLOSURE)
    taken = [house.casework.take_next(sam) for _ in range(4)]
    assert taken == [emergency, first, last, None]
    assert _trail(house) == [("took", sam.id, case_id) for case_id in (emergency, first, last)]


@pytest.mark.parametrize(("people", "waiting"), [(6, 6), (6, 2), (2, 5)])
async def test_people_who_press_at_once_get_different_cases(
    either_house: House, people: int, waiting: int
) -> None:
    staff = [either_house.add_staff(f"S{number}") for number in range(people)]
    await _cases(either_house, *[DISCLOSURE] * waiting)
    taken = _at_once(*(lambda one=one: either_house.casework.take_next(one) for one in staff))
    held = [case_id for case_id in taken if case_id is not None]
    assert len(held) == len({*held}) == min(people, waiting)
    holders = {case.id: case.staff_id for case in either_house.cases() if case.staff_id}
    assert holders == {case_id: one.id for case_id, one in zip(taken, staff, strict=True) if case_id}


async def test_a_case_that_has_just_gone_is_passed_over(house: House) -> None:
    sam, kim = house.add_staff("Sam"), house.add_staff("Kim")
    first, second = await _cases(house, DISCLOSURE, DISCLOSURE)
    find = house.casework._next

    def gone_meanwhile(staff: Staff, gone: list[int]) -> int | None:
        found = find(staff, gone)
        if not gone:
            house.relay.take(first, kim)
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(house.casework), "_next", lambda _, staff, gone: gone_meanwhile(staff, gone))
        assert house.casework.take_next(sam) == second


# -- declining


@pytest.mark.parametrize("held", [False, True])
async def test_who_declined_is_not_offered_it_again_and_the_others_are(house: House, held: bool) -> None:
    sam, kim = house.add_staff("Sam"), house.add_staff("Kim")
    (case_id,) = await _cases(house, DISCLOSURE)
    if held:
        house.relay.take(case_id, sam)
    house.casework.decline(case_id, sam, reason="knows_family")
    (case,) = house.cases()
    assert (case.state, case.staff_id) == ("waiting", None)
    assert ("Sam had to go." in _said(house, case_id)) is held
    assert house.casework.take_next(sam) is None
    assert house.casework.take_next(kim) == case_id
    assert ("declined", sam.id, case_id) in _trail(house)


async def test_somebody_elses_case_cannot_be_declined(house: House) -> None:
    sam, kim = house.add_staff("Sam"), house.add_staff("Kim")
    (case_id,) = await _cases(house, DISCLOSURE)
    house.relay.take(case_id, kim)
    assert _refused(lambda: house.casework.decline(case_id, sam, reason="other"))
    house.relay.release(case_id, kim)
    assert house.casework.take_next(sam) == case_id  # what was refused left nothing behind


async def test_who_declined_may_take_it_after_all(house: House) -> None:
    sam = house.add_staff("Sam")
    (case_id,) = await _cases(house, DISCLOSURE)
    house.casework.decline(case_id, sam, reason="other")
    house.relay.take(case_id, sam)
    assert house.cases()[0].staff_id == sam.id


# -- passing on


async def test_a_transfer_leads_to_a_colleague_and_the_visitor_is_told(house: House) -> None:
    sam, kim = house.add_staff("Sam"), house.add_staff("Kim", at_work=True)
    (case_id,) = await _cases(house, DISCLOSURE)
    house.relay.take(case_id, sam)
    house.casework.transfer(case_id, sam, to=kim.id)
    assert house.cases()[0].staff_id == kim.id
    assert _said(house, case_id) == "I have asked Kim to answer you here."
    assert _refused(lambda: house.relay.say(case_id, sam, "Hello"))
    house.relay.say(case_id, kim, "Hello")
    assert ("transferred", sam.id, case_id) in _trail(house)


@pytest.mark.parametrize("holder", [None, "Sam"])
async def test_a_lead_assigns_whoever_holds_it(house: House, holder: str | None) -> None:
    sam, kim = house.add_staff("Sam"), house.add_staff("Kim", at_work=True)
    lead = house.add_staff("Lou", "lead")
    (case_id,) = await _cases(house, DISCLOSURE)
    if holder:
        house.relay.take(case_id, sam)
    house.casework.assign(case_id, lead, to=kim.id)
    (case,) = house.cases()
    assert (case.state, case.staff_id) == ("with_staff", kim.id)
    assert _trail(house)[-1] == ("assigned", lead.id, case_id)


async def test_nobody_is_given_a_case_who_is_away_or_declined_it(house: House) -> None:
    lead = house.add_staff("Lou", "lead")
    away, idle = house.add_staff("Ash"), house.add_staff("Sam", at_work=True)
    house.clock.move(minutes=31)
    declined = house.add_staff("Kim", at_work=True)
    (case_id,) = await _cases(house, DISCLOSURE)
    house.casework.decline(case_id, declined, reason="other")
    for to in (away.id, idle.id, declined.id, 999):
        assert _refused(lambda to=to: house.casework.assign(case_id, lead, to=to))  # type: ignore[misc]
    assert house.cases()[0].state == "waiting"


async def test_a_colleague_who_says_nothing_loses_it_after_two_minutes(house: House) -> None:
    sam, kim = house.add_staff("Sam"), house.add_staff("Kim", at_work=True)
    (case_id,) = await _cases(house, DISCLOSURE)
    house.relay.take(case_id, sam)
    house.relay.say(case_id, sam, "Hello")
    house.casework.transfer(case_id, sam, to=kim.id)
    house.clock.move(minutes=3)
    assert house.relay.requeue_unanswered(after=timedelta(minutes=2)) == 1


async def test_of_all_that_is_done_to_a_case_at_once_one_holds_it_in_the_end(either_house: House) -> None:
    people = [either_house.add_staff(f"S{number}", at_work=True) for number in range(4)]
    lead = either_house.add_staff("Lou", "lead", at_work=True)
    (case_id,) = await _cases(either_house, DISCLOSURE)
    casework = either_house.casework
    deeds = [
        lambda: either_house.relay.take(case_id, people[0]),
        lambda: casework.take_next(people[1]),
        lambda: casework.assign(case_id, lead, to=people[2].id),
        lambda: casework.decline(case_id, people[3], reason="other"),
    ]
    refused = _at_once(*(lambda deed=deed: _refused(deed) for deed in deeds))
    assert not refused[2]  # a lead may always
    (case,) = either_house.cases()
    assert (case.state, case.staff_id) in {
        ("with_staff", people[0].id),
        ("with_staff", people[1].id),
        ("with_staff", people[2].id),
    }
    holders = Counter(deed for deed, _, _ in _trail(either_house))
    assert holders["took"] <= 1
    assert holders["assigned"] == 1


async def test_who_is_removed_lets_go_of_all_their_cases_and_of_no_others(house: House) -> None:
    sam, kim, ada = house.add_staff("Sam"), house.add_staff("Kim"), house.add_staff("Ada", "admin")
    cases = await _cases(house, DISCLOSURE, DISCLOSURE, DISCLOSURE)
    for case_id, staff in zip(cases, (sam, sam, kim), strict=True):
        house.relay.take(case_id, staff)
    house.casework.let_go(sam.id, ada)
    assert [case.state for case in house.cases()] == ["waiting", "waiting", "with_staff"]
    assert "Sam had to go." in _said(house, cases[0])
