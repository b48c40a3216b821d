"""The chat API, line by line of its contract."""

from __future__ import annotations

from typing import Any

import pytest

from bot.front_door.limits import Limits
from bot.models import Conversation
from tests.bot.house import DISCLOSURE, EVERYDAY, House, Visitor

pytestmark = pytest.mark.anyio

MESSAGE = {"seq", "from", "name", "text", "kind", "buttons", "services", "pathway", "contacts"}


# -- POST /api/conversations


@pytest.mark.parametrize(
    "known",
    [
        {},
        {"audience": "young_person"},
        {"area": "cumberland"},
        {"audience": "parent", "area": "peterborough", "language": "en"},
        {"audience": None, "area": None, "language": None},
    ],
)
async def test_open(house: House, known: dict[str, Any]) -> None:
    async with house.web() as web:
        response = await web.post("/api/conversations", json=known)
    assert response.status_code == 201
    opened = response.json()
    assert opened.keys() == {"id", "token", "messages", "state"}
    assert opened["state"] == "bot"
    assert [message["seq"] for message in opened["messages"]] == [1, 2, 3]
    assert all(message.keys() == MESSAGE for message in opened["messages"])
    assert [message["text"] for message in opened["messages"]] == house.door.words.greeting(
        known.get("audience")
    )
    kept = house.conversation(opened["id"])
    assert {"audience": kept.audience, "area": kept.area, "language": kept.language} == {
        "audience": None,
        "area": None,
        "language": None,
        **known,
    }


async def test_open_without_a_body(house: House) -> None:
    async with house.web() as web:
        assert (await web.post("/api/conversations")).status_code == 201


@pytest.mark.parametrize(
    "known",
    [{"audience": "martian"}, {"area": "leeds"}, {"language": "e" * 17}, {"name": "Sam"}, [], "hello"],
)
async def test_what_nobody_knows_is_refused(house: House, known: Any) -> None:
    async with house.web() as web:
        assert (await web.post("/api/conversations", json=known)).status_code == 400
    assert house.count(Conversation) == 0


async def test_opening_in_bulk(house: House) -> None:
    house.door.limits = Limits(opened=3, same_text=12, clock=house.clock)
    async with house.web("192.0.2.1") as web, house.web("192.0.2.2") as neighbour:
        answers = [await web.post("/api/conversations") for _ in range(4)]
        assert [answer.status_code for answer in answers] == [201, 201, 201, 429]
        assert answers[-1].headers["Retry-After"] == "61"
        assert (await neighbour.post("/api/conversations")).status_code == 201
        house.clock.move(seconds=61)
        assert (await web.post("/api/conversations")).status_code == 201


# -- POST …/messages


async def test_a_message_and_its_replies(house: House) -> None:
    async with house.visitor() as visitor:
        response = await visitor.send(text=EVERYDAY)
    assert response.status_code == 200
    replies = response.json()
    assert replies.keys() == {"messages", "state"}
    (message,) = replies["messages"]
    assert message.keys() == MESSAGE
    assert (message["seq"], message["from"], message["kind"]) == (5, "bot", "text")


async def test_half_an_emoji_does_not_cost_the_message(house: House) -> None:
    async with house.visitor() as visitor:
        response = await visitor.client.post(
            f"{visitor.path}/messages",
            content=rb'{"text": "I want to kill myself \ud83d"}',
            headers={**visitor.headers, "Content-Type": "application/json"},
        )
    assert response.json()["messages"][0]["kind"] == "safety"


async def test_half_an_emoji_does_not_spoil_the_summary(house: House) -> None:
    async with house.visitor() as visitor:
        headers = {**visitor.headers, "Content-Type": "application/json"}
        await visitor.client.patch(
            f"{visitor.path}/summary", content=rb'{"who": "Sam \ud83d"}', headers=headers
        )
        assert (await visitor.call("GET", "/summary")).json()["who"] == "Sam ?"


async def test_the_character_zero_does_not_cost_the_message(either_house: House) -> None:
    async with either_house.visitor() as visitor:
        messages = await visitor.says("I want to kill\0 myself")
    assert messages[0]["seq"] > 0
    assert "\0" not in either_house.journal(visitor.id)[3].text


async def test_repeats(house: House) -> None:
    async with house.visitor() as visitor:
        for _ in range(12):
            await visitor.says(EVERYDAY)
        refused = await visitor.send(text=EVERYDAY)
        assert refused.status_code == 429
        assert 0 < int(refused.headers["Retry-After"]) <= 61
        assert await visitor.says("something else")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"text": None},
        {"text": "a", "button": "b"},
        {"text": 7},
        {"text": ["a"]},
        {"text": "a", "mood": "sad"},
        {"text": "a", "client_id": ""},
        {"text": "a", "client_id": "x" * 65},
        {"button": "x" * 65},
        {"button": "unheard-of"},
        {"button": ""},
        [],
        "hello",
        None,
    ],
)
async def test_a_body_that_is_not_a_message(house: House, body: Any) -> None:
    async with house.visitor() as visitor:
        response = await visitor.call("POST", "/messages", json=body)
        assert response.status_code == 400
    assert house.rasa.asked == []


async def test_a_button_of_another_conversation(house: House) -> None:
    house.rasa.says("Pick.", buttons=[{"title": "More", "payload": "/ask_more"}])
    async with house.visitor() as one, house.visitor() as other:
        (message,) = await one.says(EVERYDAY)
        token = message["buttons"][0]["token"]
        refused = await other.send(button=token)
        assert (refused.status_code, refused.json()["error"]["code"]) == (400, "no_such_button")
        assert (await one.send(button=token)).status_code == 200


async def test_a_payload_is_no_token(house: House) -> None:
    house.rasa.says("Pick.", buttons=[{"title": "More", "payload": "/ask_more"}])
    async with house.visitor() as visitor:
        await visitor.says(EVERYDAY)
        for payload in ("/ask_more", "door:erase", "door:person", "safety:no"):
            assert (await visitor.send(button=payload)).status_code == 400


# -- GET …/messages


async def test_what_was_said_since(house: House) -> None:
    async with house.visitor() as visitor:
        await visitor.says(EVERYDAY)
        everything = (await visitor.call("GET", "/messages")).json()
        assert [message["seq"] for message in everything["messages"]] == [1, 2, 3, 4, 5]
        assert everything["messages"][3]["from"] == "user"
        assert everything["state"] == "bot"
        since = (await visitor.call("GET", "/messages?after=4")).json()
        assert since["messages"] == everything["messages"][4:]
        assert (await visitor.call("GET", "/messages?after=99")).json()["messages"] == []


@pytest.mark.parametrize("after", ["-1", "x", "1.5", "", "99999999999999999999"])
async def test_after_is_a_number(house: House, after: str) -> None:
    async with house.visitor() as visitor:
        assert (await visitor.call("GET", f"/messages?after={after}")).status_code == 400


# -- person, summary, end, delete


async def test_person(house: House) -> None:
    async with house.visitor() as visitor:
        response = await visitor.call("POST", "/person")
    assert response.json()["state"] == "waiting"
    assert response.json()["messages"][0]["text"] == house.door.words.say("person.nobody_reads")


async def test_summary_is_shown_and_corrected(house: House) -> None:
    house.rasa.says("Thanks.", slots={"needs": ["sleep"], "ages": [4], "audience": "parent"})
    async with house.visitor(area="cumberland") as visitor:
        await visitor.says(EVERYDAY)
        noted = (await visitor.call("GET", "/summary")).json()
        assert noted == {
            "who": "A parent or carer",
            "age": "4",
            "area": "Cumberland",
            "what_would_help": "sleep",
        }
        corrected = await visitor.call("PATCH", "/summary", json={"age": "5"})
        assert corrected.json() == {**noted, "age": "5"}
        assert (await visitor.call("GET", "/summary")).json() == corrected.json()


@pytest.mark.parametrize(
    "correction", [{"who": "x" * 201}, {"age": 5}, {"categories": "suicide"}, {"signals": []}, []]
)
async def test_what_is_not_in_the_summary_cannot_be_corrected(house: House, correction: Any) -> None:
    async with house.visitor() as visitor:
        assert (await visitor.call("PATCH", "/summary", json=correction)).status_code == 400


async def test_end(house: House) -> None:
    async with house.visitor() as visitor:
        response = await visitor.call("POST", "/end")
        assert response.json()["state"] == "ended"
        assert [message["text"] for message in response.json()["messages"]] == [house.door.words.say("ended")]


async def test_an_open_case_outlives_the_end(house: House) -> None:
    async with house.visitor() as visitor:
        await visitor.says(DISCLOSURE)
        await visitor.call("POST", "/end")
    assert [case.state for case in house.cases()] == ["waiting"]


async def test_delete(house: House) -> None:
    async with house.visitor() as visitor:
        response = await visitor.call("DELETE")
    assert (response.status_code, response.json()["everything"]) == (200, True)
    assert house.count(Conversation) == 0


# -- whose conversation it is

CALLS = [
    ("POST", "/messages", {"text": "hello"}),
    ("GET", "/messages", None),
    ("GET", "/events", None),
    ("POST", "/person", None),
    ("GET", "/summary", None),
    ("PATCH", "/summary", {"age": "5"}),
    ("POST", "/end", None),
    ("DELETE", "", None),
]


async def _refusal(visitor: Visitor, call: tuple[str, str, Any], **changes: Any) -> tuple[int, str]:
    method, rest, body = call
    path = changes.get("path", visitor.path) + rest
    headers = changes.get("headers", visitor.headers)
    response = await visitor.client.request(method, path, json=body, headers=headers)
    return response.status_code, response.json()["error"]["code"]


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": ""},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer "},
        {"Authorization": "Bearer nope"},
        {"Authorization": "Basic c2FtOnNhbQ=="},
    ],
    ids=str,
)
async def test_without_the_token_nothing(house: House, call: Any, headers: dict[str, str]) -> None:
    async with house.visitor() as visitor:
        assert await _refusal(visitor, call, headers=headers) == (401, "wrong_token")
        assert await visitor.says(EVERYDAY)


@pytest.mark.parametrize("call", CALLS)
async def test_the_token_of_another_conversation_opens_nothing(house: House, call: Any) -> None:
    async with house.visitor() as one, house.visitor() as other:
        assert await _refusal(one, call, headers=other.headers) == (401, "wrong_token")


@pytest.mark.parametrize("call", CALLS)
async def test_unknown(house: House, call: Any) -> None:
    async with house.visitor() as visitor:
        refusal = await _refusal(visitor, call, path=f"/api/conversations/{'0' * 32}")
    assert refusal == (404, "no_such_conversation")


AFTER_THE_END = [
    call for call in CALLS if call[:2] in {("GET", "/messages"), ("GET", "/events"), ("DELETE", "")}
]


@pytest.mark.parametrize("call", [call for call in CALLS if call not in AFTER_THE_END])
async def test_ended(house: House, call: Any) -> None:
    async with house.visitor() as visitor:
        await visitor.call("POST", "/end")
        assert await _refusal(visitor, call) == (404, "no_such_conversation")


@pytest.mark.parametrize("call", AFTER_THE_END)
async def test_what_still_works_after_the_end_needs_the_token(house: House, call: Any) -> None:
    async with house.visitor() as visitor, house.visitor() as other:
        await visitor.call("POST", "/end")
        assert await _refusal(visitor, call, headers=other.headers) == (401, "wrong_token")


async def test_an_ended_chat_can_be_read_and_deleted(house: House) -> None:
    async with house.visitor() as visitor:
        await visitor.call("POST", "/end")
        read = (await visitor.call("GET", "/messages?after=3")).json()
        assert read["state"] == "ended"
        assert [message["text"] for message in read["messages"]] == [house.door.words.say("ended")]
        assert (await visitor.call("DELETE")).json()["everything"]
        assert (await visitor.call("GET", "/messages")).status_code == 404
    assert house.count(Conversation) == 0


async def test_the_token_is_never_in_an_address(house: House) -> None:
    async with house.web() as web:
        described = (await web.get("/api/openapi.json")).json()
    parameters = [
        parameter
        for path in described["paths"].values()
        for call in path.values()
        for parameter in call.get("parameters", [])
    ]
    assert {parameter["in"] for parameter in parameters if "auth" in parameter["name"]} == {"header"}
    assert not [parameter for parameter in parameters if "token" in parameter["name"]]
