"""The only channel into Rasa, over a real socket: closed without the secret, replies kept whole."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage
from sanic import Sanic

from bot.assistant.front_door_channel import SECRET_HEADER, SLOTS_SHARED, FrontDoorInput

BUTTONS = [{"title": "Sleep", "payload": "/describe_need"}]
REPLY = {"text": "What is hardest right now?", "buttons": BUTTONS, "custom": {"kind": "question"}}
SLOTS = {"needs": ["sleep"], "ages": ["7"], "shown": ["a-service"]}
NEW = "a conversation without a tracker"


class FakeRasa:
    """Answers each message once, and keeps what it was given."""

    def __init__(self) -> None:
        self.given: list[UserMessage] = []
        self.url = ""

    async def handle(self, message: UserMessage) -> None:
        self.given.append(message)
        await message.output_channel.send_response(message.sender_id, {**REPLY, "template_name": "utter_ask"})

    async def retrieve(self, conversation: str) -> Any:
        return None if conversation == NEW else SimpleNamespace(current_slot_values=lambda: SLOTS)

    def post(self, body: dict[str, Any], headers: dict[str, str]) -> Any:
        """Send one message over the socket; an HTTPError carries any status but 200."""
        request = urllib.request.Request(self.url, json.dumps(body).encode(), headers)  # noqa: S310 (loopback)
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
            return json.load(answer)


async def serve(
    rasa: FakeRasa, listening: socket.socket, ready: threading.Event, done: asyncio.Event
) -> None:
    app = Sanic("channel", configure_logging=False)
    app.ctx.agent = SimpleNamespace(tracker_store=rasa)
    app.blueprint(FrontDoorInput("s3cret").blueprint(rasa.handle), url_prefix="/webhooks/front_door")
    server = await app.create_server(sock=listening, return_asyncio_server=True, access_log=False)
    assert server is not None
    await server.startup()
    ready.set()
    await done.wait()
    server.close()
    await server.wait_closed()


@pytest.fixture(scope="module")
def served() -> Iterator[FakeRasa]:
    """The channel on a free port. One server for all tests: Sanic 21 rewrites itself as it starts, once a process."""
    rasa, ready, loop = FakeRasa(), threading.Event(), asyncio.new_event_loop()
    done = asyncio.Event()
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        rasa.url = f"http://127.0.0.1:{listening.getsockname()[1]}/webhooks/front_door/messages"
        running = serve(rasa, listening, ready, done)
        thread = threading.Thread(target=loop.run_until_complete, args=(running,), daemon=True)
        thread.start()
        assert ready.wait(10)
        yield rasa
        loop.call_soon_threadsafe(done.set)
        thread.join(10)
    loop.close()


@pytest.fixture
def rasa(served: FakeRasa) -> FakeRasa:
    served.given.clear()
    return served


MESSAGE = {"text": "my son never sleeps", "conversation": "c1", "metadata": {"action": "none"}}
SECRET = {SECRET_HEADER: "s3cret"}


@pytest.mark.parametrize(
    "headers", [{}, {SECRET_HEADER: ""}, {SECRET_HEADER: "wrong"}, {SECRET_HEADER: "s3cre"}]
)
def test_it_is_closed_without_the_secret(rasa: FakeRasa, headers: dict[str, str]) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        rasa.post(MESSAGE, headers)
    assert refused.value.code == 401
    refused.value.close()
    assert rasa.given == []


def test_replies_stay_whole_and_come_with_the_shared_slots(rasa: FakeRasa) -> None:
    answer = rasa.post(MESSAGE, SECRET)
    assert answer["messages"] == [REPLY]
    assert answer["slots"] == {"needs": ["sleep"], "ages": ["7"], "area": None, "audience": None}


def test_a_conversation_that_rasa_does_not_know_has_no_slots(rasa: FakeRasa) -> None:
    assert rasa.post({**MESSAGE, "conversation": NEW}, SECRET)["slots"] == dict.fromkeys(SLOTS_SHARED)


@pytest.mark.parametrize(
    ("metadata", "given"), [({"action": "none"}, {"action": "none"}), (None, {}), ({}, {})]
)
def test_rasa_is_given_text_conversation_and_screening(
    rasa: FakeRasa, metadata: dict[str, str] | None, given: dict[str, str]
) -> None:
    rasa.post({**MESSAGE, "metadata": metadata}, SECRET)
    [message] = rasa.given
    assert (message.text, message.sender_id) == ("my son never sleeps", "c1")
    assert (message.input_channel, message.metadata) == ("front_door", given)


@pytest.mark.parametrize(
    "credentials", [None, {}, {"secret": ""}, {"secret": "${FINGERPOST_ASSISTANT_SECRET}"}]
)
def test_it_does_not_open_without_a_secret(credentials: dict[str, str] | None) -> None:
    with pytest.raises(ValueError, match="no secret"):
        FrontDoorInput.from_credentials(credentials)
