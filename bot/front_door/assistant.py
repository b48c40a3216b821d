"""The way to Rasa: one message there, its replies and slots back, or nothing when it is late or down."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import httpx
from pydantic import BaseModel

log = logging.getLogger(__name__)

PATH = "/webhooks/front_door/messages"
SECRET_HEADER = "X-Fingerpost-Secret"  # noqa: S105  (the name of a header)


class Choice(BaseModel):
    """A button as Rasa offers it."""

    title: str
    payload: str


class Custom(BaseModel):
    """The custom data of a message. `person` and `urgent` are markers that the front door replaces."""

    kind: str = "text"
    services: list[dict[str, Any]] = []
    pathway: dict[str, Any] | None = None
    asked: dict[str, Any] | None = (
        None  # which fact of a decision this question asks for: back to Rasa with the answer
    )
    person: bool = False
    urgent: bool = False
    beside_card: bool = False  # said also when a safety card is given out
    form: bool = False  # a question of the form: not said once something was disclosed and nothing new told
    talk: bool = False  # only small talk or another try at the need: not said once something was disclosed


class Said(BaseModel):
    """One message of Rasa's."""

    text: str | None = None
    buttons: list[Choice] | None = None
    custom: Custom | None = None


class Answer(BaseModel):
    """What Rasa said, and what it knows of the visitor. Checked here: no journal may hold what cannot be shown."""

    messages: list[Said]
    slots: dict[str, Any]


class Assistant:
    """A client of Rasa's front door channel. Tests hand in another transport."""

    def __init__(self, *, url: str, secret: str, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self._client = httpx.AsyncClient(
            base_url=url, headers={SECRET_HEADER: secret}, transport=transport, trust_env=False
        )

    async def ask(
        self, conversation_id: str, text: str, *, metadata: dict[str, Any], within: float
    ) -> Answer | None:
        """Return the answer, or None when there is none within so many seconds. Never raises."""
        body = {"conversation": conversation_id, "text": text, "metadata": metadata}
        try:
            async with asyncio.timeout(within):  # the client's own limit is for each step, not for all
                response = await self._client.post(PATH, json=body, timeout=within)
            response.raise_for_status()
            return Answer.model_validate_json(response.content)
        except (httpx.HTTPError, TimeoutError, ValueError) as error:
            log.warning("the assistant gave no answer: %s", type(error).__name__)
            return None

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()
