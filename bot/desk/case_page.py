"""Showing a case, with its line in the audit trail; and going on after something was done to it."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import Response

from bot.database import reading
from bot.desk import case_view
from bot.desk.aside import aside
from bot.desk.context import Context
from bot.desk.page import go_to, page
from bot.errors import CaseChanged
from bot.handoff import audit, queue
from bot.handoff.audit import Deed
from bot.models import Staff

LONGEST_ANSWER = 2000  # characters


def act(
    here: Context,
    staff: Staff,
    case_id: int,
    deed: Callable[[], object],
    *,
    draft: str = "",
    stay: bool = False,
) -> Response:
    """Do something to a case, and go on at its page or in the queue. What was typed stays when it fails."""
    with reading(here.sessions) as session:
        case_view.find(session, case_id)
    try:
        deed()
    except CaseChanged:
        return show(here, staff, case_id, draft=draft, problem="case_changed", status=409)
    return go_to(f"/desk/cases/{case_id}#answer" if stay else "/desk")


def show(
    here: Context,
    staff: Staff,
    case_id: int,
    *,
    draft: str = "",
    problem: str | None = None,
    status: int = 200,
) -> Response:
    """Show a case, with what is in the box. `problem` names what went wrong."""
    with here.sessions.begin() as session:
        case = case_view.find(session, case_id)
        audit.record(session, Deed.read_case, staff=staff, case=case, now=here.now)
        view = case_view.view(session, case, here=here, staff=staff)
        beside = aside(session, case, here=here, staff=staff)
        waiting = queue.waiting(session)
    return page(
        here,
        "case.html",
        staff=staff,
        status=status,
        case=view,
        aside=beside,
        waiting=waiting,
        draft=draft,
        problem=problem and here.words.notices[problem],
        longest=LONGEST_ANSWER,
    )
