"""The way in: signing in, and joining with an invite. The only pages that are open to everybody."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Response

from bot.desk.access import give_token, token_of
from bot.desk.context import Here
from bot.desk.page import go_to, page
from bot.handoff import staff as accounts

router = APIRouter(prefix="/desk")

Field = Annotated[str, Form()]


@router.get("/sign-in")
def sign_in_form(here: Here, joined: bool = False) -> Response:
    """Ask for e-mail and password; say so when somebody was signed out or has just joined."""
    notice = "joined" if joined else "signed_out" if token_of(here) else None
    return page(here, "sign_in.html", staff=None, notice=notice and here.words.notices[notice], email="")


@router.post("/sign-in")
def sign_in(here: Here, email: Field = "", password: Field = "") -> Response:
    """Sign in and go to the queue, or say that e-mail or password is not right, or how long to wait."""
    wait = here.tries.admit(email, now=here.now)
    if wait:
        problem = here.words.notices["too_many_tries"].format(seconds=wait)
        return page(here, "sign_in.html", staff=None, status=429, problem=problem, email=email)
    try:
        with here.sessions.begin() as session:
            found = accounts.by_email(session, email)
        staff = accounts.checked(found, password)  # in no transaction: visitors would wait for it
        with here.sessions.begin() as session:
            token = accounts.sign_in(session, staff, now=here.now)
    except accounts.Refused as refused:
        problem = here.words.notices[refused.reason]
        return page(here, "sign_in.html", staff=None, status=401, problem=problem, email=email)
    here.tries.succeeded(email, now=here.now)
    response = go_to("/desk")
    give_token(here, response, token)
    return response


@router.get("/join")
def join_form(here: Here) -> Response:
    """Ask for the invite and for who it is. The invite stays out of addresses, and so out of every log."""
    return page(here, "join.html", staff=None, typed={})


@router.post("/join")
def join(
    here: Here, invite: Field = "", email: Field = "", first_name: Field = "", password: Field = ""
) -> Response:
    """Make the bearer of the invite a member of staff, or say what to mend."""
    token = invite.rpartition("#")[2].strip()  # people paste the whole link
    try:
        with here.sessions.begin() as session:
            accounts.expect_invite(session, token, now=here.now)
        kept = accounts.hashed(password)  # in no transaction: visitors would wait for it
        with here.sessions.begin() as session:
            accounts.accept(
                session, token, email=email, first_name=first_name, password_hash=kept, now=here.now
            )
    except accounts.Refused as refused:
        typed = {"invite": token, "email": email, "first_name": first_name}
        problem = here.words.notices[refused.reason]
        return page(
            here, "join.html", staff=None, status=400, problem=problem, field=refused.reason, typed=typed
        )
    return go_to("/desk/sign-in?joined=true")
