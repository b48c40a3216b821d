"""One message in, replies out: with Rasa, without it, with a disclosure, with a person at the desk."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import httpx
import pytest

from bot.models import Case, Conversation
from tests.bot.house import DISCLOSURE, EVERYDAY, House, kinds, says_999

pytestmark = pytest.mark.anyio

SERVICES = {"kind": "services", "services": [{"id": "home-start", "name": "Home-Start"}]}


# -- Rasa answers


async def test_rasas_words_buttons_and_services_reach_the_visitor(house: House) -> None:
    house.rasa.says(
        "\n\nThis could help.", buttons=[{"title": "More", "payload": "/ask_more"}], custom=SERVICES
    )
    async with house.visitor() as visitor:
        (message,) = await visitor.says(EVERYDAY)
        assert (message["from"], message["kind"], message["text"]) == ("bot", "services", "This could help.")
        assert message["services"] == SERVICES["services"]
        assert [button["title"] for button in message["buttons"]] == ["More"]
        assert visitor.replies["state"] == "bot"


async def test_a_button_reaches_rasa_as_its_payload_and_the_journal_as_its_title(house: House) -> None:
    payload = '/describe_need{"need": "sleep"}'
    house.rasa.says("Pick one.", buttons=[{"title": "Sleep", "payload": payload}])
    async with house.visitor() as visitor:
        await visitor.says("hello")
        await visitor.presses("Sleep")
        assert house.rasa.asked[-1]["text"] == payload
        assert [entry.text for entry in house.journal(visitor.id) if entry.author == "user"][-1] == "Sleep"


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("/restart", "restart"),
        ('/greet{"need": "sleep"}', 'greet{"need": "sleep"}'),
        ("  //  /inform", "inform"),
        ("\u200b/restart", "restart"),
        ("\uff0frestart", "restart"),
        ("\u200e/\u200e/restart", "restart"),
    ],
)
async def test_no_typed_command_reaches_rasa(house: House, typed: str, asked: str) -> None:
    async with house.visitor() as visitor:
        await visitor.says(typed)
    assert house.rasa.asked[-1]["text"] == asked


async def test_rasa_is_told_what_the_page_knew_and_what_the_screen_said(house: House) -> None:
    async with house.visitor(audience="parent", area="cumberland") as visitor:
        await visitor.says(EVERYDAY)
        await visitor.says(DISCLOSURE)
    metadata = [asked["metadata"] for asked in house.rasa.asked]
    told = {
        "audience": "parent",
        "area": "cumberland",
        "located": {},
        "asks_by_name": False,
        "names_rule": False,
        "professional": False,
        "asked": None,
    }
    assert metadata[0] == {"action": "none", "known": told, "beside": False}
    assert metadata[1]["action"] == "escalate"


async def test_rasa_is_told_which_fact_it_asked_for_last(house: House) -> None:
    asked = {"decision": "panels", "fact": "size", "answers": {}}
    house.rasa.says("How large is it?", custom={"kind": "question", "asked": asked})
    async with house.visitor() as visitor:
        replies = await visitor.says("which panel")
        house.rasa.says("The panel.")
        await visitor.says("small")
        await visitor.says("thanks")
    assert "asked" not in replies[0]
    assert [one["metadata"]["known"]["asked"] for one in house.rasa.asked] == [None, asked, None]


async def test_what_rasa_learned_is_kept_for_the_summary(house: House) -> None:
    house.rasa.says("Thanks.", slots={"needs": ["sleep"], "ages": [4], "area": "peterborough"})
    async with house.visitor() as visitor:
        await visitor.says("he is 4 and never sleeps, Peterborough")
    kept = house.conversation(visitor.id)
    assert (kept.area, kept.summary["ages"]) == ("peterborough", [4])


@pytest.mark.parametrize(
    "custom", [{"safety": True}, None, {"kind": "services", "services": []}], ids=["marker", "none", "empty"]
)
async def test_a_message_of_rasas_without_words_is_no_answer(house: House, custom: Any) -> None:
    house.rasa.messages = [{"text": None, "buttons": None, "custom": custom}]
    async with house.visitor() as visitor:
        messages = await visitor.says(EVERYDAY)
    assert messages[0]["text"] == house.door.words.say("no_answer")
    assert says_999(messages)


async def test_rasa_may_ask_for_the_urgent_lines(house: House) -> None:
    house.rasa.says("ignored", custom={"urgent": True})
    async with house.visitor() as visitor:
        messages = await visitor.says("is there a crisis line")
    assert messages[0]["text"] == house.door.words.say("urgent")
    assert says_999(messages)


# -- any text gets an answer


@pytest.mark.parametrize(
    "text", ["", "   ", "😭", "...", "\u200b\u200d", "a", "word " * 1000, "x" * 5000, "ф" * 5000]
)
async def test_any_text_gets_an_answer(house: House, text: str) -> None:
    async with house.visitor() as visitor:
        messages = await visitor.says(text)
    assert all(message["text"] for message in messages)
    assert messages


@pytest.mark.parametrize("text", ["", "😭", "?!"])
async def test_rasa_is_not_asked_where_there_is_nothing_to_read(house: House, text: str) -> None:
    async with house.visitor() as visitor:
        (message,) = await visitor.says(text)
    assert message["text"] == house.door.words.say("no_words")
    assert house.rasa.asked == []


async def test_of_a_long_text_rasa_reads_the_beginning_and_we_ask_for_less(house: House) -> None:
    async with house.visitor() as visitor:
        messages = await visitor.says("We wait and wait. " * 300)
        assert [message["text"] for message in messages] == [house.door.words.say("too_long")]
        assert len(house.rasa.asked[-1]["text"]) == 2000
        house.rasa.says("Here.", custom=SERVICES)
        messages = await visitor.says("We wait and wait and wait. " * 200)
        assert kinds(messages) == ["services", "question"]


async def test_a_disclosure_at_the_end_of_a_long_text_is_noticed(house: House) -> None:
    async with house.visitor() as visitor:
        messages = await visitor.says("We wait and nobody rings. " * 190 + DISCLOSURE)
    assert kinds(messages)[0] == "safety"
    assert len(house.cases()) == 1


# -- Rasa does not answer

FAULTS: dict[str, dict[str, Any]] = {
    "down": {"fault": httpx.ConnectError("refused")},
    "late": {"fault": httpx.ReadTimeout("late")},
    "broken": {"raw": httpx.Response(500)},
    "garbage": {"raw": httpx.Response(200, content=b"<html>")},
    "other shape": {"raw": httpx.Response(200, json=["hello"])},
    "silent": {"messages": []},
}


@pytest.fixture(params=[*FAULTS.values()], ids=[*FAULTS])
def faulty(request: pytest.FixtureRequest, house: House) -> House:
    for name, value in request.param.items():
        setattr(house.rasa, name, value)
    return house


async def test_an_answer_with_urgent_lines_and_the_offer_of_a_person(faulty: House) -> None:
    async with faulty.visitor() as visitor:
        messages = await visitor.says(EVERYDAY)
        assert says_999(messages)
        await visitor.presses("Talk to a person")
        assert visitor.replies["state"] == "waiting"


async def test_a_disclosure_gets_its_card_and_a_case_all_the_same(faulty: House) -> None:
    async with faulty.visitor() as visitor:
        messages = await visitor.says(DISCLOSURE)
    assert kinds(messages)[0] == "safety"
    assert says_999(messages)
    assert [(case.action, case.state) for case in faulty.cases()] == [("escalate", "waiting")]


@pytest.mark.parametrize(("text", "words"), [(EVERYDAY, "late"), (DISCLOSURE, None)])
async def test_rasa_hangs(
    house: House, monkeypatch: pytest.MonkeyPatch, text: str, words: str | None
) -> None:
    monkeypatch.setattr(house.door, "answer_within", 0.05)
    monkeypatch.setattr(house.door, "answer_disclosure_within", 0.05)
    house.rasa.hold()
    async with house.visitor() as visitor:
        messages = await visitor.says(text)
    assert says_999(messages)
    assert words is None or messages[0]["text"] == house.door.words.say(words)


async def test_a_disclosure_does_not_wait_for_the_message_before_it(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(house.door, "answer_disclosure_within", 0.05)
    house.rasa.hold()
    async with house.visitor() as visitor:
        before = asyncio.create_task(visitor.says(EVERYDAY))
        await house.rasa.until_asked()
        async with asyncio.timeout(3):
            messages = await visitor.says(DISCLOSURE)
        assert kinds(messages)[0] == "safety"
        house.rasa.let_go()
        assert (await before)[0]["text"] == "Here is what could help."


# -- the same message twice


async def test_the_same_client_id_gets_the_same_replies(house: House) -> None:
    async with house.visitor() as visitor:
        first = await visitor.says(EVERYDAY, client_id="a")
        again = await visitor.says(EVERYDAY, client_id="a")
        assert again == first
        assert len(house.rasa.asked) == 1
        other = await visitor.says(EVERYDAY, client_id="b")
        assert other != first


async def test_the_same_client_id_while_the_first_is_under_way(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken_in: list[Any] = []
    take_in = house.door._take_in

    def counted(*sent: Any) -> Any:
        taken_in.append(sent)
        return take_in(*sent)

    monkeypatch.setattr(house.door, "_take_in", counted)
    house.rasa.hold()
    async with house.visitor() as visitor:
        saying = [asyncio.create_task(visitor.says(EVERYDAY, client_id="a")) for _ in range(3)]
        await house.rasa.until_asked()
        assert len(taken_in) == 1
        house.rasa.let_go()
        first, *others = await asyncio.gather(*saying)
    assert others == [first, first]
    assert first
    assert len(house.rasa.asked) == 1


async def test_a_message_whose_answer_was_lost_in_a_crash_is_answered(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def crash(_turn: Any) -> None:
        raise asyncio.CancelledError

    async with house.visitor() as visitor:
        with monkeypatch.context() as patch:
            patch.setattr(house.door, "_answer", crash)
            with pytest.raises(asyncio.CancelledError):
                await visitor.send(text=EVERYDAY, client_id="a")
        messages = await visitor.says(EVERYDAY, client_id="a")
    assert [message["text"] for message in messages] == ["Here is what could help."]
    assert [entry.text for entry in house.journal(visitor.id)].count(EVERYDAY) == 1


# -- limits slow Rasa, never the screen


async def test_sixty_different_texts_typed_fast(house: House) -> None:
    async with house.visitor() as visitor:
        for number in range(60):
            assert await visitor.says(f"he woke {number} times last night")


async def test_a_disclosure_is_never_too_many(house: House) -> None:
    async with house.visitor() as visitor:
        for _ in range(20):
            messages = await visitor.says(DISCLOSURE)
            assert kinds(messages)[0] == "safety"


# -- other boxes


async def test_a_disclosure_typed_into_the_summary_opens_a_case(house: House) -> None:
    async with house.visitor() as visitor:
        response = await visitor.call("PATCH", "/summary", json={"what_would_help": DISCLOSURE})
        assert response.json()["what_would_help"] == DISCLOSURE
        heard = (await visitor.call("GET", "/messages?after=0")).json()
    assert [case.action for case in house.cases()] == ["escalate"]
    assert heard["state"] == "waiting"
    assert says_999(heard["messages"])


async def test_an_everyday_correction_says_nothing(house: House) -> None:
    async with house.visitor() as visitor:
        before = house.journal(visitor.id)
        await visitor.call("PATCH", "/summary", json={"who": "Zuzanna Kowalska", "age": "9", "area": "Ely"})
        assert len(house.journal(visitor.id)) == len(before)
    assert house.cases() == []


# -- erasing


async def test_the_button_erases(house: House) -> None:
    house.rasa.says("Shall I?", buttons=[{"title": "Yes, delete it", "payload": "door:erase"}])
    async with house.visitor() as visitor:
        await visitor.says("delete everything")
        (message,) = await visitor.presses("Yes, delete it")
        assert message["text"] == house.door.words.say("erased.everything")
        assert visitor.replies["state"] == "ended"
    assert house.count(Conversation) == 0


async def test_an_answer_that_comes_after_erasing_is_dropped(house: House) -> None:
    house.rasa.hold()
    async with house.visitor() as visitor:
        saying = asyncio.create_task(visitor.send(text=EVERYDAY))
        await house.rasa.until_asked()
        erasing = asyncio.create_task(visitor.call("DELETE"))
        house.rasa.let_go()
        assert (await erasing).status_code == 200
        assert (await saying).status_code == 200
    assert house.count(Conversation) == house.count(Case) == 0


# -- nothing that was typed is in a log


async def test_no_words_in_any_log(faulty: House, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        async with faulty.visitor() as visitor:
            await visitor.says(f"{EVERYDAY} xylophone")
            await visitor.says(f"{DISCLOSURE} xylophone")
            await visitor.call("PATCH", "/summary", json={"who": "xylophone"})
    assert "xylophone" not in caplog.text
