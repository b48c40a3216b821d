"""After something was told, what people worry about gets an answer of its own; news still gets a card. Over HTTP."""

from __future__ import annotations

from typing import NoReturn

import pytest

from bot.language.encoder import Encoder
from tests.bot.house import CHECK_IN, EMERGENCY, EVERYDAY, House, says_999

pytestmark = pytest.mark.anyio

ABUSE = "my stepdad hits me"
FAULT = "is it my fault"
NOT_YOURS = "It is never your fault"


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
        house.rasa.says(
            "Where do you live?", custom={"kind": "question", "form": True}, slots={"needs": needs}
        )
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


@pytest.mark.parametrize(
    ("news", "asks"),
    [
        ("i want to kill myself, should i tell someone", "safe_now"),
        ("is it my fault that I cut myself", "suicide_thoughts"),
        ("im not sure, is it my fault he hits me", None),  # not sure whether they are safe
        (CHECK_IN, "suicide_thoughts"),
    ],
)
async def test_news_gets_its_card_whatever_worry_it_holds(house: House, news: str, asks: str | None) -> None:
    async with house.visitor(audience="young_person") as visitor:
        await visitor.says(ABUSE)
        if asks:
            await visitor.presses("Yes")
        messages = await visitor.says(news)
        assert len(messages) == 3
        assert house.conversation(visitor.id).asked == (asks or "somewhere_safe")


async def test_what_presses_is_told_to_the_desk(house: House) -> None:
    async with house.visitor(audience="young_person") as visitor:
        await visitor.says(ABUSE)
        await visitor.presses("Yes")
        (message,) = await visitor.says("hes here now")
    assert "999" in message["text"]
    (case,) = house.cases()
    assert (case.action, case.reasons[0]) == ("emergency", "physical_abuse")


async def test_with_a_failing_encoder_it_is_still_kept_and_answered(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with house.visitor(audience="young_person") as visitor:
        await visitor.says(ABUSE)
        monkeypatch.setattr(Encoder, "layers", fail)
        messages = await visitor.says("he hits my little sister too, is it my fault")
        assert says_999(messages)
        assert any("sister" in entry.text for entry in house.journal(visitor.id))
    assert [case.action for case in house.cases()] == ["escalate"]


def fail(*_: object) -> NoReturn:
    raise ZeroDivisionError("xylophone")


async def test_a_bare_no_leaves_the_question_open_and_a_clear_answer_counts(house: House) -> None:
    async with house.visitor(audience="young_person") as visitor:
        await visitor.says(ABUSE)
        for text in ("what happens now", FAULT, "no"):
            messages = await visitor.says(text)
        assert "ring 999" not in messages[0]["text"]  # of something else
        messages = await visitor.says("not really")
    assert "ring 999" in messages[0]["text"]


async def test_asking_for_a_person_does_not_change_the_words(house: House) -> None:
    async with house.visitor(audience="parent") as visitor:
        await visitor.says("I cant cope, I am scared I will hurt my baby")
        await visitor.presses("Talk to a person")
        messages = await visitor.says("will he go to prison")
    assert messages[0]["text"].startswith("Asking is about getting help")


async def test_the_chat_can_still_be_deleted(house: House) -> None:
    async with house.visitor(audience="young_person") as visitor:
        await visitor.says(ABUSE)
        (message, *_) = await visitor.says("how do i delete this chat")
        assert [button["title"] for button in message["buttons"]] == ["Delete this chat", "Talk to a person"]
        await visitor.presses("Delete this chat")
        assert visitor.replies["state"] == "ended"


async def test_rasas_other_questions_are_put(house: House) -> None:
    async with house.visitor(audience="young_person") as visitor:
        await visitor.says(ABUSE)
        await visitor.presses("Yes")
        house.rasa.says("Shall I delete this chat?", custom={"kind": "question"})
        (message,) = await visitor.says("get rid of all of it")
    assert message["text"] == "Shall I delete this chat?"


async def test_a_question_about_what_was_just_said_is_put(house: House) -> None:
    async with house.visitor(audience="young_person") as visitor:
        await visitor.says(ABUSE)
        await visitor.presses("Yes")
        house.rasa.messages = [
            {"text": "That could be in two councils.", "buttons": None, "custom": None},
            {"text": "Where do you live?", "buttons": None, "custom": {"kind": "question", "form": True}},
        ]
        messages = await visitor.says("in cumbria")
    assert [message["text"] for message in messages] == [
        "That could be in two councils.",
        "Where do you live?",
    ]


async def test_the_question_is_kept_with_the_answer(house: House) -> None:
    """Should the server die before Rasa has answered, both are there when the same message comes again."""
    async with house.visitor(audience="young_person") as visitor:
        await visitor.says(ABUSE)
        house.door._take_in(visitor.id, visitor.token, "what happens now", None, "one")
        messages = await visitor.says("what happens now", client_id="one")
    assert [bool(message["buttons"]) for message in messages] == [True, True]
    assert messages[-1]["text"].startswith("I'd like to ask once more")


@pytest.mark.parametrize("text", ["im not safe here", "hes here now", "hes at the door"])
async def test_more_of_it_is_not_sent_away(house: House, text: str) -> None:
    async with house.visitor(audience="young_person") as visitor:
        await visitor.says(ABUSE)
        await visitor.presses("Yes")
        messages = await visitor.says(text)
    assert says_999(messages)
    assert not any(words in messages[0]["text"] for words in ("I won't push you", "calmer", "come back here"))


async def test_more_of_what_was_told_is_met_without_the_same_card_again(house: House) -> None:
    async with house.visitor(audience="parent") as visitor:
        card = await visitor.says("my daughter told me her uncle touches her")
        asked = len(house.rasa.asked)
        messages = await visitor.says("she has been so angry and hitting her sister since")
        assert messages[0]["text"].startswith("Thank you for telling me more.")
        assert says_999(messages[:1])
        assert messages[1]["text"].startswith("I'd like to ask once more")
        assert len(messages) == 2 < len(card)
        assert len(house.rasa.asked) == asked
        messages = await visitor.says("now he has hit her")  # which is news
    assert len(messages) > 2


async def test_a_question_about_it_is_no_more_of_it(house: House) -> None:
    async with house.visitor(audience="parent") as visitor:
        await visitor.says("my daughter told me her uncle touches her")
        asked = len(house.rasa.asked)
        messages = await visitor.says("where can she get counselling for being touched")
    assert not messages[0]["text"].startswith("Thank you for telling me more.")
    assert len(house.rasa.asked) == asked + 1 or len(messages) > 2


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
