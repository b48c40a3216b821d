"""One's own account: another password, new recovery codes."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Response

from bot.desk.access import SignedIn, token_of
from bot.desk.context import Context, Here
from bot.desk.page import page
from bot.desk.second_step import show_codes
from bot.handoff import audit, lock_out, password, second_step, sign_in
from bot.handoff.audit import Deed
from bot.handoff.staff import Refused
from bot.models import Staff

router = APIRouter(prefix="/desk/account")

Field = Annotated[str, Form()]


@router.get("")
def show(here: Here, staff: SignedIn) -> Response:
    """Show who one is here, and what can be changed."""
    return _show(here, staff)


@router.post("/password")
def change_password(here: Here, staff: SignedIn, old: Field = "", new: Field = "") -> Response:
    """Take another password. Every other browser of this person is signed out."""
    try:
        with lock_out.trying(here.sessions, staff.email, now=here.now):
            password.checked(staff, old)
            kept = password.hashed(new)
    except Refused as refused:
        return _show(here, staff, refused=refused)
    with here.sessions.begin() as session:
        session.get_one(Staff, staff.id).password_hash = kept
        sign_in.end_all(session, staff, but=token_of(here))
        lock_out.lift(session, staff.email, by=staff, now=here.now)
        audit.record(session, Deed.changed_password, staff=staff, case=None, now=here.now)
    return _show(here, staff, notice="password_changed")


@router.post("/codes")
def renew_codes(here: Here, staff: SignedIn, code: Field = "") -> Response:
    """Make new recovery codes; the old ones do not work any more."""
    try:
        with (
            lock_out.trying(here.sessions, staff.email, now=here.now),
            here.sessions.begin() as session,
        ):
            codes = second_step.renew_codes(session, staff, code, seal=here.seal, now=here.now)
            lock_out.lift(session, staff.email, by=staff, now=here.now)
    except Refused as refused:
        return _show(here, staff, refused=refused)
    return show_codes(here, staff, codes)


def _show(
    here: Context, staff: Staff, *, refused: Refused | None = None, notice: str | None = None
) -> Response:
    with here.sessions() as session:
        left = second_step.codes_left(session, staff)
    return page(
        here,
        "account.html",
        staff=staff,
        status=400 if refused else 200,
        problem=refused and here.words.refusal(refused, "wrong_password"),
        notice=notice and here.words.notices[notice],
        codes_left=left if second_step.is_set_up(staff) else None,
    )
