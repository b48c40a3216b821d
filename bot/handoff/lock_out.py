"""The lock of an account: ten tries that failed, and signing in with its e-mail is refused for a quarter of an hour.

Kept in the database, so that a restart forgets nothing, and for every e-mail that is tried: whoever is locked
out does not learn whether anybody has it. Whoever is signed in already stays so.

The lock of an account and its lifting are in the audit trail, once each. That of an e-mail which nobody here has is
not: it locks nobody, and strangers could fill a trail from which nothing can be taken out.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from math import ceil

from sqlalchemy import Select, delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.database import Sessions
from bot.handoff import audit, tokens
from bot.handoff.audit import Deed
from bot.handoff.staff import Refused, by_email, folded
from bot.models import FailedSignIn, Staff

TRIES = 10
LASTS = timedelta(minutes=15)


@contextmanager
def trying(sessions: Sessions, email: str, *, now: datetime) -> Iterator[None]:
    """Count one try around what it tries. When it fails, a lock that it brings is noted; raises what `admit` raises."""
    try:
        with sessions.begin() as session:
            admit(session, email, now=now)
        yield
    except Refused:
        # In a transaction of its own: that of what failed is rolled back.
        with sessions.begin() as session:
            _note(session, email, now=now)
        raise


def admit(session: Session, email: str, *, now: datetime) -> None:
    """Count a try; raises Refused with the seconds to wait when there were too many.

    It is counted before the password is checked, so that a hundred tries at once count as a hundred.
    """
    session.execute(delete(FailedSignIn).where(FailedSignIn.last_at <= now - LASTS))
    found = _found(session, email, now)
    if found.tries >= TRIES:
        raise Refused("locked_out", wait=ceil((found.last_at + LASTS - now).total_seconds()))
    found.tries, found.last_at = found.tries + 1, now


def lift(session: Session, email: str, *, by: Staff | None, now: datetime) -> None:
    """Forget the tries of an e-mail: its owner came in, or somebody at the machine (None) lifts the lock."""
    audit.head(session)  # held before the tries, here and in `_note`: the other way round is a deadlock
    mine = delete(FailedSignIn).where(FailedSignIn.email_hash == _key(email))
    locked_at = session.scalar(mine.returning(FailedSignIn.locked_at))
    staff = by_email(session, email)
    if staff is not None and locked_at is not None and now < locked_at + LASTS:
        audit.record(session, Deed.lifted_lock, staff=by, case=None, now=now)
        audit.record(session, Deed.lock_was_lifted, staff=staff, case=None, now=now)


def _note(session: Session, email: str, *, now: datetime) -> None:
    """Note a lock, once, and in the trail whose it is. Nobody's e-mail takes as long: time would tell."""
    audit.head(session)
    found, staff = session.scalar(_mine(email)), by_email(session, email)
    if found is None or found.tries < TRIES or found.locked_at is not None:
        return
    found.locked_at = now
    if staff is not None:
        audit.record(session, Deed.was_locked_out, staff=staff, case=None, now=now)


def _found(session: Session, email: str, now: datetime) -> FailedSignIn:
    found = session.scalar(_mine(email))
    if found is None:
        try:
            with session.begin_nested():
                session.add(FailedSignIn(email_hash=_key(email), tries=0, last_at=now))
        except IntegrityError:
            pass  # somebody else tries the same e-mail at this moment
        found = session.scalars(_mine(email)).one()
    return found


def _mine(email: str) -> Select[FailedSignIn]:
    return select(FailedSignIn).where(FailedSignIn.email_hash == _key(email)).with_for_update()


def _key(email: str) -> str:
    return tokens.digest(folded(email))
