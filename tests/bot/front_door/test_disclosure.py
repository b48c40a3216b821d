"""A disclosure gets its card and a case; a question is put, put again in other words, and answered however late."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from bot.handoff.duty import Team
from bot.handoff.who_reads import WhoReads
from bot.handoff.words import load_words
from bot.language.hours import Hours
from bot.models import Button
from tests.bot.house import CHECK_IN, DISCLOSURE, EMERGENCY, House, Visitor, kinds, says_999

pytestmark = pytest.mark.anyio

SERVICES = {"kind": "services", "services": [{"id": "home-start", "name": "Home-Start"}]}


async def test_the_card_is_given_and_rasas_answer_is_dropped(house: House) -> None:
    house.rasa.says("Here.", custom=SERVICES)
    async with house.visitor() as visitor:
        messages = await visitor.says(DISCLOSURE)
    assert set(kinds(messages)) == {"safety"}
    assert visitor.replies["state"] == "waiting"
    (case,) = house.cases()
    assert (case.state, case.action, case.reasons) == ("waiting", "escalate", ["suicide"])


async def test_a_check_in_keeps_services_and_nothing_else_of_rasas(house: House) -> None:
    house.rasa.says("Here.", custom=SERVICES)
    house.rasa.messages.append({"text": "And how old is he?", "custom": {"kind": "question"}})
    async with house.visitor() as visitor:
        messages = await visitor.says(CHECK_IN)
    *card, services = messages
    assert set(kinds(card)) == {"safety"}
    assert services["kind"] == "services"
    assert house.cases() == []
    assert visitor.replies["state"] == "bot"


async def test_a_further_disclosure_joins_the_case_and_raises_it(house: House) -> None:
    async with house.visitor() as visitor:
        for text in (DISCLOSURE, EMERGENCY, DISCLOSURE):
            messages = await visitor.says(text)
            assert kinds(messages)[0] == "safety"
    (case,) = house.cases()
    assert (case.action, case.reasons) == ("emergency", ["suicide", "overdose"])


async def test_while_waiting_the_bot_goes_on_answering(house: House) -> None:
    async with house.visitor() as visitor:
        await visitor.says(DISCLOSURE)
        message, *_ = await visitor.says("and she needs help with reading")
    assert message["text"] == "Here is what could help."
    assert visitor.replies["state"] == "waiting"


async def _asked(house: House, visitor: Visitor) -> list[dict[str, Any]]:
    """Bring the visitor to a direct question with buttons."""
    messages = await visitor.says(CHECK_IN)
    assert house.conversation(visitor.id).asked
    return messages


@pytest.mark.parametrize("answer", ["yes", "not sure", "i think so"])
async def test_yes_and_not_sure_escalate(house: House, answer: str) -> None:
    async with house.visitor() as visitor:
        await _asked(house, visitor)
        messages = await visitor.says(answer)
    assert kinds(messages)[0] == "safety"
    assert [case.action for case in house.cases()] == ["escalate"]


async def test_no_stays_with_urgent_lines_in_sight(house: House) -> None:
    async with house.visitor() as visitor:
        await _asked(house, visitor)
        messages = await visitor.says("no")
    assert [message["text"] for message in messages] == [house.door.words.say("answered_no")]
    assert says_999(messages)
    assert house.cases() == []


HYPOTHETICAL = "what if someone said they wanted to die"


@pytest.mark.parametrize("text", [CHECK_IN, HYPOTHETICAL])
async def test_anything_else_is_asked_once_more_in_other_words_and_then_let_be(
    house: House, text: str
) -> None:
    async with house.visitor() as visitor:
        first = await visitor.says(text)
        asked = house.conversation(visitor.id).asked
        assert _questions(house, asked)[0] in first[0]["text"]
        second = await visitor.says("he likes trains")
        assert house.conversation(visitor.id).asked == asked
        assert _questions(house, asked)[1] in second[0]["text"]
        assert kinds(await visitor.says("and planes")) == ["text"]


async def test_another_question_is_not_put_once_more_but_for_the_first_time(house: House) -> None:
    async with house.visitor() as visitor:
        await visitor.says(HYPOTHETICAL)
        before = house.conversation(visitor.id).asked
        (card, *_) = await visitor.says(CHECK_IN)
        asked = house.conversation(visitor.id).asked
    assert asked != before
    assert _questions(house, asked)[0] in card["text"]


def _questions(house: House, asked: str | None) -> list[str]:
    questions = house.door.intake.cards.raw["questions"]
    wordings: list[str] = next(question["ask"] for question in questions if question["id"] == asked)
    return wordings


async def _press_by_payload(house: House, visitor: Visitor, payload: str) -> list[dict[str, Any]]:
    with house.sessions() as session:
        buttons = session.scalars(select(Button).where(Button.conversation_id == visitor.id))
        token = next(button.token for button in buttons if button.payload.startswith(payload))
    response = await visitor.send(button=token)
    assert response.status_code == 200
    messages: list[dict[str, Any]] = response.json()["messages"]
    return messages


@pytest.mark.parametrize(
    "in_between", [[], ["he likes trains"], ["he likes trains", "and planes", "and cars"]]
)
@pytest.mark.parametrize("payload", ["safety:yes", "safety:not_sure"])
async def test_the_buttons_of_a_question_count_however_late(
    house: House, payload: str, in_between: list[str]
) -> None:
    async with house.visitor() as visitor:
        await _asked(house, visitor)
        for text in in_between:
            await visitor.says(text)
        messages = await _press_by_payload(house, visitor, payload)
    assert kinds(messages)[0] == "safety"
    assert [case.action for case in house.cases()] == ["escalate"]


async def test_a_late_no_is_answered_too(house: House) -> None:
    async with house.visitor() as visitor:
        await _asked(house, visitor)
        await visitor.says("no")
        messages = await _press_by_payload(house, visitor, "safety:no")
    assert [message["text"] for message in messages] == [house.door.words.say("answered_no")]


# -- afterwards


@pytest.mark.parametrize("denial", ["it was a joke", "forget it", "nvm", "im fine now"])
async def test_a_denial_takes_nothing_back(house: House, denial: str) -> None:
    async with house.visitor() as visitor:
        await visitor.says(DISCLOSURE)
        asked = len(house.rasa.asked)
        messages = await visitor.says(denial)
    assert [message["text"] for message in messages] == [house.door.words.say("takes_back")]
    assert says_999(messages)
    assert [button["title"] for button in messages[0]["buttons"]] == ["Talk to a person"]
    assert len(house.rasa.asked) == asked
    assert [(case.state, case.action) for case in house.cases()] == [("waiting", "escalate")]


async def test_without_a_disclosure_a_joke_is_a_joke(house: House) -> None:
    async with house.visitor() as visitor:
        (message,) = await visitor.says("it was a joke")
    assert message["text"] == "Here is what could help."


async def test_after_a_disclosure_small_talk_gives_way_to_help(house: House) -> None:
    house.rasa.says("What is hardest? Sleep?", custom={"kind": "question", "talk": True})
    async with house.visitor() as visitor:
        assert (await visitor.says("ok"))[0]["text"] == "What is hardest? Sleep?"
        await visitor.says(DISCLOSURE)
        messages = await visitor.says("ok")
    assert messages[0]["text"].startswith("I'm still here.")
    assert says_999(messages)


async def test_services_stand_beside_the_card_of_who_asked_for_help(house: House) -> None:
    house.rasa.says("Here.", custom=SERVICES)
    async with house.visitor() as visitor:
        messages = await visitor.says("my daughter self-harms, how do I help, we live in Wisbech")
    assert kinds(messages) == ["safety", "safety", "safety", "services"]
    assert house.rasa.asked[-1]["metadata"]["beside"] is True
    assert [case.action for case in house.cases()] == ["escalate"]


ABUSE = "my stepdad hits me"


@pytest.mark.parametrize(
    ("council", "words", "value"),
    [
        ("Peterborough", "known", "01733 864180"),
        ("Blackburn with Darwen", "known", "01254 666400"),
        ("Somewhere else", "outside", "0800 1111"),
    ],
)
async def test_the_button_of_a_council_leads_to_its_own_contacts(
    house: House, council: str, words: str, value: str
) -> None:
    async with house.visitor(audience="young_person") as visitor:
        card = await visitor.says(ABUSE)
        assert "which council" in card[-1]["text"]
        (told, *_) = await visitor.presses(council)
    assert told["text"] == house.door.intake.cards.raw["council"][words]
    assert value in [contact["value"] for contact in told["contacts"]]
    assert house.rasa.asked[-1]["text"].startswith("/inform(area=")


async def test_a_council_that_is_typed_leads_there_too(house: House) -> None:
    async with house.visitor() as visitor:
        await visitor.says("I'm 34, my husband hits me")
        (told, *_) = await visitor.says("Peterborough")
    assert [contact["value"] for contact in told["contacts"]] == ["01733 747474"]


async def test_words_of_an_adult_bring_lines_for_adults(house: House) -> None:
    async with house.visitor() as visitor:
        await visitor.says("My children keep me busy. I need some help.")
        messages = await visitor.says("my husband hits me")
    lines = {contact["value"] for message in messages for contact in message["contacts"]}
    assert "0808 2000 247" in lines
    assert "0800 1111" not in lines


async def test_the_card_says_who_reads_the_chat_and_when(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(vars(house.door.intake.who_reads), "demonstration", False)
    monkeypatch.setitem(vars(house.door.intake.cards), "nobody_reads", False)
    async with house.visitor() as visitor:
        messages = await visitor.says(DISCLOSURE)
    assert "I've passed this chat to the team. Nobody reads this chat." in messages[-1]["text"]


# -- asking for a person


OFFICE = Hours.read({"MO": ["09:00", "17:00"]})


@pytest.mark.parametrize(
    ("demonstration", "hours_later", "reads"),
    [
        (True, 0, ""),
        (False, 0, "The team reads this chat now (Monday, 9am to 5pm)."),
        (False, 24, "Nobody reads this chat until 9am on Monday."),
    ],
)
async def test_asking_for_a_person_is_answered_truthfully(
    house: House, monkeypatch: pytest.MonkeyPatch, demonstration: bool, hours_later: int, reads: str
) -> None:
    rota = replace(house.door.answering.who_reads.rota, everywhere=Team(hours=OFFICE, posts=()))
    who_reads = WhoReads(rota=rota, words=load_words(), demonstration=demonstration)
    monkeypatch.setitem(vars(house.door.answering), "who_reads", who_reads)
    house.clock.move(hours=hours_later)
    house.rasa.says("ignored", custom={"person": True})
    async with house.visitor() as visitor:
        messages = await visitor.says("can i talk to someone")
        assert visitor.replies["state"] == "waiting"
        expected = "person.nobody_reads" if demonstration else "person.waiting"
        assert [message["text"] for message in messages] == [house.door.words.say(expected, reads=reads)]
        assert says_999(messages) is (demonstration or hours_later > 0)
        again = await visitor.says("hello? a person please")
    expected = "person.nobody_reads" if demonstration else "person.waiting_already"
    assert again[0]["text"] == house.door.words.say(expected, reads=reads)
    assert [(case.action, case.reasons) for case in house.cases()] == [("none", ["asked"])]


async def test_asking_for_a_person_when_a_question_is_open(house: House) -> None:
    async with house.visitor() as visitor:
        await _asked(house, visitor)
        messages = (await visitor.call("POST", "/person")).json()["messages"]
    assert house.door.words.say("person.nobody_reads") in [message["text"] for message in messages]
    assert [case.reasons for case in house.cases()] == [["asked"]]


async def test_asking_joins_the_case_of_a_disclosure(house: House) -> None:
    async with house.visitor() as visitor:
        await visitor.says(DISCLOSURE)
        await visitor.call("POST", "/person")
    (case,) = house.cases()
    assert (case.action, case.reasons) == ("escalate", ["suicide", "asked"])
