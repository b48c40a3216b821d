"""The chat page. Its script takes over; without one it is a form, answered with the whole page again."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import Annotated, Any
from uuid import uuid4

from fastapi import APIRouter, Form, Request, Response
from pydantic import BaseModel, ValidationError
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import BadRequest, NoSuchConversation, VisitorError, WrongToken
from bot.front_door.door import FrontDoor
from bot.front_door.message import Replies, Summary
from bot.models import State
from bot.web import view, words

log = logging.getLogger(__name__)

router = APIRouter(include_in_schema=False)


class Sent(BaseModel):
    """The form. Every field may be missing: what is wrong is said in the page, not as a 422."""

    id: str = ""
    token: str = ""
    client_id: str | None = None
    text: str = ""
    button: str | None = None
    wish: str = ""
    who: str | None = None
    age: str | None = None
    area: str | None = None
    what_would_help: str | None = None


@dataclass
class Page:
    """What the page shows. `client_id` is for the next message: sent twice, it is answered once."""

    id: str = ""
    token: str = ""
    state: State = "bot"
    messages: list[dict[str, Any]] = field(default_factory=list)
    summary: Summary | None = None
    draft: str = ""
    status: int = 200
    client_id: str = field(default_factory=lambda: uuid4().hex)

    @property
    def latest(self) -> dict[str, Any] | None:
        """The visitor's last words: the place in the page where the answer begins."""
        return next((said for said in reversed(self.messages) if said["from"] == "user"), None)

    def add(self, said: dict[str, Any]) -> None:
        """Put a message at the end of the log."""
        self.messages.append(view.message(said, words()["names"]))

    def forget(self) -> None:
        """Let go of the conversation: the next message opens a new one."""
        self.id = self.token = ""


@router.get("/")
@router.get("/chat")
async def show(request: Request) -> Response:
    """Print the page before anything was said. No conversation is opened for a visitor who only looks."""
    page = Page()
    for line in request.app.state.door.words.greeting(None):
        page.add(_line(line, author="bot"))
    return _print(request, page)


@router.post("/chat")
async def answer(request: Request, sent: Annotated[Sent, Form()]) -> Response:
    """Do what the form asks, and print the page with the whole conversation."""
    door: FrontDoor = request.app.state.door
    page = Page(id=sent.id, token=sent.token, draft=sent.text if sent.wish else "")
    try:
        if await _open(door, page, sent, caller=request.client.host if request.client else ""):
            await _do(door, page, sent)
            await _read(door, page)
    except VisitorError as error:
        await _refuse(door, page, sent, error)
    return _print(request, page)


def too_large(request: Request) -> Response:
    """Print the page for a form that is too large to be read."""
    page = Page(status=413)
    _say_error(request.app.state.door, page, "too_large")
    return _print(request, page)


async def _open(door: FrontDoor, page: Page, sent: Sent, *, caller: str) -> bool:
    """See to it that there is a conversation; when none can be kept, answer without one and return False."""
    if not page.id:
        try:
            opened = await door.open(caller=caller)
        except SQLAlchemyError as error:
            log.critical("a conversation could not be opened: %s", type(error).__name__)
            page.draft = sent.text  # to be sent again
            _show_unsaved(page, door.not_saved(sent.text))
            return False
        page.id, page.token = opened.id, opened.token
    return True


async def _read(door: FrontDoor, page: Page) -> None:
    if page.id and not page.messages:
        so_far = await door.since(page.id, page.token)
        page.state = so_far.state
        for said in so_far.messages:
            page.add(said.model_dump(by_alias=True))


async def _refuse(door: FrontDoor, page: Page, sent: Sent, error: VisitorError) -> None:
    page.status, page.draft = error.status, sent.text
    try:
        await _read(door, page)
    except (NoSuchConversation, WrongToken):
        page.forget()
    if page.state == "ended" and page.draft:  # what was not sent stays in the box, and can begin a new chat
        page.forget()
        page.state = "bot"
    _say_error(door, page, error.code)


def _say_error(door: FrontDoor, page: Page, code: str) -> None:
    page.add({**_line(door.words.error(code)), "kind": "safety", "contacts": door.urgent()})


def _line(text: str, *, author: str = "system") -> dict[str, Any]:
    return {"seq": 0, "from": author, "kind": "text", "text": text}


def _print(request: Request, page: Page) -> Response:
    content = words()
    response: Response = request.app.state.templates.TemplateResponse(
        request,
        "chat.html",
        {
            "page": page,
            "words": content,
            "urgent": view.reach(request.app.state.door.urgent(), content["names"]),
            "demonstration": request.app.state.demonstration,
        },
        status_code=page.status,
        headers={"Cache-Control": "no-store"},
    )
    return response


async def _do(door: FrontDoor, page: Page, sent: Sent) -> None:
    match sent.wish:
        case "person":
            await door.ask_for_person(page.id, page.token)
        case "summary":
            page.summary = await door.summary(page.id, page.token)
        case "correct":
            page.summary = await _correct(door, page, sent)
        case "end":
            await door.end(page.id, page.token)
        case "erase":
            await _erase(door, page)
        case "look":
            pass  # the page shows what is new anyway
        case _:
            await _say(door, page, sent)


async def _say(door: FrontDoor, page: Page, sent: Sent) -> None:
    said = {"button": sent.button} if sent.button else {"text": sent.text}
    replies = await door.receive(page.id, page.token, client_id=sent.client_id, **said)
    if replies.messages and not replies.messages[-1].seq:
        _show_unsaved(page, replies)


def _show_unsaved(page: Page, replies: Replies) -> None:
    """Show an answer that no journal holds: the message could not be saved, or the chat was deleted."""
    for said in replies.messages:
        page.add(said.model_dump(by_alias=True))
    page.state = replies.state
    if page.state == "ended":
        page.forget()


async def _correct(door: FrontDoor, page: Page, sent: Sent) -> Summary:
    """Pass on the lines that were changed, so that the others go on following what is told."""
    noted = await door.summary(page.id, page.token)
    changed = {name: new for name, old in noted if (new := getattr(sent, name)) != old}
    try:
        return await door.correct(page.id, page.token, Summary(**changed))
    except ValidationError as error:
        raise BadRequest from error


async def _erase(door: FrontDoor, page: Page) -> None:
    erased = await door.erase(page.id, page.token)
    page.forget()
    page.state = "ended"
    page.add(_line(erased.text))
