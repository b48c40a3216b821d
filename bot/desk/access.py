"""Who may come in: nobody, unless their cookie is that of a member of staff who is signed in, and of the role."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import Depends, Response

from bot.desk.context import Context, Here
from bot.errors import FingerpostError
from bot.handoff import second_step
from bot.handoff import sign_in as sign_ins
from bot.handoff.staff import may
from bot.models import Role, Staff

_COOKIE = "desk"
_PATH = "/desk"


class NotSignedIn(FingerpostError):
    """The page is for staff, and the browser is not, or no longer, signed in."""


class SecondStepMissing(FingerpostError):
    """Whoever is signed in must set up the second step before anything else."""


def half_in(here: Here) -> Staff:
    """Return who is signed in, with a second step or without; raises NotSignedIn.

    Pages that refresh themselves ask with `?quiet`.
    """
    with here.sessions.begin() as session:
        active = "quiet" not in here.request.query_params
        staff = sign_ins.who(session, token_of(here), now=here.now, active=active)
    if staff is None:
        raise NotSignedIn("sign in first")
    return staff


HalfIn = Annotated[Staff, Depends(half_in)]


def signed_in(here: Here, staff: HalfIn) -> Staff:
    """Return who is signed in; raises SecondStepMissing where that is asked for and not set up."""
    if here.second_step and not second_step.is_set_up(staff):
        raise SecondStepMissing("set up the second step first")
    return staff


SignedIn = Annotated[Staff, Depends(signed_in)]


class NotAllowed(FingerpostError):
    """The page is for a role that this member of staff does not have."""


def needs(role: Role) -> Callable[[Staff], None]:
    """Return what lets only those in who have the rights of a role: see `may`."""

    def check(staff: SignedIn) -> None:
        if not may(staff, role):
            raise NotAllowed(f"this needs the role {role}")

    return check


def token_of(here: Context) -> str:
    """Return the token that the browser brought; empty when it brought none."""
    return here.request.cookies.get(_COOKIE, "")


def give_token(here: Context, response: Response, token: str) -> None:
    """Keep the token in the browser until it closes: out of reach of scripts and of other sites."""
    secure = here.request.url.scheme == "https"
    response.set_cookie(_COOKIE, token, path=_PATH, httponly=True, samesite="strict", secure=secure)


def take_token(response: Response) -> None:
    """Have the browser forget its token."""
    response.delete_cookie(_COOKIE, path=_PATH, httponly=True, samesite="strict")
