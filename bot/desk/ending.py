"""Ending a case: what came of it, and whether the bot goes on."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Form, Response

from bot.desk.access import SignedIn
from bot.desk.case_page import act, show
from bot.desk.context import Context, Here
from bot.models import Staff

router = APIRouter(prefix="/desk/cases/{case_id:int}")

Outcome = Annotated[str, Form()]


@router.post("/ask")
def ask(here: Here, staff: SignedIn, case_id: int, outcome: Outcome = "") -> Response:
    """Ask the visitor whether the bot may go on. The case stays here until they say."""
    return _end(here, staff, case_id, here.casework.ask_visitor, outcome, stay=True)


@router.post("/hand-back")
def hand_back(here: Here, staff: SignedIn, case_id: int, outcome: Outcome = "") -> Response:
    """Let the bot answer again. The case ends."""
    return _end(here, staff, case_id, here.relay.hand_back, outcome)


@router.post("/end")
def end(here: Here, staff: SignedIn, case_id: int, outcome: Outcome = "") -> Response:
    """End the case and the conversation."""
    return _end(here, staff, case_id, here.relay.end, outcome)


def _end(
    here: Context, staff: Staff, case_id: int, deed: Callable[..., None], outcome: str, *, stay: bool = False
) -> Response:
    if outcome not in here.words.outcomes:
        return show(here, staff, case_id, problem="no_outcome", status=400)
    return act(here, staff, case_id, partial(deed, case_id, staff, outcome=outcome), stay=stay)
