"""Puts the desk into the app: the entrance is open, all the rest is denied to whoever is not signed in."""

from __future__ import annotations

from fastapi import APIRouter, Depends, FastAPI, Request, Response

from bot.desk import case, entrance, inside
from bot.desk.access import NotSignedIn, signed_in
from bot.desk.case_view import NoSuchCase
from bot.desk.context import Context
from bot.desk.cross_site import CrossSite, same_site_only
from bot.desk.page import go_to, page
from bot.desk.tries import Tries
from bot.desk.words import Words


def add_desk(app: FastAPI) -> None:
    """Add the pages at /desk.

    Uses `app.state.sessions`, `relay`, `clock`, `templates` and `demonstration` when a request comes.
    """
    app.state.desk_words = Words.load()
    app.state.desk_tries = Tries()
    guarded = APIRouter(dependencies=[Depends(signed_in)])
    guarded.include_router(inside.router)
    guarded.include_router(case.router)
    desk = APIRouter(dependencies=[Depends(same_site_only)], include_in_schema=False)
    desk.include_router(entrance.router)
    desk.include_router(guarded)
    app.include_router(desk)
    app.add_exception_handler(NotSignedIn, _to_sign_in)
    app.add_exception_handler(CrossSite, _refuse)
    app.add_exception_handler(NoSuchCase, _not_there)


async def _to_sign_in(_request: Request, _error: Exception) -> Response:
    return go_to("/desk/sign-in")


async def _refuse(request: Request, _error: Exception) -> Response:
    return _sorry(request, "cross_site", status=403)


async def _not_there(request: Request, _error: Exception) -> Response:
    return _sorry(request, "no_such_case", status=404)


def _sorry(request: Request, notice: str, *, status: int) -> Response:
    here = Context(request)
    return page(here, "sorry.html", staff=None, status=status, notice=here.words.notices[notice])
