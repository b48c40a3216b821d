"""What comes twice, late, in another order, while the clock jumps, or after the chat was deleted."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import CaseChanged
from bot.models import Staff
from tests.bot.handoff.on_call import OnCall
from tests.bot.house import DISCLOSURE, EMERGENCY, EVERYDAY, House

pytestmark = pytest.mark.anyio

BEFORE_THE_CLOCKS_GO_BACK = datetime(
    2026, 10, 25, 0, 59, 30, tzinfo=UTC
)  # 01:59:30 in England, for the first time


async def test_messages_that_come_in_another_order_and_again(either_house: House) -> None:
    async with either_house.visitor() as visitor:
        third = await visitor.says("we live in Peterborough", client_id="3")
        first = await visitor.says(DISCLOSURE, client_id="1")
        second = await visitor.says(EVERYDAY, client_id="2")
        for client_id, text, replies in (
            ("1", DISCLOSURE, first),
            ("2", EVERYDAY, second),
            ("3", "we live in Peterborough", third),
        ):
            assert await visitor.says(text, client_id=client_id) == replies
    entries = either_house.journal(visitor.id)
    assert [entry.client_id for entry in entries if entry.author == "user"] == ["3", "1", "2"]
    assert [entry.seq for entry in entries] == [*range(1, len(entries) + 1)]
    assert len(either_house.cases()) == 1


async def test_the_same_message_many_times_at_once(either_house: House) -> None:
    async with either_house.visitor() as visitor:
        answers = await asyncio.gather(*(visitor.send(text=DISCLOSURE, client_id="1") for _ in range(8)))
    assert len({answer.text for answer in answers}) == 1
    assert len([entry for entry in either_house.journal(visitor.id) if entry.author == "user"]) == 1
    assert len(either_house.cases()) == 1


async def test_two_disclosures_in_one_second_are_one_case(either_house: House) -> None:
    async with either_house.visitor() as visitor:
        await visitor.says(DISCLOSURE)
        either_house.clock.move(seconds=0.4)
        await visitor.says(EMERGENCY)
    (case,) = either_house.cases()
    assert (case.state, case.action) == ("waiting", "emergency")


@pytest.mark.parametrize(
    "jump", [timedelta(days=400), timedelta(hours=1), timedelta(hours=-1), timedelta(days=-400)]
)
async def test_the_clock_jumps_in_the_middle_of_a_chat(either_house: House, jump: timedelta) -> None:
    async with either_house.visitor() as visitor:
        await visitor.says(EVERYDAY)
        either_house.clock.now += jump
        card = await visitor.says(DISCLOSURE)
        assert card[0]["kind"] == "safety"
        shown = (await visitor.call("GET", "/messages")).json()["messages"]
    assert [message["seq"] for message in shown] == [*range(1, len(shown) + 1)]
    assert len(either_house.cases()) == 1


async def test_the_night_on_which_the_clocks_go_back(on_call: OnCall) -> None:
    on_call.house.clock.now = BEFORE_THE_CLOCKS_GO_BACK
    async with on_call.house.visitor() as visitor:
        await visitor.says(DISCLOSURE)
        await on_call.look()
        for _ in range(6):
            await on_call.pass_time(60)
        await visitor.says(EVERYDAY)
    told = {step for _, step in on_call.steps}
    assert told == {0, 1, 2, 3}, "an hour that comes twice must not make an alarm wait"
    assert len(on_call.house.cases()) == 1


# -- the visitor deletes the chat


async def _taken(house: House) -> tuple[int, Staff]:
    (case,) = house.cases()
    sam = house.add_staff()
    house.relay.take(case.id, sam)
    return case.id, sam


async def test_deleted_while_it_waits_the_case_can_still_be_taken_and_ended(either_house: House) -> None:
    async with either_house.visitor() as visitor:
        await visitor.says(DISCLOSURE)
        await visitor.call("DELETE")
    case_id, sam = await _taken(either_house)
    either_house.relay.say(case_id, sam, "Are you safe?")
    either_house.relay.end(case_id, sam, outcome=None)
    (case,) = either_house.cases()
    assert case.state == "ended"
    assert DISCLOSURE in [entry.text for entry in either_house.journal(visitor.id)]


async def test_deleted_while_staff_type(either_house: House) -> None:
    async with either_house.visitor() as visitor:
        await visitor.says(DISCLOSURE)
        case_id, sam = await _taken(either_house)

        def type_often() -> None:
            for number in range(20):
                with suppress(CaseChanged):
                    either_house.relay.say(case_id, sam, f"answer {number}")

        with ThreadPoolExecutor(1) as pool:
            typing = pool.submit(type_often)
            deleted = await visitor.call("DELETE")
            await asyncio.wrap_future(typing)
        assert deleted.status_code == 200
        assert (await visitor.call("GET", "/messages")).status_code == 404
    (case,) = either_house.cases()
    assert (case.state, case.staff_id) == ("with_staff", sam.id)
    texts = [entry.text for entry in either_house.journal(visitor.id)]
    assert [text for text in texts if text.startswith("answer")] == [
        f"answer {number}" for number in range(20)
    ]


async def test_deleted_before_anybody_was_told_the_alarm_goes_out_all_the_same(on_call: OnCall) -> None:
    async with on_call.house.visitor() as visitor:
        await visitor.says(DISCLOSURE)
        await visitor.call("DELETE")
    await on_call.look()
    assert [step for _, step in on_call.steps] == [0]
