"""Who was asked a caring question and has gone quiet is spoken to once, and the desk is told."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.front_door.checking_in import CheckingIn
from tests.bot.house import CHECK_IN, DISCLOSURE, EMERGENCY, EVERYDAY, House, says_999

pytestmark = pytest.mark.anyio

AFTER = timedelta(minutes=5)


def look(house: House) -> int:
    door = house.door
    return CheckingIn(door.sessions, door.intake, door.answering, door.bell).carry_out(after=AFTER)


async def test_one_gentle_line_once_and_a_case(either_house: House) -> None:
    house = either_house
    async with house.visitor() as visitor:
        await visitor.says(CHECK_IN)
        house.clock.move(minutes=4)
        assert look(house) == 0
        house.clock.move(minutes=2)
        with house.door.bell.listening(visitor.id) as rung:
            assert look(house) == 1
            async with asyncio.timeout(10):
                await rung.wait()
        house.clock.move(hours=1)
        assert look(house) == 0
        since = (await visitor.call("GET", "/messages")).json()
    line = since["messages"][-1]
    assert line["text"] == house.door.words.say("gone_quiet.nobody_reads")
    assert says_999([line])
    assert [button["title"] for button in line["buttons"]] == ["Talk to a person"]
    assert since["state"] == "waiting"
    assert [(case.action, case.reasons) for case in house.cases()] == [("check_in", ["suicide"])]


async def test_who_told_something_and_went_quiet_is_spoken_to_too(house: House) -> None:
    async with house.visitor() as visitor:
        await visitor.says(DISCLOSURE)
        house.clock.move(minutes=6)
        assert look(house) == 1
    assert [(case.action, case.reasons) for case in house.cases()] == [("escalate", ["suicide"])]


async def test_who_went_quiet_after_worries_is_spoken_to_too(house: House) -> None:
    async with house.visitor(audience="young_person") as visitor:
        await visitor.says("my stepdad hits me")
        for worry in ("what happens now", "is it my fault"):  # the question came once more between them
            await visitor.says(worry)
        house.clock.move(minutes=6)
        assert look(house) == 1


async def test_the_answer_still_counts_afterwards(house: House) -> None:
    async with house.visitor() as visitor:
        await visitor.says(CHECK_IN)
        house.clock.move(minutes=6)
        look(house)
        await visitor.says("yes")
    (case,) = house.cases()
    assert case.action == "escalate"


async def test_the_question_is_not_put_again_after_the_line(house: House) -> None:
    async with house.visitor() as visitor:
        await visitor.says(CHECK_IN)
        house.clock.move(minutes=6)
        look(house)
        (message,) = await visitor.says("he likes trains")
    assert message["text"] == "Here is what could help."


@pytest.mark.parametrize("text", [EVERYDAY, EMERGENCY])
async def test_who_was_not_asked_is_left_in_peace(house: House, text: str) -> None:
    async with house.visitor() as visitor:
        await visitor.says(text)
        house.clock.move(minutes=6)
        assert look(house) == 0


async def test_who_has_answered_or_left_is_left_in_peace(house: House) -> None:
    async with house.visitor() as one, house.visitor() as other:
        await one.says(CHECK_IN)
        await one.says("no")
        await other.says(CHECK_IN)
        await other.call("POST", "/end")
        house.clock.move(minutes=6)
        assert look(house) == 0
    assert house.cases() == []


async def test_while_a_person_holds_the_chat_it_says_nothing(house: House) -> None:
    sam = house.add_staff()
    async with house.visitor() as visitor:
        await visitor.says(CHECK_IN)
        await visitor.call("POST", "/person")
        await visitor.says(CHECK_IN)
        house.relay.take(house.cases()[0].id, sam)
        house.clock.move(minutes=6)
        assert look(house) == 0


async def test_with_a_team_it_says_that_the_team_was_asked(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(vars(house.door.answering.who_reads), "demonstration", False)
    async with house.visitor() as visitor:
        await visitor.says(CHECK_IN)
        house.clock.move(minutes=6)
        look(house)
    text = house.journal(visitor.id)[-1].text
    assert "I've asked the team to look at this chat. Nobody reads this chat." in text
