"""The page of one case: read it, take it, answer."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Form, Response

from bot.desk import case_view
from bot.desk.access import SignedIn
from bot.desk.aside import aside
from bot.desk.case_page import LONGEST_ANSWER, act, show
from bot.desk.context import Here
from bot.desk.page import page
from bot.handoff import audit, queue
from bot.handoff.audit import Deed
from bot.handoff.sign_in import IDLE

SEE_OTHER = 303

router = APIRouter(prefix="/desk/cases/{case_id:int}")

Text = Annotated[str, Form()]


@router.get("")
def read(here: Here, staff: SignedIn, case_id: int) -> Response:
    """Show the case."""
    return show(here, staff, case_id)


@router.get("/messages")
def refresh(here: Here, staff: SignedIn, case_id: int, after: int) -> Response:
    """Return what is new: the messages after number `after`, and what stands beside them."""
    with here.sessions.begin() as session:
        case = case_view.find(session, case_id)
        # An open page asks every few seconds; its opening is in the trail already.
        if not audit.has_read(session, staff=staff, case=case, since=here.now - IDLE):
            audit.record(session, Deed.read_case, staff=staff, case=case, now=here.now)
        view = case_view.view(session, case, here=here, staff=staff, after=after)
        beside = aside(session, case, here=here, staff=staff)
        waiting = queue.waiting(session)
    return page(here, "_fresh.html", staff=staff, case=view, aside=beside, waiting=waiting)


@router.post("/draft")
def draft(here: Here, staff: SignedIn, case_id: int, text: Text = "", phrase: Text = "") -> Response:
    """Show the case again with what was typed, and with a ready answer added. Sends nothing."""
    parts = (text.strip(), here.words.phrase(phrase))
    return show(here, staff, case_id, draft="\n\n".join(filter(None, parts)))


@router.post("/say")
def say(here: Here, staff: SignedIn, case_id: int, text: Text = "") -> Response:
    """Send an answer to the visitor, or to a lead first. What cannot be sent stays in the box."""
    answer = text.replace("\r\n", "\n").strip()
    if not answer:
        return show(here, staff, case_id, problem="no_text", status=400)
    if len(answer) > LONGEST_ANSWER:
        return show(here, staff, case_id, draft=answer, problem="long_text", status=400)
    send = partial(here.held_lines.say, case_id, staff, answer)
    return act(here, staff, case_id, send, draft=answer, stay=True)


@router.post("/take")
def take(here: Here, staff: SignedIn, case_id: int, text: Text = "") -> Response:
    """Hold the case: the visitor is told the first name, and the bot falls silent.

    `text` is an answer that was typed before the case went back to the queue: it is kept in the box.
    """
    typed = text.strip()
    done = act(here, staff, case_id, partial(here.relay.take, case_id, staff), draft=typed, stay=True)
    return show(here, staff, case_id, draft=typed) if typed and done.status_code == SEE_OTHER else done
