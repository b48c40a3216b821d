"""The page of one case: read it, take it, answer, give it back, end it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Form, Response

from bot.desk import case_view
from bot.desk.access import SignedIn
from bot.desk.context import Context, Here
from bot.desk.page import go_to, page
from bot.errors import CaseChanged
from bot.handoff import audit, queue
from bot.handoff.audit import Deed
from bot.handoff.staff import IDLE
from bot.models import Staff

LONGEST_ANSWER = 2000  # characters
SEE_OTHER = 303

router = APIRouter(prefix="/desk/cases/{case_id:int}")

Text = Annotated[str, Form()]


@router.get("")
def read(here: Here, staff: SignedIn, case_id: int) -> Response:
    """Show the case."""
    return _show(here, staff, case_id)


@router.get("/messages")
def refresh(here: Here, staff: SignedIn, case_id: int, after: int) -> Response:
    """Return only the messages after number `after`, for the script that keeps the page fresh."""
    with here.sessions.begin() as session:
        case = case_view.find(session, case_id)
        # An open page asks every few seconds; its opening is in the trail already.
        if not audit.has_read(session, staff=staff, case=case, since=here.now - IDLE):
            audit.record(session, Deed.read_case, staff=staff, case=case, now=here.now)
        view = case_view.view(session, case, here=here, staff=staff, after=after)
        waiting = queue.waiting(session)
    return page(here, "_messages.html", staff=staff, case=view, waiting=waiting)


@router.post("/draft")
def draft(here: Here, staff: SignedIn, case_id: int, text: Text = "", phrase: Text = "") -> Response:
    """Show the case again with what was typed, and with a ready answer added. Sends nothing."""
    parts = (text.strip(), here.words.phrase(phrase))
    return _show(here, staff, case_id, draft="\n\n".join(filter(None, parts)))


@router.post("/say")
def say(here: Here, staff: SignedIn, case_id: int, text: Text = "") -> Response:
    """Send an answer to the visitor. What cannot be sent stays in the box."""
    answer = text.replace("\r\n", "\n").strip()
    if not answer:
        return _show(here, staff, case_id, problem="no_text", status=400)
    if len(answer) > LONGEST_ANSWER:
        return _show(here, staff, case_id, draft=answer, problem="long_text", status=400)
    return _act(here, staff, case_id, lambda: here.relay.say(case_id, staff, answer), draft=answer, stay=True)


@router.post("/take")
def take(here: Here, staff: SignedIn, case_id: int, text: Text = "") -> Response:
    """Hold the case: the visitor is told the first name, and the bot falls silent.

    `text` is an answer that was typed before the case went back to the queue: it is kept in the box.
    """
    typed = text.strip()
    done = _act(here, staff, case_id, lambda: here.relay.take(case_id, staff), draft=typed, stay=True)
    return _show(here, staff, case_id, draft=typed) if typed and done.status_code == SEE_OTHER else done


@router.post("/release")
def release(here: Here, staff: SignedIn, case_id: int) -> Response:
    """Put the case back into the queue."""
    return _act(here, staff, case_id, lambda: here.relay.release(case_id, staff))


@router.post("/hand-back")
def hand_back(here: Here, staff: SignedIn, case_id: int) -> Response:
    """Let the bot answer again. The case ends."""
    return _act(here, staff, case_id, lambda: here.relay.hand_back(case_id, staff))


@router.post("/end")
def end(here: Here, staff: SignedIn, case_id: int) -> Response:
    """End the case and the conversation."""
    return _act(here, staff, case_id, lambda: here.relay.end(case_id, staff))


def _act(
    here: Context,
    staff: Staff,
    case_id: int,
    act: Callable[[], None],
    *,
    draft: str = "",
    stay: bool = False,
) -> Response:
    """Do something to a case, and go on at its page or in the queue. What was typed stays when it fails."""
    with here.sessions() as session:
        case_view.find(session, case_id)
    try:
        act()
    except CaseChanged:
        return _show(here, staff, case_id, draft=draft, problem="case_changed", status=409)
    return go_to(f"/desk/cases/{case_id}#answer" if stay else "/desk")


def _show(
    here: Context,
    staff: Staff,
    case_id: int,
    *,
    draft: str = "",
    problem: str | None = None,
    status: int = 200,
) -> Response:
    with here.sessions.begin() as session:
        case = case_view.find(session, case_id)
        audit.record(session, Deed.read_case, staff=staff, case=case, now=here.now)
        view = case_view.view(session, case, here=here, staff=staff)
        waiting = queue.waiting(session)
    return page(
        here,
        "case.html",
        staff=staff,
        status=status,
        case=view,
        waiting=waiting,
        draft=draft,
        problem=problem and here.words.notices[problem],
        longest=LONGEST_ANSWER,
    )
