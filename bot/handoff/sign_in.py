"""Sign-ins: a browser in which somebody is signed in, until they sign out, stop, or have been in for long."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.handoff import audit, second_step, tokens
from bot.handoff.audit import Deed
from bot.handoff.seal import Seal
from bot.handoff.staff import Refused
from bot.models import SignIn, Staff

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)


def begin(
    session: Session,
    staff: Staff,
    *,
    seal: Seal,
    code: str = "",
    password_hash: str | None = None,
    now: datetime,
) -> str:
    """Return the token of a new sign-in of somebody whose password is `checked`. Only its hash is kept here.

    `code` is that of the second step, `password_hash` a `renewed` one. Raises Refused when the code is wrong.
    """
    session.execute(delete(SignIn).where(SignIn.last_at < now - IDLE))
    staff = session.get_one(Staff, staff.id, with_for_update=True, populate_existing=True)
    if staff.removed_at is not None or not second_step.passes(session, staff, code, seal=seal, now=now):
        raise Refused("sign_in")
    staff.password_hash = password_hash or staff.password_hash
    token = tokens.new()
    session.add(SignIn(token_hash=tokens.digest(token), staff_id=staff.id, began_at=now, last_at=now))
    audit.record(session, Deed.signed_in, staff=staff, case=None, now=now)
    return token


def who(session: Session, token: str, *, now: datetime, active: bool = True) -> Staff | None:
    """Return who is signed in with this token, or None: unknown, signed out, idle for 30 minutes or in for 12 hours.

    `active` is False for what a page asks for by itself: that does not keep anybody signed in.
    """
    found = session.get(SignIn, tokens.digest(token))
    if found is None:
        return None
    if found.last_at <= now - IDLE or found.began_at <= now - LONGEST:
        session.delete(found)
        return None
    if active:
        found.last_at = now
    return found.staff


def at_work(session: Session, *, now: datetime) -> Sequence[Staff]:
    """Return who is signed in and has pressed something in the last 30 minutes, by first name."""
    active = select(SignIn.staff_id).where(SignIn.last_at > now - IDLE, SignIn.began_at > now - LONGEST)
    return session.scalars(
        select(Staff).where(Staff.id.in_(active)).order_by(Staff.first_name, Staff.id)
    ).all()


def end(session: Session, token: str, *, now: datetime) -> None:
    """End the sign-in of this token, if there is one."""
    found = session.get(SignIn, tokens.digest(token))
    if found is not None:
        audit.record(session, Deed.signed_out, staff=found.staff, case=None, now=now)
        session.delete(found)


def end_all(session: Session, staff: Staff, *, but: str = "") -> None:
    """End all sign-ins of somebody, but the one of a token."""
    session.execute(
        delete(SignIn).where(SignIn.staff_id == staff.id, SignIn.token_hash != tokens.digest(but))
    )
