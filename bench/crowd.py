"""Many visitors at once, who send again what got no answer, as the page's script does."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx

_ANSWER_WITHIN = 12.0  # seconds; as in the page's script
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 8.0  # seconds; the same


@dataclass(frozen=True)
class Words:
    """What somebody is going to write."""

    text: str
    disclosure: bool


@dataclass
class Sent:
    """One message. `answer` is what the server said in the end; None while nothing came, or a refusal."""

    words: Words
    client_id: str = field(default_factory=lambda: uuid4().hex)
    tries: int = 0
    answer: dict[str, Any] | None = None


@dataclass
class Talk:
    """One conversation, and what became of each message."""

    id: str
    token: str
    sent: list[Sent] = field(default_factory=list)


@dataclass
class Crowd:
    """So many visitors at once, one after the other. `answered` counts the messages that were; `turned_away`, how
    often a visitor could not even open a conversation and tried again.
    """

    url: str
    at_once: int
    talks: list[Talk] = field(default_factory=list)
    answered: int = 0
    turned_away: int = 0
    _news: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def talk(self, scripts: Sequence[Sequence[Words]]) -> None:
        """Hold a conversation for each script. What one visitor stumbles over ends it for all, and is raised."""
        waiting = iter(scripts)
        limits = httpx.Limits(max_connections=None)

        async def visitors(client: httpx.AsyncClient) -> None:
            for script in waiting:
                await self._visit(client, script)

        async with (
            httpx.AsyncClient(
                base_url=f"{self.url}/api", timeout=_ANSWER_WITHIN, trust_env=False, limits=limits
            ) as client,
            asyncio.TaskGroup() as group,
        ):
            for _ in range(self.at_once):
                group.create_task(visitors(client))

    async def reaches(self, messages: int) -> None:
        """Wait until so many messages were answered: the next ones are on their way then."""
        async with self._news:
            await self._news.wait_for(lambda: self.answered >= messages)

    async def _visit(self, client: httpx.AsyncClient, script: Sequence[Words]) -> None:
        talk = await self._open(client)
        for words in script:
            sent = Sent(words)
            talk.sent.append(sent)
            body = {"text": words.text, "client_id": sent.client_id}
            answer = await _persist(
                client, f"/conversations/{talk.id}/messages", body, token=talk.token, sent=sent
            )
            sent.answer = answer if "messages" in answer else None
            async with self._news:
                self.answered += 1
                self._news.notify_all()

    async def _open(self, client: httpx.AsyncClient) -> Talk:
        while "id" not in (opened := await _persist(client, "/conversations", {})):
            self.turned_away += 1
            await asyncio.sleep(_FIRST_PAUSE)
        talk = Talk(opened["id"], opened["token"])
        self.talks.append(talk)
        return talk


async def _persist(
    client: httpx.AsyncClient, path: str, body: dict[str, Any], *, token: str = "", sent: Sent | None = None
) -> dict[str, Any]:
    """Call until the server has answered, be it with a refusal."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    pause = _FIRST_PAUSE
    while True:
        if sent:
            sent.tries += 1
        try:
            response = await client.post(path, json=body, headers=headers)
            answer: dict[str, Any] = response.json()
        except (httpx.NetworkError, httpx.TimeoutException, httpx.RemoteProtocolError, ValueError):
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)
        else:
            return answer
