"""A card after a disclosure asks one question; the chat stays, reads the answer and says what fits, over HTTP."""

from __future__ import annotations

from typing import Any

import pytest

from bot.handoff.cases import ASKED
from bot.models import State
from bot.safety.questions import UNTOLD
from tests.bot.house import CHECK_IN, DISCLOSURE, House, Visitor, kinds, says_999

pytestmark = pytest.mark.anyio

ABUSE = "my stepdad hits me"
QUESTION = {"kind": "question"}


def wording(house: House, asked: str, round: int) -> str:
    questions = house.door.intake.cards.raw["questions"]
    return str(next(one for one in questions if one["id"] == asked)["ask"][round])


async def told(visitor: Visitor, text: str = ABUSE) -> list[dict[str, Any]]:
    messages = await visitor.says(text)
    assert [button["title"] for button in messages[0]["buttons"]] == ["Yes", "No", "Not sure"]
    return messages


async def test_the_card_asks_in_its_first_message(house: House) -> None:
    async with house.visitor(audience="young_person") as visitor:
        messages = await told(visitor)
    assert messages[0]["text"].endswith(wording(house, "somewhere_safe", 0))


@pytest.mark.parametrize("answer", ["no", "not really", "im not safe", "#No"])
async def test_not_safe_is_an_emergency_of_the_same_kind(house: House, answer: str) -> None:
    async with house.visitor(audience="young_person") as visitor:
        await told(visitor)
        messages = await (visitor.presses("No") if answer == "#No" else visitor.says(answer))
    assert "ring 999" in messages[0]["text"].split(". ")[0]
    assert [message["buttons"] for message in messages[:-1]] == [[]] * (len(messages) - 1)
    (case,) = house.cases()
    assert (case.action, case.reasons[0]) == ("emergency", "physical_abuse")
    assert "0800 1111" in [contact["value"] for message in messages for contact in message["contacts"]]


@pytest.mark.parametrize(("answer", "begins"), [("yes", "Thank you"), ("idk", "That's all right")])
async def test_safe_and_not_sure_are_answered_in_one_message(house: House, answer: str, begins: str) -> None:
    async with house.visitor(audience="young_person") as visitor:
        await told(visitor)
        asked_rasa = len(house.rasa.asked)
        (message,) = await visitor.says(answer)
        assert visitor.replies["state"] == "waiting"
        assert message["text"].startswith(begins)
        assert says_999([message])
        assert [button["title"] for button in message["buttons"]] == ["Talk to a person"]
        assert house.conversation(visitor.id).asked is None
        (message,) = await visitor.says("no")  # of something else
    assert message["text"] == "Here is what could help."
    assert len(house.rasa.asked) <= asked_rasa + 2
    assert [(case.action, case.reasons) for case in house.cases()] == [("escalate", ["physical_abuse"])]


async def test_with_a_team_the_answer_says_what_happens_next(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(vars(house.door.intake.cards), "nobody_reads", False)
    monkeypatch.setitem(vars(house.door.intake.who_reads), "demonstration", False)
    async with house.visitor() as visitor:
        await told(visitor)
        (message,) = await visitor.says("yes")
    assert "I've passed this chat to the team. Nobody reads this chat." in message["text"]


async def test_anything_else_is_answered_and_the_question_comes_once_more(house: House) -> None:
    async with house.visitor() as visitor:
        await told(visitor)
        answer, again = await visitor.says("he likes trains")
        assert answer["text"] == "Here is what could help."
        assert again["text"] == wording(house, "somewhere_safe", 1)
        assert says_999([again])
        (answer,) = await visitor.says("and planes")  # and then it is let be
    assert kinds([answer]) == ["text"]


async def test_the_second_wording_is_answered_too(house: House) -> None:
    async with house.visitor() as visitor:
        await told(visitor)
        await visitor.says("he likes trains")
        await visitor.presses("No")
    assert [case.action for case in house.cases()] == ["emergency"]


async def test_one_question_at_a_time(house: House) -> None:
    house.rasa.says("How old is he?", custom=QUESTION)
    async with house.visitor() as visitor:
        await told(visitor)
        (again,) = await visitor.says("he likes trains")
    assert again["text"] == wording(house, "somewhere_safe", 1)


@pytest.mark.parametrize("answer", ["yes", "#Yes"])
async def test_what_gave_way_to_the_question_is_taken_up_after_a_safe_answer(
    house: House, answer: str
) -> None:
    house.rasa.says("Where do you live?", custom=QUESTION)
    async with house.visitor() as visitor:
        await told(visitor)
        await visitor.says("where is a youth club")
        messages = await (visitor.presses("Yes") if answer == "#Yes" else visitor.says(answer))
    assert house.rasa.asked[-1]["text"] == "where is a youth club"
    assert [message["text"] for message in messages][1:] == ["Where do you live?"]
    assert messages[0]["text"].startswith("Thank you")


@pytest.mark.parametrize(
    ("says", "custom", "before", "answer"),
    [
        ("Here.", {}, "where is a youth club", "yes"),  # it was answered beside the question
        ("Hello!", {"talk": True}, "how are you", "yes"),
        ("Where do you live?", QUESTION, "where is a youth club", "not sure"),  # other things come first
        ("Where do you live?", QUESTION, "😢", "yes"),  # there is nothing to read in it
    ],
)
async def test_nothing_else_is_taken_up(
    house: House, says: str, custom: dict[str, Any], before: str, answer: str
) -> None:
    house.rasa.says(says, custom=custom)
    async with house.visitor() as visitor:
        await told(visitor)
        await visitor.says(before)
        assert len(await visitor.says(answer)) == 1


async def test_it_is_taken_up_once(house: House) -> None:
    house.rasa.says("Where do you live?", custom=QUESTION)
    async with house.visitor() as visitor:
        card = await told(visitor)
        await visitor.says("where is a youth club")
        await visitor.says("yes")
        asked = len(house.rasa.asked)
        await visitor.send(button=card[0]["buttons"][0]["token"])
    assert len(house.rasa.asked) == asked


async def test_who_answers_which_council_is_asked_with_the_next_message(house: House) -> None:
    async with house.visitor() as visitor:
        await told(visitor)
        house.rasa.says("Do you need anything else?", custom=QUESTION)
        council, question = await visitor.presses("Peterborough")
        assert "01733 864180" in [contact["value"] for contact in council["contacts"]]
        assert question["text"] == "Do you need anything else?"
        messages = await visitor.says("no")  # the answer to the last question, and not to the card's
        assert messages[-1]["text"] == wording(house, "somewhere_safe", 1)
        assert [case.action for case in house.cases()] == ["escalate"]
        await visitor.says("no")
    assert [case.action for case in house.cases()] == ["emergency"]


async def test_a_question_leads_to_the_next(house: House) -> None:
    async with house.visitor() as visitor:
        await told(visitor, "i cut myself")
        card = await visitor.says("yes")
        assert wording(house, "safe_now", 0) in card[0]["text"]
        await visitor.says("no")
    (case,) = house.cases()
    assert (case.action, case.reasons) == ("emergency", ["self_harm", "suicide"])


async def test_a_new_disclosure_gets_its_card_though_a_question_is_open(house: House) -> None:
    async with house.visitor() as visitor:
        await told(visitor)
        card = await visitor.says(DISCLOSURE)
    assert kinds(card) == ["safety"] * 3
    assert wording(house, "safe_now", 0) in card[0]["text"]


async def test_a_button_counts_however_late_and_for_what_was_told(house: House) -> None:
    async with house.visitor() as visitor:
        first = await told(visitor)
        for text in ("he likes trains", "and planes", "and cars", "and boats", "and bikes"):
            await visitor.says(text)
        token = next(button["token"] for button in first[0]["buttons"] if button["title"] == "No")
        await visitor.send(button=token)
    (case,) = house.cases()
    assert (case.action, case.reasons) == ("emergency", ["physical_abuse"])
    assert UNTOLD not in case.reasons


async def test_what_is_typed_to_a_person_is_no_answer_to_a_card(house: House) -> None:
    sam = house.add_staff()
    async with house.visitor() as visitor:
        await told(visitor)
        (case,) = house.cases()
        house.relay.take(case.id, sam)
        house.relay.say(case.id, sam, "Hello. Do you live in Wisbech?")
        await visitor.says("no")
    assert [case.action for case in house.cases()] == ["escalate"]


@pytest.mark.parametrize(("taken", "state"), [(False, "waiting"), (True, "with_staff")])
async def test_a_no_before_a_person_has_written_is_an_emergency(
    house: House, taken: bool, state: State
) -> None:
    sam = house.add_staff()
    async with house.visitor() as visitor:
        await told(visitor)
        if taken:
            house.relay.take(house.cases()[0].id, sam)
        messages = await visitor.says("no")
        assert visitor.replies["state"] == state
    assert "999" in messages[0]["text"]
    assert [case.action for case in house.cases()] == ["emergency"]


async def test_what_is_written_into_the_summary_is_no_answer(house: House) -> None:
    async with house.visitor() as visitor:
        await told(visitor)
        await visitor.call("PATCH", "/summary", json={"what_would_help": "no"})
    assert [case.action for case in house.cases()] == ["escalate"]


async def test_a_no_to_a_check_in_after_a_disclosure_keeps_the_help_of_that(house: House) -> None:
    async with house.visitor() as visitor:
        await told(visitor)
        await visitor.says("yes")
        await visitor.says(CHECK_IN)
        if house.conversation(visitor.id).asked:
            messages = await visitor.presses("No")
            assert says_999(messages)


async def test_a_button_for_something_else_is_no_answer(house: House) -> None:
    house.rasa.says("Shall I delete this chat?", buttons=[{"title": "No, keep it", "payload": "/deny"}])
    async with house.visitor() as visitor:
        (asked,) = await visitor.says("delete this")
        await told(visitor, "i want to die")
        await visitor.send(button=asked["buttons"][0]["token"])
    assert [case.action for case in house.cases()] == ["escalate"]


async def test_after_the_council_what_names_the_danger_is_an_answer(house: House) -> None:
    async with house.visitor() as visitor:
        await told(visitor)
        await visitor.presses("Peterborough")
        await visitor.says("no im not safe")
    assert [case.action for case in house.cases()] == ["emergency"]


async def test_the_button_of_an_older_card_leaves_the_newer_question_open(house: House) -> None:
    async with house.visitor(audience="young_person") as visitor:
        older = (await told(visitor))[0]["buttons"]
        await told(visitor, "i want to die")
        newer = house.conversation(visitor.id).asked
        await visitor.send(button=next(one["token"] for one in older if one["title"] == "Yes"))
        assert house.conversation(visitor.id).asked == newer


@pytest.mark.parametrize(
    ("first", "then", "category"),
    [
        ("my little girl has swallowed some of my tablets", "shes sleepy now", "overdose"),
        ("my dad hits me", "please dont tell anyone i told you", "physical_abuse"),
        ("my husband hits me", "should i leave him tonight", "domestic_abuse"),
    ],
)
async def test_a_few_words_more_stay_with_what_was_told(
    house: House, first: str, then: str, category: str
) -> None:
    async with house.visitor() as visitor:
        await visitor.says(first)
        (before,) = house.cases()
        urgency, reasons = before.action, before.reasons
        messages = await visitor.says(then)
    (case,) = house.cases()
    assert (case.action, case.reasons) == (urgency, reasons)
    assert category in case.reasons
    assert says_999(messages)


async def test_what_is_told_after_asking_for_a_person_is_a_reason_too(house: House) -> None:
    async with house.visitor() as visitor:
        await visitor.call("POST", "/person")
        await visitor.says("I'm 38, my uncle molested me when I was six")
        await visitor.presses("Yes")
    (case,) = house.cases()
    assert case.action == "escalate"
    assert set(case.reasons) - {ASKED}
