"""The channel between the front door and Rasa: one message in, its replies and the slots out."""

from __future__ import annotations

import hmac
import json
import re
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import InputChannel, OutputChannel, UserMessage
from sanic import Blueprint, response
from sanic.exceptions import Unauthorized
from sanic.request import Request
from sanic.response import HTTPResponse

SECRET_HEADER = "X-Fingerpost-Secret"  # noqa: S105 - the name of a header
SLOTS_SHARED = ("needs", "ages", "area", "audience")

_BUTTON = re.compile(r"(/\w+)\((\w+)=([\w-]+)\)")


def as_rasa_writes(payload: str) -> str:
    """Turn a button's `/inform(area=cumberland)` into Rasa's `/inform{"area": "cumberland"}`.

    domain.yml writes no braces in payloads: Rasa would take them for a slot to fill in, and log an error each time.
    """
    button = _BUTTON.fullmatch(payload)
    return f"{button[1]}{json.dumps({button[2]: button[3]})}" if button else payload


class Collected(OutputChannel):
    """Gathers the replies of one turn, each with its text, buttons and custom data together."""

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []

    @classmethod
    def name(cls) -> str:
        """Name the channel as endpoints and trackers know it."""
        return "front_door"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keep a reply whole: Rasa's own collector would split text from custom data."""
        self.messages.append({key: message.get(key) for key in ("text", "buttons", "custom")})


class FrontDoorInput(InputChannel):
    """Answers `POST /webhooks/front_door/messages` for whoever knows the secret."""

    def __init__(self, secret: str) -> None:
        self._secret = secret

    @classmethod
    def name(cls) -> str:
        """Name the channel in the address."""
        return "front_door"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> FrontDoorInput:
        """Read the secret from credentials.yml; refuse to open without one."""
        secret = (credentials or {}).get("secret", "")
        if not secret or secret.startswith("${"):
            raise ValueError("credentials.yml has no secret: start Rasa with `python -m bot up`")
        return cls(secret)

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Return the routes of the channel."""
        routes = Blueprint("front_door")

        @routes.get("/")
        async def health(_request: Request) -> HTTPResponse:
            return response.json({"status": "ok"})

        @routes.post("/messages")
        async def messages(request: Request) -> HTTPResponse:
            self._check(request)
            return await self._answer(request, on_new_message)

        return routes

    def _check(self, request: Request) -> None:
        shown = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(shown.encode(errors="replace"), self._secret.encode()):
            raise Unauthorized("the secret is missing or wrong")

    async def _answer(
        self, request: Request, on_new_message: Callable[[UserMessage], Awaitable[Any]]
    ) -> HTTPResponse:
        said = request.json
        replies = Collected()
        await on_new_message(
            UserMessage(
                as_rasa_writes(said["text"]),
                replies,
                said["conversation"],
                input_channel=self.name(),
                metadata=said.get("metadata") or {},
            )
        )
        tracker = await request.app.ctx.agent.tracker_store.retrieve(said["conversation"])
        slots = tracker.current_slot_values() if tracker else {}
        return response.json(
            {"messages": replies.messages, "slots": {name: slots.get(name) for name in SLOTS_SHARED}}
        )
