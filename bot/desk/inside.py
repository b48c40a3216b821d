"""The first page inside: the queue; and the way out."""

from __future__ import annotations

from fastapi import APIRouter, Response

from bot.desk.access import SignedIn, take_token, token_of
from bot.desk.context import Here
from bot.desk.page import go_to, page
from bot.handoff import queue
from bot.handoff import staff as accounts

router = APIRouter(prefix="/desk")


@router.get("")
def show_queue(here: Here, staff: SignedIn) -> Response:
    """Show the waiting and the held cases."""
    return _queue(here, staff, "queue.html")


@router.get("/queue")
def refresh_queue(here: Here, staff: SignedIn) -> Response:
    """Return only the lists, for the script that keeps the page fresh."""
    return _queue(here, staff, "_queue.html")


@router.post("/sign-out")
def sign_out(here: Here) -> Response:
    """End the sign-in of this browser."""
    with here.sessions.begin() as session:
        accounts.sign_out(session, token_of(here), now=here.now)
    response = go_to("/desk/sign-in")
    take_token(response)
    return response


def _queue(here: Here, staff: SignedIn, template: str) -> Response:
    with here.sessions() as session:
        rows = queue.rows(session)
    waiting = [row for row in rows if row.state == "waiting"]
    held = [row for row in rows if row.state == "with_staff"]
    return page(here, template, staff=staff, waiting=len(waiting), unheld=waiting, held=held)
