"""The first page inside: the queue, and *Take the next*."""

from __future__ import annotations

from fastapi import APIRouter, Response

from bot.desk.access import SignedIn
from bot.desk.context import Here
from bot.desk.page import go_to, page
from bot.front_door import held_lines
from bot.handoff import promptness, queue
from bot.handoff.staff import may

router = APIRouter(prefix="/desk")


@router.get("")
def show_queue(here: Here, staff: SignedIn, nobody: bool = False) -> Response:
    """Show the waiting and the held cases; say so when there was nobody to take."""
    return _queue(here, staff, "queue.html", notice="nobody_waits" if nobody else None)


@router.get("/queue")
def refresh_queue(here: Here, staff: SignedIn) -> Response:
    """Return only the lists, for the script that keeps the page fresh."""
    return _queue(here, staff, "_queue.html")


@router.post("/next")
def take_next(here: Here, staff: SignedIn) -> Response:
    """Take the case that should be looked at next, and open it."""
    case_id = here.casework.take_next(staff)
    return go_to("/desk?nobody=true" if case_id is None else f"/desk/cases/{case_id}#answer")


def _queue(here: Here, staff: SignedIn, template: str, *, notice: str | None = None) -> Response:
    with here.sessions() as session:
        rows = queue.rows(session, now=here.now, rises_after=here.casework.rises_after)
        lead = may(staff, "lead")
        waits = held_lines.cases_that_wait_for_a_lead(session) if lead else {}
        shares = promptness.shares(session, target=here.target, now=here.now) if lead else {}
    unheld = [row for row in rows if row.state == "waiting"]
    return page(
        here,
        template,
        staff=staff,
        waiting=len(unheld),
        unheld=unheld,
        held=[row for row in rows if row.state == "with_staff"],
        for_lead=waits,
        shares=shares,
        notice=notice and here.words.notices[notice],
    )
