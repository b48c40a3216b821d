"""The way in and out: signing in, joining with an invite, signing out. Only the way in is open to everybody."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Response

from bot.desk.access import give_token, take_token, token_of
from bot.desk.context import Context, Here
from bot.desk.page import go_to, page
from bot.handoff import lock_out, password
from bot.handoff import sign_in as sign_ins
from bot.handoff import staff as accounts
from bot.handoff.staff import Refused

router = APIRouter(prefix="/desk")
way_out = APIRouter(prefix="/desk")

Field = Annotated[str, Form()]


@router.get("/sign-in")
def sign_in_form(here: Here) -> Response:
    """Ask for e-mail, password and code; say so when somebody was signed out."""
    notice = here.words.notices["signed_out"] if token_of(here) else None
    return page(here, "sign_in.html", staff=None, notice=notice, email="")


@router.post("/sign-in")
def sign_in(
    here: Here,
    email: Field = "",
    typed: Annotated[str, Form(alias="password")] = "",
    code: Field = "",
) -> Response:
    """Sign in and go to the queue, or say that something is not right, or how long to wait."""
    try:
        token = _let_in(here, email, typed, code)
    except Refused as refused:
        problem, status = here.words.refusal(refused), 429 if refused.wait else 401
        return page(here, "sign_in.html", staff=None, status=status, problem=problem, email=email)
    response = go_to("/desk")
    give_token(here, response, token)
    return response


def _let_in(here: Context, email: str, typed: str, code: str) -> str:
    here.tries.admit(here.address, now=here.now)
    with lock_out.trying(here.sessions, email, now=here.now):
        with here.sessions() as session:
            found = accounts.by_email(session, email)
        staff = password.checked(found, typed)  # in no transaction: visitors would wait for it
        renewed = password.renewed(staff, typed)
        with here.sessions.begin() as session:
            token = sign_ins.begin(
                session, staff, seal=here.seal, code=code, password_hash=renewed, now=here.now
            )
            lock_out.lift(session, email, by=staff, now=here.now)
    here.tries.succeeded(here.address, now=here.now)
    return token


@router.get("/join")
def join_form(here: Here) -> Response:
    """Ask for the invite and for who it is. The invite stays out of addresses, and so out of every log."""
    return page(here, "join.html", staff=None, typed={})


@router.post("/join")
def join(
    here: Here,
    invite: Field = "",
    email: Field = "",
    first_name: Field = "",
    typed: Annotated[str, Form(alias="password")] = "",
) -> Response:
    """Make the bearer of the invite a member of staff and sign them in, or say what to mend."""
    token = invite.rpartition("#")[2].strip()  # people paste the whole link
    try:
        with here.sessions.begin() as session:
            accounts.expect_invite(session, token, now=here.now)
        kept = password.hashed(typed)  # in no transaction: visitors would wait for it
        with here.sessions.begin() as session:
            staff = accounts.accept(
                session, token, email=email, first_name=first_name, password_hash=kept, now=here.now
            )
            cookie = sign_ins.begin(session, staff, seal=here.seal, now=here.now)
    except Refused as refused:
        fields = {"invite": token, "email": email, "first_name": first_name}
        problem, field = here.words.refusal(refused), refused.reason
        return page(here, "join.html", staff=None, status=400, problem=problem, field=field, typed=fields)
    response = go_to("/desk/second-step" if here.second_step else "/desk")
    give_token(here, response, cookie)
    return response


@way_out.post("/sign-out")
def sign_out(here: Here) -> Response:
    """End the sign-in of this browser."""
    with here.sessions.begin() as session:
        sign_ins.end(session, token_of(here), now=here.now)
    response = go_to("/desk/sign-in")
    take_token(response)
    return response
