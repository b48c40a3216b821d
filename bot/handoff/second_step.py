"""The second step of signing in: a code from an app on the person's phone (TOTP), or a recovery code once."""

from __future__ import annotations

import hmac
import re
import secrets
from datetime import datetime

import pyotp
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from bot.handoff import audit, tokens
from bot.handoff.audit import Deed
from bot.handoff.seal import Seal
from bot.handoff.staff import Refused
from bot.models import RecoveryCode, Staff

ISSUER = "Fingerpost"
CODES = 10  # recovery codes

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that look alike
_STEP = 30  # seconds for which an app shows a code
_LATE_OR_EARLY = (0, -1, 1)  # steps: clocks differ, and people type slowly


def is_set_up(staff: Staff) -> bool:
    """Whether this person has shown that their app works: from then on a code is asked for."""
    return staff.totp_step is not None


def key(session: Session, staff: Staff, *, seal: Seal) -> str:
    """Return the key for the person's app, as long as it is not set up; it is made when it is first asked for."""
    person = session.get_one(Staff, staff.id, with_for_update=True, populate_existing=True)
    if is_set_up(person):
        raise Refused("code")  # what is in use is never shown again
    if person.totp_sealed is None:
        person.totp_sealed = seal.close(pyotp.random_base32())
    return seal.open(person.totp_sealed, member=person.id)


def link(staff: Staff, secret: str) -> str:
    """Return what the picture for the app says."""
    return pyotp.TOTP(secret).provisioning_uri(name=staff.email, issuer_name=ISSUER)


def set_up(session: Session, staff: Staff, code: str, *, seal: Seal, now: datetime) -> list[str]:
    """Switch the second step on with a first code; returns the recovery codes. Raises Refused for a wrong code."""
    person = session.get_one(Staff, staff.id, with_for_update=True, populate_existing=True)
    if is_set_up(person) or not _is_new(person, code, seal, now):
        raise Refused("code")
    audit.record(session, Deed.second_step_set_up, staff=person, case=None, now=now)
    return _new_codes(session, person)


def renew_codes(session: Session, staff: Staff, code: str, *, seal: Seal, now: datetime) -> list[str]:
    """Return new recovery codes in place of the old ones. Raises Refused unless a code of the app is given."""
    person = session.get_one(Staff, staff.id, with_for_update=True, populate_existing=True)
    if not _is_new(person, code, seal, now):
        raise Refused("code")
    audit.record(session, Deed.renewed_codes, staff=person, case=None, now=now)
    return _new_codes(session, person)


def passes(session: Session, staff: Staff, code: str, *, seal: Seal, now: datetime) -> bool:
    """Whether somebody may come in with this code; it is used up. Without a second step none is asked for.

    Recovery codes are looked at first: they work when the key of the app cannot be read (`Unreadable`).
    """
    return not is_set_up(staff) or _is_recovery(session, staff, code) or _is_new(staff, code, seal, now)


def codes_left(session: Session, staff: Staff) -> int:
    """Return how many recovery codes have not been used."""
    mine = RecoveryCode.staff_id == staff.id
    return session.scalar(select(func.count()).select_from(RecoveryCode).where(mine)) or 0


def forget(session: Session, staff: Staff) -> None:
    """Take the second step away, for somebody who lost phone and codes: they set it up anew."""
    staff.totp_sealed = staff.totp_step = None
    session.execute(delete(RecoveryCode).where(RecoveryCode.staff_id == staff.id))


def seal_anew(session: Session, *, seal: Seal, now: datetime) -> int:
    """Seal the key of every app with the newest key of the seal. Returns how many; raises Unreadable for any."""
    people = session.scalars(select(Staff).where(Staff.totp_sealed.is_not(None)).with_for_update()).all()
    for person in people:
        person.totp_sealed = seal.close(seal.open(person.totp_sealed or "", member=person.id))
    audit.record(session, Deed.resealed, staff=None, case=None, now=now)
    return len(people)


def _is_new(staff: Staff, code: str, seal: Seal, now: datetime) -> bool:
    """Whether the app shows this code now and it was not used; notes that it is used."""
    if staff.totp_sealed is None:
        return False
    secret = seal.open(staff.totp_sealed, member=staff.id)
    app, typed = pyotp.TOTP(secret, interval=_STEP), re.sub(r"\s", "", code)
    for off in _LATE_OR_EARLY:
        step = int(now.timestamp()) // _STEP + off
        shown = app.generate_otp(step)
        if hmac.compare_digest(shown.encode(), typed.encode()) and step > (staff.totp_step or 0):
            staff.totp_step = step
            return True
    return False


def _is_recovery(session: Session, staff: Staff, code: str) -> bool:
    used = delete(RecoveryCode).where(
        RecoveryCode.code_hash == tokens.digest(_plain(code)), RecoveryCode.staff_id == staff.id
    )
    return session.execute(used.returning(RecoveryCode.staff_id)).first() is not None


def _new_codes(session: Session, staff: Staff) -> list[str]:
    session.execute(delete(RecoveryCode).where(RecoveryCode.staff_id == staff.id))
    codes = [
        "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3)) for _ in range(CODES)
    ]
    for code in codes:
        session.add(RecoveryCode(code_hash=tokens.digest(_plain(code)), staff_id=staff.id))
    return codes


def _plain(code: str) -> str:
    return re.sub(r"[\s-]", "", code).casefold()
