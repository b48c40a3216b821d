"""Passwords: kept as Argon2 hashes. All of it is slow on purpose: not for use while a session is open."""

from __future__ import annotations

import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from bot.handoff.staff import Refused
from bot.models import Staff

SHORTEST, LONGEST = 12, 200  # characters

_HASHER = PasswordHasher()


def hashed(password: str) -> str:
    """Return what is kept of a new password. Raises Refused when it is too short or too long."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise Refused("password_length")
    return _HASHER.hash(password)


def checked(staff: Staff | None, password: str) -> Staff:
    """Return the person, if the password is theirs.

    Raises Refused with the same reason, after the same work, for a wrong password and an unknown e-mail.
    """
    known = _matches(staff.password_hash if staff else _hash_of_nobody(), password)
    if staff is None or not known:
        raise Refused("sign_in")
    return staff


def renewed(staff: Staff, password: str) -> str | None:
    """Return a new hash of a `checked` password if the kept one is weaker than those of today."""
    return _HASHER.hash(password) if _HASHER.check_needs_rehash(staff.password_hash) else None


def _matches(password_hash: str, password: str) -> bool:
    try:
        return _HASHER.verify(password_hash, password)
    except VerifyMismatchError:
        return False


@cache
def _hash_of_nobody() -> str:
    # What an unknown e-mail is checked against, so that the time does not tell who works here.
    return _HASHER.hash(secrets.token_urlsafe(32))
