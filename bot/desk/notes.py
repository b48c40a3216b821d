"""Notes: what staff write about a case for each other."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Response

from bot.desk import case_view
from bot.desk.access import SignedIn
from bot.desk.case_page import show
from bot.desk.context import Here
from bot.desk.page import go_to
from bot.handoff import audit
from bot.handoff.audit import Deed
from bot.models import Note

LONGEST_NOTE = 4000  # characters

router = APIRouter(prefix="/desk/cases/{case_id:int}")


@router.post("/note")
def note(here: Here, staff: SignedIn, case_id: int, text: Annotated[str, Form()] = "") -> Response:
    """Keep a note with the case, an ended one too. Whoever can read the case may write one."""
    written = text.replace("\r\n", "\n").strip()
    if not 0 < len(written) <= LONGEST_NOTE:
        return show(here, staff, case_id, problem="note_length", status=400)
    with here.sessions.begin() as session:
        case = case_view.find(session, case_id)
        session.add(Note(case_id=case.id, staff_id=staff.id, text=written, at=here.now))
        audit.record(session, Deed.noted, staff=staff, case=case, now=here.now)
    return go_to(f"/desk/cases/{case_id}#notes")
