"""What staff do to a chat: who may do what in which state, and what the visitor is told."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.errors import CaseChanged
from bot.handoff import cases
from bot.models import AuditEntry, Case, Staff
from tests.bot.house import DISCLOSURE, EMERGENCY, EVERYDAY, House, Visitor

pytestmark = pytest.mark.anyio

AFTER = timedelta(minutes=2)


@pytest.fixture
def sam(house: House) -> Staff:
    return house.add_staff("Sam")


@pytest.fixture
def kim(house: House) -> Staff:
    return house.add_staff("Kim")


async def _case(house: House, visitor: Visitor) -> int:
    await visitor.says(DISCLOSURE)
    (case,) = house.cases()
    return case.id


def _state(house: House, visitor: Visitor) -> tuple[str, str]:
    """The state of the case and of the conversation."""
    (case,) = house.cases()
    return case.state, house.conversation(visitor.id).state


async def _heard(visitor: Visitor) -> list[dict[str, Any]]:
    """Everything that was said to the visitor, the newest first."""
    response = await visitor.call("GET", "/messages?after=0")
    messages: list[dict[str, Any]] = response.json()["messages"]
    return messages[::-1]


async def test_take(house: House, sam: Staff) -> None:
    async with house.visitor() as visitor:
        house.relay.take(await _case(house, visitor), sam)
        assert _state(house, visitor) == ("with_staff", "with_staff")
        last = (await _heard(visitor))[0]
    assert (last["from"], last["text"]) == ("system", "Sam is here now.")


async def test_say(house: House, sam: Staff) -> None:
    async with house.visitor() as visitor:
        case_id = await _case(house, visitor)
        house.relay.take(case_id, sam)
        house.relay.say(case_id, sam, "I'm Sam. I am here.")
        last = (await _heard(visitor))[0]
    assert (last["from"], last["name"], last["text"]) == ("staff", "Sam", "I'm Sam. I am here.")


@pytest.mark.parametrize(
    ("deed", "case", "conversation", "told"),
    [
        ("release", "waiting", "waiting", "Sam had to go."),
        ("hand_back", "ended", "bot", "Sam has left."),
    ],
)
async def test_letting_go(
    house: House, sam: Staff, deed: str, case: str, conversation: str, told: str
) -> None:
    async with house.visitor() as visitor:
        case_id = await _case(house, visitor)
        house.relay.take(case_id, sam)
        getattr(house.relay, deed)(case_id, sam)
        assert _state(house, visitor) == (case, conversation)
        assert told in (await _heard(visitor))[0]["text"]
        assert await visitor.says(EVERYDAY)


async def test_end(house: House, sam: Staff) -> None:
    async with house.visitor() as visitor:
        case_id = await _case(house, visitor)
        house.relay.take(case_id, sam)
        house.relay.end(case_id, sam)
        assert _state(house, visitor) == ("ended", "ended")
        assert (await visitor.send(text=EVERYDAY)).status_code == 404
    assert "Sam has ended this chat." in house.journal(visitor.id)[-1].text


DEEDS = ("say", "release", "hand_back", "end")


def _do(house: House, deed: str, case_id: int, staff: Staff) -> None:
    words = ("Hello",) if deed == "say" else ()
    getattr(house.relay, deed)(case_id, staff, *words)


@pytest.mark.parametrize("deed", DEEDS)
async def test_only_the_holder_may(house: House, sam: Staff, kim: Staff, deed: str) -> None:
    async with house.visitor() as visitor:
        case_id = await _case(house, visitor)
        with pytest.raises(CaseChanged):
            _do(house, deed, case_id, sam)
        house.relay.take(case_id, sam)
        with pytest.raises(CaseChanged):
            _do(house, deed, case_id, kim)
        assert _state(house, visitor) == ("with_staff", "with_staff")
        assert all(message["name"] != "Kim" for message in await _heard(visitor))


@pytest.mark.parametrize("deed", ["take", *DEEDS])
async def test_nothing_can_be_done_to_an_ended_case_or_to_none(house: House, sam: Staff, deed: str) -> None:
    async with house.visitor() as visitor:
        case_id = await _case(house, visitor)
        house.relay.take(case_id, sam)
        house.relay.hand_back(case_id, sam)
        for number in (case_id, 999):
            with pytest.raises(CaseChanged):
                _do(house, deed, number, sam)


async def test_two_people_cannot_take_the_same_case(house: House, sam: Staff, kim: Staff) -> None:
    async with house.visitor() as visitor:
        case_id = await _case(house, visitor)
        house.relay.take(case_id, sam)
        for staff in (kim, sam):
            with pytest.raises(CaseChanged):
                house.relay.take(case_id, staff)


async def test_each_deed_leaves_one_line_in_the_trail_without_any_words(house: House, sam: Staff) -> None:
    async with house.visitor() as visitor:
        case_id = await _case(house, visitor)
        house.relay.take(case_id, sam)
        house.relay.say(case_id, sam, "xylophone")
        with pytest.raises(CaseChanged):
            house.relay.take(case_id, sam)
        house.relay.release(case_id, sam)
    with house.sessions() as session:
        trail = [*session.scalars(select(AuditEntry).order_by(AuditEntry.id))]
    assert [(entry.deed, entry.case_id, entry.staff_id) for entry in trail] == [
        (deed, case_id, sam.id) for deed in ("took", "said", "released")
    ]
    assert "xylophone" not in str([vars(entry) for entry in trail])


# -- while a person holds the chat


async def test_rasa_is_not_asked(house: House, sam: Staff) -> None:
    async with house.visitor() as visitor:
        house.relay.take(await _case(house, visitor), sam)
        house.rasa.asked.clear()
        assert await visitor.says(EVERYDAY) == []
        assert await visitor.says("no") == []
        assert visitor.replies["state"] == "with_staff"
    assert house.rasa.asked == []


async def test_a_disclosure_is_noted_in_the_case_and_left_to_the_person(house: House, sam: Staff) -> None:
    async with house.visitor() as visitor:
        house.relay.take(await _case(house, visitor), sam)
        assert await visitor.says("my dad hits me") == []
    (case,) = house.cases()
    assert {"suicide", "physical_abuse"} <= set(case.reasons)
    assert house.journal(visitor.id)[-1].action == "escalate"


async def test_an_emergency_still_puts_999_first(house: House, sam: Staff) -> None:
    async with house.visitor() as visitor:
        house.relay.take(await _case(house, visitor), sam)
        messages = await visitor.says(EMERGENCY)
    assert {(message["from"], message["kind"]) for message in messages} == {("system", "safety")}
    assert messages[0]["contacts"][0]["value"] == "999"
    assert [case.action for case in house.cases()] == ["emergency"]


async def test_an_answer_of_rasas_that_comes_after_the_taking_is_dropped(house: House, sam: Staff) -> None:
    house.rasa.hold()
    async with house.visitor() as visitor:
        await visitor.call("POST", "/person")
        saying = asyncio.create_task(visitor.says(EVERYDAY))
        await house.rasa.until_asked()
        (case,) = house.cases()
        house.relay.take(case.id, sam)
        house.rasa.let_go()
        assert await saying == []


async def test_after_handing_back_a_disclosure_opens_a_new_case(house: House, sam: Staff) -> None:
    async with house.visitor() as visitor:
        case_id = await _case(house, visitor)
        house.relay.take(case_id, sam)
        house.relay.hand_back(case_id, sam)
        await visitor.says(DISCLOSURE)
        assert visitor.replies["state"] == "waiting"
    assert [case.state for case in house.cases()] == ["ended", "waiting"]


async def test_a_chat_that_the_visitor_has_ended_stays_ended(house: House, sam: Staff) -> None:
    async with house.visitor() as visitor:
        case_id = await _case(house, visitor)
        await visitor.call("POST", "/end")
        assert _state(house, visitor) == ("waiting", "ended")
        house.relay.take(case_id, sam)
        assert _state(house, visitor) == ("with_staff", "ended")
        house.relay.hand_back(case_id, sam)
        assert _state(house, visitor) == ("ended", "ended")


# -- nobody answers


async def test_two_minutes_without_a_human_word(house: House, sam: Staff) -> None:
    async with house.visitor() as visitor:
        house.relay.take(await _case(house, visitor), sam)
        house.clock.move(seconds=119)
        assert house.relay.requeue_unanswered(after=AFTER) == 0
        house.clock.move(seconds=2)
        assert house.relay.requeue_unanswered(after=AFTER) == 1
        assert _state(house, visitor) == ("waiting", "waiting")
        last = (await _heard(visitor))[0]
        assert last["text"] == house.door.words.say("person.nobody_answers")
        assert last["contacts"][0]["value"] == "999"
        assert house.relay.requeue_unanswered(after=AFTER) == 0


async def test_the_two_minutes_count_from_the_first_unanswered_word(house: House, sam: Staff) -> None:
    async with house.visitor() as visitor:
        case_id = await _case(house, visitor)
        house.relay.take(case_id, sam)
        house.clock.move(minutes=1)
        house.relay.say(case_id, sam, "Hello")
        house.clock.move(minutes=10)
        assert house.relay.requeue_unanswered(after=AFTER) == 0
        await visitor.says("hello?")
        house.clock.move(seconds=90)
        await visitor.says("are you there?")
        house.clock.move(seconds=40)
        assert house.relay.requeue_unanswered(after=AFTER) == 1


async def test_somebody_answers_between_the_finding_and_the_requeueing(
    house: House, sam: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with house.visitor() as visitor:
        case_id = await _case(house, visitor)
        house.relay.take(case_id, sam)
        house.clock.move(minutes=5)
        house.relay.say(case_id, sam, "Hello")
        monkeypatch.setattr(cases, "unanswered", lambda *_, **__: [case_id])
        assert house.relay.requeue_unanswered(after=AFTER) == 0
        assert _state(house, visitor) == ("with_staff", "with_staff")


async def test_a_case_that_nobody_holds_is_not_touched(house: House) -> None:
    async with house.visitor() as visitor:
        await _case(house, visitor)
        house.clock.move(hours=5)
        assert house.relay.requeue_unanswered(after=AFTER) == 0
    assert house.count(Case) == 1
