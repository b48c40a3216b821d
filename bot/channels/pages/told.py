"""What is typed into a box of a page: screened as every message is, and a disclosure answered with its card."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import VisitorError
from bot.front_door.door import FrontDoor
from bot.front_door.message import storable
from bot.front_door.turn import has_words
from bot.web import view, words

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Told:
    """A conversation that was begun because of what stood in a box; without an id when none could be kept."""

    id: str
    token: str
    messages: list[dict[str, Any]]


async def screened(request: Request, text: str, *, area: str | None = None) -> Told | None:
    """Return None for everyday words. What the screen notices begins a conversation, which goes on in the chat.

    So it is journalled, opens a case and alarms staff like any message.
    """
    door: FrontDoor = request.app.state.door
    text = storable(text)
    if not has_words(text):
        return None
    found = await asyncio.to_thread(door.intake.screen.screen, text)
    if found.action == "none" and not found.impaired:
        return None
    try:
        opened = await door.open(caller=request.client.host if request.client else "", area=area)
        replies = await door.receive(opened.id, opened.token, text=text)
    except (VisitorError, SQLAlchemyError) as error:
        log.critical("words in a box could not be taken in: %s", type(error).__name__)
        return Told("", "", _shown(door.not_saved(text).messages))
    return Told(opened.id, opened.token, _shown(replies.messages))


def _shown(messages: Any) -> list[dict[str, Any]]:
    return [view.message(said.model_dump(by_alias=True), words()["names"]) for said in messages]
