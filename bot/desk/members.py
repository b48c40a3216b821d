"""Who can sign in: an admin invites, gives roles, resets a second step, removes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Form, Response

from bot.desk.access import SignedIn
from bot.desk.context import Context, Here
from bot.desk.page import go_to, page
from bot.handoff import members, second_step
from bot.handoff.staff import ROLES, Refused, invite
from bot.models import Staff

router = APIRouter(prefix="/desk/members")

SEE_OTHER = 303

RoleField = Annotated[str, Form()]


@router.get("")
def show(here: Here, staff: SignedIn) -> Response:
    """List the members."""
    return _show(here, staff)


@router.post("/invite")
def make_invite(here: Here, staff: SignedIn, role: RoleField = "") -> Response:
    """Make an invite, and show its link this once."""
    if role not in ROLES:
        return _show(here, staff, problem=here.words.notices["no_role"])
    with here.sessions.begin() as session:
        token = invite(session, role=role, by=staff, now=here.now)
    return _show(here, staff, link=f"{here.request.base_url}desk/join#{token}")


@router.post("/{staff_id:int}/role")
def change_role(here: Here, staff: SignedIn, staff_id: int, role: RoleField = "") -> Response:
    """Give somebody another role."""
    if role not in ROLES:
        return _show(here, staff, problem=here.words.notices["no_role"])
    return _change(here, staff, partial(members.change_role, role=role), staff_id)


@router.post("/{staff_id:int}/second-step")
def reset_second_step(here: Here, staff: SignedIn, staff_id: int) -> Response:
    """Let somebody who lost phone and codes set the second step up anew."""
    return _change(here, staff, members.reset_second_step, staff_id)


@router.post("/{staff_id:int}/remove")
def remove(here: Here, staff: SignedIn, staff_id: int, sure: Annotated[bool, Form()] = False) -> Response:
    """Take somebody away, and put their cases back into the queue."""
    if not sure:
        return _show(here, staff, problem=here.words.notices["not_sure"])
    done = _change(here, staff, members.remove, staff_id)
    if done.status_code == SEE_OTHER:
        here.casework.let_go(staff_id, staff)
    return done


def _change(here: Context, staff: Staff, change: Callable[..., object], staff_id: int) -> Response:
    try:
        with here.sessions.begin() as session:
            change(session, staff_id, by=staff, now=here.now)
    except Refused as refused:
        return _show(here, staff, problem=here.words.refusal(refused))
    return go_to("/desk/members")


def _show(here: Context, staff: Staff, *, problem: str | None = None, link: str | None = None) -> Response:
    with here.sessions() as session:
        listed = [(one, second_step.is_set_up(one)) for one in members.all_of(session)]
    return page(
        here,
        "members.html",
        staff=staff,
        status=400 if problem else 200,
        problem=problem,
        members=listed,
        roles=ROLES,
        link=link,
    )
