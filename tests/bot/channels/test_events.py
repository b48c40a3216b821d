"""The stream of events: replay, what staff and others say, and its end. Read as a browser does, piece by piece."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from tests.bot.house import DISCLOSURE, EVERYDAY, House, Visitor

pytestmark = pytest.mark.anyio

Event = tuple[str, dict[str, Any]]


class Stream:
    """An open request for events. `status` and `headers` are there once it has begun."""

    def __init__(self) -> None:
        self._arrived: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._begun = asyncio.Event()
        self._gone = asyncio.Event()
        self._text = ""
        self._asked = False
        self.status = 0
        self.headers: dict[str, str] = {}

    async def receive(self) -> dict[str, Any]:
        if not self._asked:
            self._asked = True
            return {"type": "http.request", "body": b"", "more_body": False}
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {name.decode(): value.decode() for name, value in message["headers"]}
            self._begun.set()
        else:
            await self._arrived.put(message)

    async def begin(self) -> None:
        await self._begun.wait()

    async def part(self) -> str:
        """The next event or comment as it stands; empty at the end of the stream."""
        while "\n\n" not in self._text:
            message = await self._arrived.get()
            self._text += message.get("body", b"").decode()
            if not message.get("more_body"):
                return self._text
        part, self._text = self._text.split("\n\n", 1)
        return part

    async def event(self) -> Event:
        """The next event; the comments that keep the line open are passed over."""
        part = await self.part()
        while part.startswith(":"):
            part = await self.part()
        assert part, "the stream has ended"
        fields = dict(line.split(": ", 1) for line in part.splitlines())
        data = json.loads(fields["data"])
        if fields["event"] == "message":
            assert int(fields["id"]) == data["seq"]
        return fields["event"], data

    async def texts(self, count: int) -> list[str]:
        """The texts of the next messages."""
        found: list[str] = []
        while len(found) < count:
            name, data = await self.event()
            found += [data["text"]] if name == "message" else []
        return found

    def hang_up(self) -> None:
        self._gone.set()


@asynccontextmanager
async def listening(house: House, visitor: Visitor, **headers: str) -> AsyncIterator[Stream]:
    stream = Stream()
    lines = {"Authorization": f"Bearer {visitor.token}", **headers}
    scope = {
        "type": "http",
        "method": "GET",
        "path": f"{visitor.path}/events",
        "raw_path": f"{visitor.path}/events".encode(),
        "query_string": b"",
        "headers": [(name.lower().encode(), value.encode()) for name, value in lines.items()],
        "client": ("192.0.2.1", 1),
        "server": ("localhost", 8000),
        "scheme": "http",
        "root_path": "",
        "http_version": "1.1",
        "asgi": {"version": "3.0"},
    }
    task = asyncio.create_task(house.app(scope, stream.receive, stream.send))
    async with asyncio.timeout(20):
        await stream.begin()
        yield stream
        stream.hang_up()
        await task


async def test_everything_so_far_and_who_holds_the_chat(house: House) -> None:
    async with house.visitor() as visitor, listening(house, visitor) as stream:
        assert stream.status == 200
        assert stream.headers["content-type"].startswith("text/event-stream")
        assert stream.headers["cache-control"] == "no-store"
        events = [await stream.event() for _ in range(4)]
    assert [data["seq"] for name, data in events if name == "message"] == [1, 2, 3]
    assert events[3] == ("state", {"state": "bot"})


@pytest.mark.parametrize(("last", "first"), [("0", 1), ("2", 3)])
async def test_replay_after_the_last_event(house: House, last: str, first: int) -> None:
    async with house.visitor() as visitor, listening(house, visitor, **{"Last-Event-ID": last}) as stream:
        _, data = await stream.event()
    assert data["seq"] == first


async def test_both_sides_of_the_chat_arrive(house: House) -> None:
    async with house.visitor() as visitor, listening(house, visitor, **{"Last-Event-ID": "3"}) as stream:
        await stream.event()
        await visitor.says(EVERYDAY)
        assert await stream.texts(2) == [EVERYDAY, "Here is what could help."]


async def test_the_card_arrives_though_rasa_hangs(house: House) -> None:
    house.rasa.hold()
    async with house.visitor() as visitor, listening(house, visitor, **{"Last-Event-ID": "3"}) as stream:
        await stream.event()
        saying = asyncio.create_task(visitor.says(DISCLOSURE))
        _, said = await stream.event()
        _, card = await stream.event()
        assert (said["text"], card["kind"]) == (DISCLOSURE, "safety")
        assert not saying.done()
        house.rasa.let_go()
        await saying


async def test_what_staff_say_arrives(house: House) -> None:
    sam = house.add_staff()
    async with house.visitor() as visitor:
        await visitor.says(DISCLOSURE)
        (case,) = house.cases()
        so_far = str(house.conversation(visitor.id).last_seq)
        async with listening(house, visitor, **{"Last-Event-ID": so_far}) as stream:
            assert await stream.event() == ("state", {"state": "waiting"})
            await asyncio.to_thread(house.relay.take, case.id, sam)
            assert await stream.texts(1) == ["Sam is here now."]
            assert await stream.event() == ("state", {"state": "with_staff"})
            await asyncio.to_thread(house.relay.say, case.id, sam, "I'm here.\n\nTake your time.")
            name, said = await stream.event()
    assert name == "message"
    assert (said["from"], said["name"], said["text"]) == ("staff", "Sam", "I'm here.\n\nTake your time.")


async def test_what_comes_while_a_message_is_on_its_way_is_not_lost_and_then_it_is_quiet(
    house: House,
) -> None:
    async with house.visitor() as visitor, asyncio.timeout(10):
        stream = house.door.stream(visitor.id, visitor.token, after=3, heartbeat=0.05)
        assert await anext(stream) is not None
        await visitor.says(EVERYDAY)  # rings while nobody waits for the bell
        news = await anext(stream)
        assert news is not None
        assert news.messages[0].text == EVERYDAY
        while await anext(stream) is not None:
            pass
        await stream.aclose()  # type: ignore[attr-defined]


@pytest.mark.parametrize("by_staff", [True, False])
async def test_the_end_arrives_and_ends_the_stream(house: House, by_staff: bool) -> None:
    sam = house.add_staff()
    async with house.visitor() as visitor:
        await visitor.says(DISCLOSURE)
        (case,) = house.cases()
        house.relay.take(case.id, sam)
        so_far = str(house.conversation(visitor.id).last_seq)
        async with listening(house, visitor, **{"Last-Event-ID": so_far}) as stream:
            await stream.event()
            if by_staff:
                await asyncio.to_thread(house.relay.end, case.id, sam)
            else:
                await visitor.call("POST", "/end")
            (text,) = await stream.texts(1)
            assert "ended" in text
            assert await stream.event() == ("state", {"state": "ended"})
            assert await stream.part() == ""


async def test_last_words_reach_a_page_that_connects_again_after_the_end(house: House) -> None:
    sam = house.add_staff()
    async with house.visitor() as visitor:
        await visitor.says(DISCLOSURE)
        (case,) = house.cases()
        house.relay.take(case.id, sam)
        so_far = str(house.conversation(visitor.id).last_seq)
        house.relay.say(case.id, sam, "Ring me on Monday.")
        house.relay.end(case.id, sam)
        async with listening(house, visitor, **{"Last-Event-ID": so_far}) as stream:
            assert (await stream.texts(2))[0] == "Ring me on Monday."
            assert await stream.event() == ("state", {"state": "ended"})
            assert await stream.part() == ""


async def test_erasing_ends_the_stream(house: House) -> None:
    async with house.visitor() as visitor, listening(house, visitor, **{"Last-Event-ID": "3"}) as stream:
        await stream.event()
        await visitor.call("DELETE")
        assert await stream.part() == ""


async def test_the_line_is_kept_open(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    often = house.settings.model_copy(update={"heartbeat_every": 0.01})
    monkeypatch.setitem(house.app.state._state, "settings", often)
    async with house.visitor() as visitor, listening(house, visitor, **{"Last-Event-ID": "3"}) as stream:
        await stream.event()
        assert re.match(r":", await stream.part())


async def test_who_hangs_up_is_forgotten(house: House) -> None:
    async with house.visitor() as visitor:
        async with listening(house, visitor) as stream:
            await stream.event()
            assert house.door.bell._listening
        assert not house.door.bell._listening


@pytest.mark.parametrize("last", ["-1", "x", "99999999999999999999"])
async def test_the_last_event_is_a_number(house: House, last: str) -> None:
    async with house.visitor() as visitor:
        refused = await visitor.client.get(
            f"{visitor.path}/events", headers={**visitor.headers, "Last-Event-ID": last}
        )
    assert refused.status_code == 400
