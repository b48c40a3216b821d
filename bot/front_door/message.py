"""What goes over the counter: the messages of a conversation, as every channel and the API show them."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from bot.errors import TooLarge
from bot.models import Author, Kind, State

LONGEST_TEXT = 16_000  # characters; twice what the page takes


def storable(text: str) -> str:
    """Return a text without what no database takes: half an emoji, and the character with the number 0.

    Raises TooLarge for one that is too long.
    """
    if len(text) > LONGEST_TEXT:
        raise TooLarge
    return text.encode(errors="replace").decode().replace("\0", "")


def _mended(typed: Any) -> Any:
    return storable(typed) if isinstance(typed, str) else typed


Typed = Annotated[str, BeforeValidator(_mended)]


class ButtonShown(BaseModel):
    """A shortcut. The token is opaque, and good only in its own conversation."""

    title: str
    token: str


class Message(BaseModel):
    """One message. `seq` counts from 1 within the conversation, without gaps."""

    model_config = ConfigDict(populate_by_name=True)

    seq: int
    author: Author = Field(alias="from")
    name: str | None = Field(default=None, description="first name of the member of staff")
    kind: Kind
    text: str
    buttons: list[ButtonShown] = []
    services: list[dict[str, Any]] = []
    pathway: dict[str, Any] | None = None
    contacts: list[dict[str, Any]] = Field(default=[], description="the urgent contacts of a safety card")


class Replies(BaseModel):
    """What was said in answer, and who holds the conversation now."""

    messages: list[Message]
    state: State


class Opened(Replies):
    """A new conversation. The token is shown once and opens only this one."""

    id: str
    token: str


class Summary(BaseModel):
    """What a person who takes over will read first. The visitor may correct every line of it."""

    model_config = ConfigDict(extra="forbid")

    who: Typed | None = Field(default=None, max_length=200)
    age: Typed | None = Field(default=None, max_length=60)
    area: Typed | None = Field(default=None, max_length=60)
    what_would_help: Typed | None = Field(default=None, max_length=500)


class Erased(BaseModel):
    """What became of a conversation that the visitor asked to delete."""

    text: str
    everything: bool
