"""Staff: invited by a link, joined with a password, signed in to a browser until they sign out or stop."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Literal, get_args

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from bot.errors import FingerpostError
from bot.handoff import audit
from bot.handoff.audit import Deed
from bot.models import Invite, Role, SignIn, Staff

INVITE_LASTS = timedelta(hours=72)
IDLE = timedelta(minutes=30)
PASSWORD_LENGTH = 12

ROLES: tuple[Role, ...] = get_args(Role)  # each may what those before it may

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_HASHER = PasswordHasher()

Reason = Literal["invite", "email", "email_taken", "first_name", "password_length", "sign_in"]


class Refused(FingerpostError):
    """An invite or a sign-in that is not accepted. `reason` names the words that the person reads."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


def may(staff: Staff, needed: Role) -> bool:
    """Whether somebody has the rights of a role: a lead may what staff may, an admin may all."""
    return staff.removed_at is None and ROLES.index(staff.role) >= ROLES.index(needed)


def invite(session: Session, *, role: Role, now: datetime) -> str:
    """Return the token of a new invite: for one person, good once and for 72 hours. Only its hash is kept."""
    token = secrets.token_urlsafe(32)
    session.add(Invite(token_hash=_digest(token), role=role, expires_at=now + INVITE_LASTS))
    audit.record(session, Deed.invited, staff=None, case=None, now=now)
    return token


def hashed(password: str) -> str:
    """Return what is kept of a new password. Slow on purpose: not for use while a session is open.

    Raises Refused when it is too short or too long.
    """
    if not PASSWORD_LENGTH <= len(password) <= 200:
        raise Refused("password_length")
    return _HASHER.hash(password)


def expect_invite(session: Session, token: str, *, now: datetime) -> None:
    """Raise Refused unless this invite is good: what nobody was invited to is not worth a hash."""
    found = session.get(Invite, _digest(token))
    if found is None or found.used_at is not None or found.expires_at <= now:
        raise Refused("invite")


def accept(
    session: Session, token: str, *, email: str, first_name: str, password_hash: str, now: datetime
) -> Staff:
    """Make the bearer of an invite a member of staff; the first of all is an admin, whatever the invite says.

    `password_hash` is from `hashed`.
    Raises Refused; the session must then be rolled back, so that the invite can be tried again.
    """
    role = _use(session, token, now=now)
    email, first_name = _folded(email), " ".join(first_name.split())
    if len(email) > 254 or not _EMAIL.fullmatch(email):
        raise Refused("email")
    if session.scalar(select(Staff.id).where(Staff.email == email)) is not None:
        raise Refused("email_taken")
    if not 0 < len(first_name) <= 40:
        raise Refused("first_name")
    role = role if any_staff(session) else "admin"
    staff = Staff(email=email, first_name=first_name, password_hash=password_hash, role=role, added_at=now)
    session.add(staff)
    session.flush()  # the audit trail needs the new id
    audit.record(session, Deed.joined, staff=staff, case=None, now=now)
    return staff


def by_email(session: Session, email: str) -> Staff | None:
    """Return who joined with this e-mail, however it is written."""
    return session.scalar(select(Staff).where(Staff.email == _folded(email)))


def checked(staff: Staff | None, password: str) -> Staff:
    """Return the person, if the password is theirs. Slow on purpose: not for use while a session is open.

    Raises Refused with the same reason, after the same work, for a wrong password and an unknown e-mail.
    """
    known = _matches(staff.password_hash if staff else _hash_of_nobody(), password)
    if staff is None or not known:
        raise Refused("sign_in")
    return staff


def sign_in(session: Session, staff: Staff, *, now: datetime) -> str:
    """Return the token of a new sign-in of a `checked` person, to be kept in a cookie. Only its hash is kept here."""
    session.execute(delete(SignIn).where(SignIn.last_at < now - IDLE))
    token = secrets.token_urlsafe(32)
    session.add(SignIn(token_hash=_digest(token), staff_id=staff.id, began_at=now, last_at=now))
    audit.record(session, Deed.signed_in, staff=staff, case=None, now=now)
    return token


def who(session: Session, token: str, *, now: datetime, active: bool = True) -> Staff | None:
    """Return who is signed in with this token, or None: unknown, signed out, or idle for 30 minutes.

    `active` is False for what a page asks for by itself: that does not keep anybody signed in.
    """
    found = session.get(SignIn, _digest(token))
    if found is None:
        return None
    if found.last_at <= now - IDLE:
        session.delete(found)
        return None
    if active:
        found.last_at = now
    return found.staff


def sign_out(session: Session, token: str, *, now: datetime) -> None:
    """End the sign-in of this token, if there is one."""
    found = session.get(SignIn, _digest(token))
    if found is not None:
        audit.record(session, Deed.signed_out, staff=found.staff, case=None, now=now)
        session.delete(found)


def at_work(session: Session, *, now: datetime) -> Sequence[Staff]:
    """Return who is signed in and has pressed something in the last 30 minutes, by first name."""
    active = select(SignIn.staff_id).where(SignIn.last_at > now - IDLE)
    return session.scalars(
        select(Staff)
        .where(Staff.id.in_(active), Staff.removed_at.is_(None))
        .order_by(Staff.first_name, Staff.id)
    ).all()


def _use(session: Session, token: str, *, now: datetime) -> Role:
    # One statement, so that two people with the same link cannot both come in.
    used = session.execute(
        update(Invite)
        .where(Invite.token_hash == _digest(token), Invite.used_at.is_(None), Invite.expires_at > now)
        .values(used_at=now)
        .returning(Invite.role)
    )
    role = used.scalar()
    if role is None:
        raise Refused("invite")
    return role


def _matches(password_hash: str, password: str) -> bool:
    try:
        return _HASHER.verify(password_hash, password)
    except VerifyMismatchError:
        return False


@cache
def _hash_of_nobody() -> str:
    # What an unknown e-mail is checked against, so that the time does not tell who works here.
    return _HASHER.hash(secrets.token_urlsafe(32))


def _folded(email: str) -> str:
    return email.strip().casefold()


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def any_staff(session: Session) -> bool:
    """Return whether anybody can sign in to the desk at all."""
    return session.scalar(select(Staff.id).limit(1)) is not None
