"""Answers that wait for a lead, because they hold a contact that the directory does not know."""

from __future__ import annotations

from functools import partial

from fastapi import APIRouter, Response

from bot.desk.access import SignedIn
from bot.desk.case_page import act, show
from bot.desk.context import Here
from bot.errors import CaseChanged

_PREFIX = "/desk/cases/{case_id:int}/lines/{line_id:int}"

router = APIRouter(prefix=_PREFIX)
lead_router = APIRouter(prefix=_PREFIX)


@lead_router.post("/approve")
def approve(here: Here, staff: SignedIn, case_id: int, line_id: int) -> Response:
    """Let the visitor read the line."""
    return act(here, staff, case_id, partial(here.held_lines.approve, case_id, line_id, staff), stay=True)


@lead_router.post("/return")
def send_back(here: Here, staff: SignedIn, case_id: int, line_id: int) -> Response:
    """Give the line back to its writer."""
    return act(here, staff, case_id, partial(here.held_lines.send_back, case_id, line_id, staff), stay=True)


@router.post("/withdraw")
def withdraw(here: Here, staff: SignedIn, case_id: int, line_id: int) -> Response:
    """Take one's own line back into the box."""
    try:
        text = here.held_lines.withdraw(case_id, line_id, staff)
    except CaseChanged:
        return show(here, staff, case_id, problem="case_changed", status=409)
    return show(here, staff, case_id, draft=text)
