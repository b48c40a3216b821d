"""What a page of the desk needs from the running app: clock, database, the way to the visitor, words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Request

from bot.database import Sessions
from bot.desk.tries import Tries
from bot.desk.words import Words
from bot.handoff.seal import Seal

if TYPE_CHECKING:
    from bot.front_door.casework import Casework
    from bot.front_door.door import FrontDoor
    from bot.front_door.held_lines import HeldLines
    from bot.front_door.relay import Relay


class Context:
    """One request's view of `app.state`, typed. `now` stands still for the length of the request."""

    def __init__(self, request: Request) -> None:
        state = request.app.state
        self.request = request
        self.sessions: Sessions = state.sessions
        self.door: FrontDoor = state.door
        self.relay: Relay = state.relay
        self.casework: Casework = state.casework
        self.held_lines: HeldLines = state.held_lines
        self.now: datetime = state.clock()
        self.target: timedelta = state.answer_target  # how soon whoever waits should have a person's words
        self.seal: Seal = state.seal
        self.second_step: bool = state.second_step  # whether everybody needs one
        self.demonstration: bool = state.demonstration
        self.words: Words = state.desk_words
        self.checkers: Mapping[str, str] = state.checkers  # who should check the facts of each area
        self.tries: Tries = state.desk_tries

    @property
    def address(self) -> str:
        """The network address that the request comes from."""
        return self.request.client.host if self.request.client else ""


Here = Annotated[Context, Depends(Context)]
