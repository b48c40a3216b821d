"""After something was told, what people worry about gets an answer of its own; news still gets a card. Over HTTP."""

from __future__ import annotations

import pytest

from tests.bot.house import EMERGENCY, EVERYDAY, House, says_999

pytestmark = pytest.mark.anyio

ABUSE = "my stepdad hits me"
FAULT = "is it my fault"
NOT_YOURS = "It is not your fault"


async def test_a_worry_is_answered_with_help_in_sight_and_rasa_is_not_asked(house: House) -> None:
    async with house.visitor(audience="young_person") as visitor:
        await visitor.says(ABUSE)
        asked = len(house.rasa.asked)
        messages = await visitor.says(FAULT)
    assert NOT_YOURS in messages[0]["text"]
    assert says_999(messages[:1])
    assert [button["title"] for button in messages[0]["buttons"]] == ["Talk to a person"]
    assert len(house.rasa.asked) == asked


async def test_the_open_question_comes_once_more_after_it_and_can_still_be_answered(house: House) -> None:
    async with house.visitor(audience="young_person") as visitor:
        await visitor.says(ABUSE)
        messages = await visitor.says("what happens now")
        assert [bool(message["buttons"]) for message in messages] == [True, True]
        assert messages[-1]["text"].startswith("I'd like to ask once more")
        (message,) = await visitor.says(FAULT)
        assert NOT_YOURS in message["text"]
        messages = await visitor.says("im not safe")
    assert "ring 999" in messages[0]["text"]
    assert [case.action for case in house.cases()] == ["emergency"]


async def test_the_question_does_not_come_a_third_time_but_a_clear_answer_still_counts(house: House) -> None:
    async with house.visitor(audience="young_person") as visitor:
        await visitor.says(ABUSE)
        shown = [
            await visitor.says(text) for text in ("what happens now", FAULT, "will they tell my mum", FAULT)
        ]
        assert [len(messages) for messages in shown] == [2, 1, 1, 1]
        messages = await visitor.says("im not safe here")
    assert "ring 999" in messages[0]["text"]


async def test_it_stays_about_whom_it_was_told_of(house: House) -> None:
    async with house.visitor(audience="young_person") as visitor:
        await visitor.says(ABUSE)
        for text in (
            "will u tell my mum",
            "what will happen to him",
            "will they take my sister away",
            "who do i tell",
        ):
            await visitor.says(text)
        (message, *_) = await visitor.says("thank you")
    assert message["text"].startswith("I'm glad that you told me.")


@pytest.mark.parametrize(("needs", "begins"), [([], "I'm still here."), (["sleep"], "Where do you live?")])
async def test_after_a_disclosure_rasa_asks_on_only_when_it_has_learned_something(
    house: House, needs: list[str], begins: str
) -> None:
    async with house.visitor(audience="young_person") as visitor:
        await visitor.says(ABUSE)
        await visitor.presses("Yes")
        house.rasa.says("Where do you live?", custom={"kind": "question"}, slots={"needs": needs})
        (message,) = await visitor.says("he has a new car")
        assert message["text"].startswith(begins)
        (message,) = await visitor.says("and a dog")  # which tells nothing new
    assert message["text"].startswith("I'm still here.")


async def test_without_a_disclosure_it_goes_to_rasa(house: House) -> None:
    async with house.visitor() as visitor:
        await visitor.says(EVERYDAY)
        (message,) = await visitor.says("who reads this and when will somebody answer")
    assert message["text"] == "Here is what could help."


async def test_who_only_asked_for_a_person_goes_to_rasa(house: House) -> None:
    async with house.visitor() as visitor:
        await visitor.call("POST", "/person")
        messages = await visitor.says("thank you")
    assert [message["text"] for message in messages] == ["Here is what could help."]


async def test_an_emergency_gets_its_card_whatever_it_sounds_like(house: House) -> None:
    async with house.visitor(audience="young_person") as visitor:
        await visitor.says(ABUSE)
        messages = await visitor.says(f"{EMERGENCY}, is it my fault")
    assert "ring 999" in messages[0]["text"].lower()
    assert len(messages) > 1


async def test_what_is_told_beside_a_worry_gets_its_card(house: House) -> None:
    async with house.visitor(audience="young_person") as visitor:
        await visitor.says(ABUSE)
        await visitor.says("is it my fault that I cut myself")
    (case,) = house.cases()
    assert {"physical_abuse", "self_harm"} <= {*case.reasons}


@pytest.mark.parametrize("text", ["im not safe here", "hes here now", "hes at the door"])
async def test_more_of_it_is_not_sent_away(house: House, text: str) -> None:
    async with house.visitor(audience="young_person") as visitor:
        await visitor.says(ABUSE)
        await visitor.presses("Yes")
        messages = await visitor.says(text)
    assert says_999(messages)
    assert not any(words in messages[0]["text"] for words in ("I won't push you", "calmer", "come back here"))


async def test_it_is_worded_for_whom_it_is_about(house: House) -> None:
    async with house.visitor(audience="parent") as visitor:
        await visitor.says("my son has taken a lot of tablets")
        messages = await visitor.says("he seems fine now")
    assert "999" in messages[0]["text"]
    assert "111" in [contact["value"] for contact in messages[0]["contacts"]]


async def test_while_a_person_holds_the_chat_nothing_is_said(house: House) -> None:
    sam = house.add_staff(at_work=True)
    async with house.visitor(audience="young_person") as visitor:
        await visitor.says(ABUSE)
        house.relay.take(house.cases()[0].id, sam)
        assert await visitor.says(FAULT) == []
