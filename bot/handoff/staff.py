"""Staff: invited by a link, joined with a password, with the rights of a role."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Literal, get_args

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.errors import FingerpostError
from bot.handoff import audit, tokens
from bot.handoff.audit import Deed
from bot.models import Invite, Role, Staff

INVITE_LASTS = timedelta(hours=72)
ROLES: tuple[Role, ...] = get_args(Role)  # each may what those before it may

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
Reason = Literal[
    "invite",
    "email",
    "email_taken",
    "first_name",
    "password_length",
    "sign_in",
    "too_many_tries",
    "locked_out",
    "code",
    "last_admin",
    "no_such_member",
]


class Refused(FingerpostError):
    """An invite, a sign-in or a change that is not accepted.

    `reason` names the words that the person reads, `wait` are the seconds after which it may be tried again.
    """

    def __init__(self, reason: Reason, *, wait: int = 0) -> None:
        super().__init__(reason)
        self.reason: Reason = reason
        self.wait = wait


def may(staff: Staff, needed: Role) -> bool:
    """Whether somebody has the rights of a role: a lead may what staff may, an admin may all."""
    return staff.removed_at is None and ROLES.index(staff.role) >= ROLES.index(needed)


def invite(session: Session, *, role: Role, by: Staff | None = None, now: datetime) -> str:
    """Return the token of a new invite: for one person, good once and for 72 hours. Only its hash is kept.

    `by` is the admin who invites; None at the command line.
    """
    token = tokens.new()
    session.add(Invite(token_hash=tokens.digest(token), role=role, expires_at=now + INVITE_LASTS))
    audit.record(session, Deed.invited, staff=by, case=None, now=now)
    return token


def expect_invite(session: Session, token: str, *, now: datetime) -> None:
    """Raise Refused unless this invite is good: what nobody was invited to is not worth a hash."""
    found = session.get(Invite, tokens.digest(token))
    if found is None or found.used_at is not None or found.expires_at <= now:
        raise Refused("invite")


def accept(
    session: Session, token: str, *, email: str, first_name: str, password_hash: str, now: datetime
) -> Staff:
    """Make the bearer of an invite a member of staff; the first of all is an admin, whatever the invite says.

    `password_hash` is from `password.hashed`.
    Raises Refused; the session must then be rolled back, so that the invite can be tried again.
    """
    role = _use(session, token, now=now)
    email, first_name = folded(email), " ".join(first_name.split())
    if len(email) > 254 or not _EMAIL.fullmatch(email):
        raise Refused("email")
    if by_email(session, email) is not None:
        raise Refused("email_taken")
    if not 0 < len(first_name) <= 40:
        raise Refused("first_name")
    staff = Staff(
        email=email,
        first_name=first_name,
        password_hash=password_hash,
        role=role if any_staff(session) else "admin",
        added_at=now,
    )
    session.add(staff)
    session.flush()  # the audit trail needs the new id
    audit.record(session, Deed.joined, staff=staff, case=None, now=now)
    return staff


def by_email(session: Session, email: str) -> Staff | None:
    """Return who joined with this e-mail, however it is written."""
    return session.scalar(select(Staff).where(Staff.email == folded(email), Staff.removed_at.is_(None)))


def any_staff(session: Session) -> bool:
    """Return whether anybody can sign in to the desk at all."""
    return session.scalar(select(Staff.id).where(Staff.removed_at.is_(None)).limit(1)) is not None


def folded(email: str) -> str:
    """Return an e-mail as it is kept and compared."""
    return email.strip().casefold()


def _use(session: Session, token: str, *, now: datetime) -> Role:
    # One statement, so that two people with the same link cannot both come in.
    used = session.execute(
        update(Invite)
        .where(Invite.token_hash == tokens.digest(token), Invite.used_at.is_(None), Invite.expires_at > now)
        .values(used_at=now)
        .returning(Invite.role)
    )
    role = used.scalar()
    if role is None:
        raise Refused("invite")
    return role
