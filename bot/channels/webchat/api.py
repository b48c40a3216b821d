"""The chat API: JSON in, JSON out, and a stream of events. The contract is in docs/api.md and at /api/openapi.json."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Header, Query, Request
from fastapi.responses import JSONResponse, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field, model_validator
from sqlalchemy.exc import SQLAlchemyError

from bot.channels.webchat.errors import not_saved
from bot.errors import WrongToken
from bot.front_door.door import FrontDoor
from bot.front_door.message import Erased, Opened, Replies, Summary
from bot.models import Audience

router = APIRouter(prefix="/api/conversations", tags=["chat"])

Area = Literal[
    "cambridgeshire", "peterborough", "blackburn-with-darwen", "cumberland", "westmorland-and-furness"
]


LAST_SEQ = 2**31 - 1  # the greatest number that the database counts to


class Opening(BaseModel):
    """What the page that opens a chat may know already."""

    model_config = ConfigDict(extra="forbid")

    audience: Audience | None = None
    area: Area | None = None
    language: str | None = Field(default=None, max_length=16)
    text: str | None = Field(
        default=None,
        description="the words that are about to be sent: answered here only when no conversation can be opened",
    )


class Sent(BaseModel):
    """One message: words, or the token of a button. The same `client_id` again gives the same replies."""

    model_config = ConfigDict(extra="forbid")

    text: str | None = None
    button: str | None = Field(default=None, min_length=1, max_length=64)
    client_id: str | None = Field(default=None, min_length=1, max_length=64)

    @model_validator(mode="after")
    def _one_of_two(self) -> Sent:
        if (self.text is None) == (self.button is None):
            raise ValueError("send either text or button")
        return self


def _door(request: Request) -> FrontDoor:
    door: FrontDoor = request.app.state.door
    return door


def _token(authorization: Annotated[str, Header()] = "") -> str:
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise WrongToken("no token")
    return token


Door = Annotated[FrontDoor, Depends(_door)]
Token = Annotated[str, Depends(_token)]


@router.post("", status_code=201, response_model=Opened)
async def open_conversation(
    request: Request, door: Door, opening: Opening | None = None
) -> Opened | JSONResponse:
    """Open a conversation. The token is shown this once."""
    opening = opening or Opening()
    caller = request.client.host if request.client else "unknown"
    try:
        return await door.open(
            caller=caller, audience=opening.audience, area=opening.area, language=opening.language
        )
    except SQLAlchemyError as fault:
        return await asyncio.to_thread(not_saved, door, fault, text=opening.text)


@router.post("/{conversation_id}/messages")
async def send(conversation_id: str, sent: Sent, door: Door, token: Token) -> Replies:
    """Send a message; returns the replies to it."""
    return await door.receive(
        conversation_id, token, text=sent.text, button=sent.button, client_id=sent.client_id
    )


@router.get("/{conversation_id}/messages")
async def messages(
    conversation_id: str, door: Door, token: Token, after: Annotated[int, Query(ge=0, le=LAST_SEQ)] = 0
) -> Replies:
    """Return what was said since."""
    return await door.since(conversation_id, token, after=after)


@router.get("/{conversation_id}/events", response_class=StreamingResponse)
async def events(
    request: Request,
    conversation_id: str,
    door: Door,
    token: Token,
    last_event_id: Annotated[int, Header(ge=0, le=LAST_SEQ)] = 0,
) -> StreamingResponse:
    """Stream what is said as server-sent events, from after `Last-Event-ID` on."""
    await door.since(conversation_id, token, after=last_event_id)  # a wrong token is an error, not a stream
    heartbeat: float = request.app.state.settings.heartbeat_every
    news = door.stream(conversation_id, token, after=last_event_id, heartbeat=heartbeat)
    return StreamingResponse(
        _as_events(news),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


async def _as_events(news: AsyncIterator[Replies | None]) -> AsyncIterator[str]:
    state = None
    async for new in news:
        if new is None:
            yield ": still here\n\n"
            continue
        for message in new.messages:
            yield f"id: {message.seq}\nevent: message\ndata: {message.model_dump_json(by_alias=True)}\n\n"
        if new.state != state:
            state = new.state
            yield f'event: state\ndata: {{"state": "{state}"}}\n\n'


@router.post("/{conversation_id}/person")
async def ask_for_person(conversation_id: str, door: Door, token: Token) -> Replies:
    """Ask for a person."""
    return await door.ask_for_person(conversation_id, token)


@router.get("/{conversation_id}/summary")
async def summary(conversation_id: str, door: Door, token: Token) -> Summary:
    """Return what staff will read first."""
    return await door.summary(conversation_id, token)


@router.patch("/{conversation_id}/summary")
async def correct_summary(conversation_id: str, correction: Summary, door: Door, token: Token) -> Summary:
    """Correct what staff will read first."""
    return await door.correct(conversation_id, token, correction)


@router.post("/{conversation_id}/end")
async def end(conversation_id: str, door: Door, token: Token) -> Replies:
    """End the conversation."""
    return await door.end(conversation_id, token)


@router.delete("/{conversation_id}")
async def erase(conversation_id: str, door: Door, token: Token) -> Erased:
    """Delete the conversation; the answer says truthfully what becomes of it."""
    return await door.erase(conversation_id, token)
