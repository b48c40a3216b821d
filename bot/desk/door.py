"""Puts the desk into the app: the entrance is open, all the rest is denied to whoever has not its role."""

from __future__ import annotations

import logging

from fastapi import APIRouter, Depends, FastAPI, Request, Response

from bot.desk import (
    account,
    case,
    ending,
    entrance,
    facts,
    held,
    inside,
    members,
    notes,
    passing_on,
    second_step,
)
from bot.desk.access import NotAllowed, NotSignedIn, SecondStepMissing, half_in, needs
from bot.desk.case_view import NoSuchCase
from bot.desk.context import Context
from bot.desk.cross_site import CrossSite, same_site_only
from bot.desk.page import go_to, page
from bot.desk.tries import Tries
from bot.desk.words import Words
from bot.handoff.seal import Unreadable
from bot.models import Role

log = logging.getLogger(__name__)

_ROOMS: dict[Role, tuple[APIRouter, ...]] = {
    "staff": (
        inside.router,
        case.router,
        passing_on.router,
        ending.router,
        held.router,
        notes.router,
        account.router,
        facts.router,
    ),
    "lead": (passing_on.lead_router, held.lead_router, facts.lead_router),
    "admin": (members.router,),
}


def add_desk(app: FastAPI) -> None:
    """Add the pages at /desk.

    Uses `app.state.sessions`, `relay`, `casework`, `held_lines`, `clock`, `templates`, `answer_target`,
    `seal`, `second_step`, `checkers` and `demonstration` when a request comes.
    """
    app.state.desk_words = Words.load()
    app.state.desk_tries = Tries()
    desk = APIRouter(dependencies=[Depends(same_site_only)], include_in_schema=False)
    desk.include_router(entrance.router)
    for router in (second_step.router, entrance.way_out):
        desk.include_router(router, dependencies=[Depends(half_in)])
    for role, routers in _ROOMS.items():
        for router in routers:
            desk.include_router(router, dependencies=[Depends(needs(role))])
    app.include_router(desk)
    app.add_exception_handler(NotSignedIn, _to_sign_in)
    app.add_exception_handler(SecondStepMissing, _to_second_step)
    app.add_exception_handler(NotAllowed, _not_allowed)
    app.add_exception_handler(CrossSite, _refuse)
    app.add_exception_handler(NoSuchCase, _not_there)
    app.add_exception_handler(Unreadable, _unreadable)


async def _to_sign_in(_request: Request, _error: Exception) -> Response:
    return go_to("/desk/sign-in")


async def _to_second_step(_request: Request, _error: Exception) -> Response:
    return go_to("/desk/second-step")


async def _not_allowed(request: Request, _error: Exception) -> Response:
    return _sorry(request, "not_allowed", status=403)


async def _refuse(request: Request, _error: Exception) -> Response:
    return _sorry(request, "cross_site", status=403)


async def _not_there(request: Request, _error: Exception) -> Response:
    return _sorry(request, "no_such_case", status=404)


async def _unreadable(request: Request, error: Exception) -> Response:
    log.critical("%s", error)  # says what to do to whoever runs the machine; holds no secret
    return _sorry(request, "unreadable_second_step", status=503)


def _sorry(request: Request, notice: str, *, status: int) -> Response:
    here = Context(request)
    return page(here, "sorry.html", staff=None, status=status, notice=here.words.notices[notice])
