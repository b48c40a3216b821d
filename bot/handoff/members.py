"""Who can sign in to the desk, as an admin sees and changes it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.handoff import audit, second_step, sign_in
from bot.handoff.audit import Deed
from bot.handoff.staff import Refused
from bot.models import Role, Staff

_ROLE_DEEDS: dict[Role, Deed] = {
    "staff": Deed.became_staff,
    "lead": Deed.became_lead,
    "admin": Deed.became_admin,
}


def all_of(session: Session) -> Sequence[Staff]:
    """Return everybody who can sign in, by first name."""
    return session.scalars(
        select(Staff).where(Staff.removed_at.is_(None)).order_by(Staff.first_name, Staff.id)
    ).all()


def _member(session: Session, staff_id: int) -> Staff:
    """Return one of them, to be changed; raises Refused when there is none."""
    # All admins are locked: of two who remove each other, one is the last.
    admins = select(Staff).where((Staff.role == "admin") | (Staff.id == staff_id)).order_by(Staff.id)
    found = session.scalars(admins.with_for_update().execution_options(populate_existing=True)).all()
    one = next((staff for staff in found if staff.id == staff_id and staff.removed_at is None), None)
    if one is None:
        raise Refused("no_such_member")
    return one


def change_role(session: Session, staff_id: int, role: Role, *, by: Staff, now: datetime) -> None:
    """Give somebody another role, from their next page on. Raises Refused for the last admin."""
    staff = _member(session, staff_id)
    if role != "admin":
        _expect_another_admin(session, staff)
    staff.role = role
    audit.record(session, Deed.changed_role, staff=by, case=None, now=now)
    audit.record(session, _ROLE_DEEDS[role], staff=staff, case=None, now=now)


def remove(session: Session, staff_id: int, *, by: Staff, now: datetime) -> Staff:
    """Take somebody away, with e-mail and password. The first name stays with what they wrote to visitors.

    Their cases go back to the queue: see `Casework.let_go`. Raises Refused for the last admin.
    """
    staff = _member(session, staff_id)
    _expect_another_admin(session, staff)
    second_step.forget(session, staff)
    sign_in.end_all(session, staff)
    staff.email, staff.password_hash, staff.removed_at = f"removed {staff.id}", "", now
    audit.record(session, Deed.removed, staff=by, case=None, now=now)
    audit.record(session, Deed.was_removed, staff=staff, case=None, now=now)
    return staff


def reset_second_step(session: Session, staff_id: int, *, by: Staff, now: datetime) -> None:
    """Let somebody who lost phone and codes set the second step up anew, the next time they sign in."""
    staff = _member(session, staff_id)
    second_step.forget(session, staff)
    sign_in.end_all(session, staff)
    audit.record(session, Deed.reset_second_step, staff=by, case=None, now=now)
    audit.record(session, Deed.second_step_was_reset, staff=staff, case=None, now=now)


def _expect_another_admin(session: Session, staff: Staff) -> None:
    others = select(Staff.id).where(Staff.role == "admin", Staff.removed_at.is_(None), Staff.id != staff.id)
    if staff.role == "admin" and session.scalar(others.limit(1)) is None:
        raise Refused("last_admin")
