"""The visitor says whether the bot goes on; whatever happens in between, nobody is lost."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.models import AuditEntry, Staff
from tests.bot.house import DISCLOSURE, EMERGENCY, EVERYDAY, House, Visitor

pytestmark = pytest.mark.anyio

Meanwhile = Callable[[House, Visitor, int, Staff], Awaitable[object]]


async def asked(house: House, visitor: Visitor, sam: Staff) -> int:
    """A held case whose visitor was asked; the visitor has the buttons at hand."""
    await visitor.says(DISCLOSURE)
    (case,) = house.cases()
    house.relay.take(case.id, sam)
    house.casework.ask_visitor(case.id, sam, outcome="signposted")
    visitor.replies = (await visitor.call("GET", "/messages?after=0")).json()
    visitor.replies["messages"] = visitor.replies["messages"][-1:]
    return case.id


def standing(house: House, visitor: Visitor) -> tuple[str, str | None, str]:
    """The case's state and outcome, and the conversation's state."""
    case = house.cases()[-1]
    return case.state, case.outcome, house.conversation(visitor.id).state


async def test_the_question_comes_with_two_buttons_and_changes_nothing(house: House) -> None:
    async with house.visitor() as visitor:
        await asked(house, visitor, house.add_staff())
        (question,) = visitor.replies["messages"]
        assert question["text"].startswith("Sam asks: may I go on")
        assert [button["title"] for button in question["buttons"]] == ["You go on", "Stay in line"]
        assert standing(house, visitor) == ("with_staff", "signposted", "with_staff")
        house.clock.move(minutes=30)  # whoever was asked may take their time
        assert house.relay.requeue_unanswered(after=timedelta(minutes=2)) == 0
        house.rasa.asked.clear()
        assert await visitor.says(EVERYDAY) == []  # words go to the person
        assert house.rasa.asked == []


async def test_the_bot_goes_on(house: House) -> None:
    async with house.visitor() as visitor:
        await asked(house, visitor, house.add_staff())
        (said,) = await visitor.presses("You go on")
        assert "I can look things up for you again" in said["text"]
        assert standing(house, visitor) == ("ended", "signposted", "bot")
        assert [message["text"] for message in await visitor.says(EVERYDAY)] == ["Here is what could help."]


async def test_the_visitor_stays_in_line_and_keeps_waiting(house: House) -> None:
    async with house.visitor() as visitor:
        case_id = await asked(house, visitor, house.add_staff())
        (said,) = await visitor.presses("Stay in line")
        assert "You are in line for the next person" in said["text"]
        assert standing(house, visitor) == ("waiting", None, "waiting")
        assert house.casework.take_next(house.add_staff("Kim")) == case_id
    with house.sessions() as session:
        trail = [(entry.deed, entry.staff_id) for entry in session.scalars(select(AuditEntry))]
    assert ("visitor_stayed", None) in trail


async def _released(house: House, _visitor: Visitor, case_id: int, sam: Staff) -> None:
    house.relay.release(case_id, sam)


async def _transferred(house: House, _visitor: Visitor, case_id: int, sam: Staff) -> None:
    house.casework.transfer(case_id, sam, to=house.add_staff("Kim", at_work=True).id)


async def _ended(house: House, _visitor: Visitor, case_id: int, sam: Staff) -> None:
    house.relay.hand_back(case_id, sam)


async def _told_more(_house: House, visitor: Visitor, _case_id: int, _sam: Staff) -> None:
    question = visitor.replies
    await visitor.says(EMERGENCY)
    visitor.replies = question


async def _answered(_house: House, visitor: Visitor, _case_id: int, _sam: Staff) -> None:
    question = visitor.replies
    await visitor.presses("Stay in line")
    visitor.replies = question


@pytest.mark.parametrize("pressed", ["You go on", "Stay in line"])
@pytest.mark.parametrize(
    ("meanwhile", "case", "conversation"),
    [
        (_released, "waiting", "waiting"),
        (_transferred, "with_staff", "with_staff"),
        (_ended, "ended", "bot"),
        (_told_more, "with_staff", "with_staff"),
        (_answered, "waiting", "waiting"),
    ],
)
async def test_a_button_of_a_question_that_is_over_does_nothing_and_says_so(
    house: House, meanwhile: Meanwhile, pressed: str, case: str, conversation: str
) -> None:
    sam = house.add_staff()
    async with house.visitor() as visitor:
        await meanwhile(house, visitor, await asked(house, visitor, sam), sam)
        (said,) = await visitor.presses(pressed)
        assert "Nothing has changed" in said["text"]
        state, _, holds = standing(house, visitor)
        assert (state, holds) == (case, conversation)


async def test_silence_leaves_the_case_with_the_person(house: House) -> None:
    sam = house.add_staff()
    async with house.visitor() as visitor:
        case_id = await asked(house, visitor, sam)
        house.relay.hand_back(case_id, sam, outcome="visitor_left")
        assert standing(house, visitor) == ("ended", "visitor_left", "bot")
