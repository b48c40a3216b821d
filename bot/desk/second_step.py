"""Setting up the second step: a picture for the app, a first code, and the recovery codes, shown once."""

from __future__ import annotations

from typing import Annotated

import segno
from fastapi import APIRouter, Form, Response

from bot.desk.access import HalfIn
from bot.desk.context import Context, Here
from bot.desk.page import go_to, page
from bot.handoff import second_step
from bot.handoff.staff import Refused
from bot.models import Staff

router = APIRouter(prefix="/desk/second-step")


@router.get("")
def show(here: Here, staff: HalfIn) -> Response:
    """Show picture and key, as long as the second step is not set up."""
    return go_to("/desk/account") if second_step.is_set_up(staff) else _ask(here, staff)


@router.post("")
def set_up(here: Here, staff: HalfIn, code: Annotated[str, Form()] = "") -> Response:
    """Switch it on with a first code, and show the recovery codes this once."""
    if second_step.is_set_up(staff):
        return go_to("/desk/account")  # the page was sent twice
    try:
        with here.sessions.begin() as session:
            codes = second_step.set_up(session, staff, code, seal=here.seal, now=here.now)
    except Refused as refused:
        return _ask(here, staff, problem=here.words.refusal(refused), status=400)
    return show_codes(here, staff, codes)


def show_codes(here: Context, staff: Staff, codes: list[str]) -> Response:
    """Show new recovery codes: only their hashes are kept, so it is now or never."""
    return page(here, "recovery_codes.html", staff=staff, codes=codes)


def _ask(here: Context, staff: Staff, *, problem: str | None = None, status: int = 200) -> Response:
    with here.sessions.begin() as session:
        key = second_step.key(session, staff, seal=here.seal)
    picture = segno.make(second_step.link(staff, key), error="m").svg_inline(scale=5, border=4, light="#fff")
    spaced = " ".join(key[place : place + 4] for place in range(0, len(key), 4))
    return page(
        here, "second_step.html", staff=staff, status=status, problem=problem, key=spaced, picture=picture
    )
