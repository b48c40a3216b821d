"""The lock of an account: ten tries that failed, and signing in with its e-mail is refused for a quarter of an hour.

Kept in the database, so that a restart forgets nothing, and for every e-mail that is tried: whoever is locked
out does not learn whether anybody has it. Whoever is signed in already stays so.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from math import ceil

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.handoff import tokens
from bot.handoff.staff import Refused, folded
from bot.models import FailedSignIn

TRIES = 10
LASTS = timedelta(minutes=15)


def admit(session: Session, email: str, *, now: datetime) -> None:
    """Count a try; raises Refused with the seconds to wait when there were too many.

    It is counted before the password is checked, so that a hundred tries at once count as a hundred.
    """
    session.execute(delete(FailedSignIn).where(FailedSignIn.last_at <= now - LASTS))
    found = _found(session, email, now)
    if found.tries >= TRIES:
        raise Refused("locked_out", wait=ceil((found.last_at + LASTS - now).total_seconds()))
    found.tries, found.last_at = found.tries + 1, now


def lift(session: Session, email: str) -> None:
    """Forget the tries of an e-mail: its owner came in, or somebody at the machine lifts the lock."""
    session.execute(delete(FailedSignIn).where(FailedSignIn.email_hash == _key(email)))


def _found(session: Session, email: str, now: datetime) -> FailedSignIn:
    mine = select(FailedSignIn).where(FailedSignIn.email_hash == _key(email)).with_for_update()
    found = session.scalar(mine)
    if found is None:
        try:
            with session.begin_nested():
                session.add(FailedSignIn(email_hash=_key(email), tries=0, last_at=now))
        except IntegrityError:
            pass  # somebody else tries the same e-mail at this moment
        found = session.scalars(mine).one()
    return found


def _key(email: str) -> str:
    return tokens.digest(folded(email))
