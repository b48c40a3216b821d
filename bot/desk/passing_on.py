"""Passing a case on: back to the queue, to a colleague, or away from somebody who must not take it."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Form, Response

from bot.desk.access import SignedIn
from bot.desk.case_page import act, show
from bot.desk.context import Here

router = APIRouter(prefix="/desk/cases/{case_id:int}")
lead_router = APIRouter(prefix="/desk/cases/{case_id:int}")

Person = Annotated[int, Form()]


@router.post("/release")
def release(here: Here, staff: SignedIn, case_id: int) -> Response:
    """Put the case back into the queue."""
    return act(here, staff, case_id, partial(here.relay.release, case_id, staff))


@router.post("/decline")
def decline(here: Here, staff: SignedIn, case_id: int, reason: Annotated[str, Form()] = "") -> Response:
    """Leave the case to the others, with a reason; it is not offered to this person again."""
    if reason not in here.words.decline_reasons:
        return show(here, staff, case_id, problem="no_reason", status=400)
    return act(here, staff, case_id, partial(here.casework.decline, case_id, staff, reason=reason))


@router.post("/transfer")
def transfer(here: Here, staff: SignedIn, case_id: int, to: Person = 0) -> Response:
    """Pass the case on to a colleague."""
    return act(here, staff, case_id, partial(here.casework.transfer, case_id, staff, to=to))


@lead_router.post("/assign")
def assign(here: Here, staff: SignedIn, case_id: int, to: Person = 0) -> Response:
    """Give the case to somebody, whoever holds it."""
    return act(here, staff, case_id, partial(here.casework.assign, case_id, staff, to=to), stay=True)
