"""What an admin changes: at once, in the trail with both names, and never so that nobody is left to change it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from sqlalchemy import select

from bot.handoff import members, sign_in
from bot.handoff.staff import Refused, any_staff, by_email
from bot.models import AuditEntry, Role, SignIn, Staff
from tests.bot.house import NOW, House

Change = Callable[..., object]


@pytest.fixture
def admin(either_house: House) -> Staff:
    return either_house.add_staff("Ada", "admin", at_work=True)


def do(house: House, change: Change, staff_id: int, by: Staff, **more: str) -> None:
    with house.sessions.begin() as session:
        change(session, staff_id, by=by, now=NOW, **more)


def trail(house: House) -> list[tuple[str, int | None]]:
    with house.sessions() as session:
        entries = session.scalars(select(AuditEntry).order_by(AuditEntry.id))
        return [(entry.deed, entry.staff_id) for entry in entries if entry.deed != "signed_in"]


@pytest.mark.parametrize("role", ["staff", "lead", "admin"])
def test_another_role(either_house: House, admin: Staff, role: Role) -> None:
    sam = either_house.add_staff("Sam", "lead")
    do(either_house, members.change_role, sam.id, admin, role=role)
    with either_house.sessions() as session:
        assert session.get_one(Staff, sam.id).role == role
    assert trail(either_house) == [("changed_role", admin.id), (f"became_{role}", sam.id)]


def test_who_is_removed_is_nobody_any_more(either_house: House, admin: Staff) -> None:
    sam = either_house.add_staff("Sam", at_work=True)
    do(either_house, members.remove, sam.id, admin)
    with either_house.sessions() as session:
        assert by_email(session, sam.email) is None
        assert by_email(session, f"removed {sam.id}") is None
        assert [one.id for one in members.all_of(session)] == [admin.id]
        assert [*session.scalars(select(SignIn.staff_id))] == [admin.id]
        gone = session.get_one(Staff, sam.id)
        assert (gone.password_hash, gone.first_name) == ("", "Sam")
    assert trail(either_house) == [("removed", admin.id), ("was_removed", sam.id)]
    assert either_house.add_staff("Sam").id != sam.id  # the e-mail is free again


def test_a_removal_in_the_middle_of_signing_in_wins(house: House) -> None:
    admin, sam = house.add_staff("Ada", "admin"), house.add_staff("Sam")
    do(house, members.remove, sam.id, admin)
    with pytest.raises(Refused), house.sessions.begin() as session:
        sign_in.begin(session, sam, seal=house.seal, now=NOW)


@pytest.mark.parametrize("change", [members.remove, partial(members.change_role, role="lead")])
def test_the_last_admin_stays(either_house: House, admin: Staff, change: Change) -> None:
    with pytest.raises(Refused, match="last_admin"):
        do(either_house, change, admin.id, admin)
    either_house.add_staff("Eve", "admin")
    do(either_house, change, admin.id, admin)


def test_of_two_admins_who_remove_each_other_one_stays(either_house: House, admin: Staff) -> None:
    eve = either_house.add_staff("Eve", "admin")

    def remove(pair: tuple[Staff, Staff]) -> None:
        try:
            do(either_house, members.remove, pair[0].id, pair[1])
        except Refused:
            return

    with ThreadPoolExecutor(2) as pool:
        [*pool.map(remove, [(admin, eve), (eve, admin)])]
    with either_house.sessions() as session:
        assert any_staff(session)
        assert len(members.all_of(session)) == 1


def test_a_second_step_that_is_reset_signs_them_out(either_house: House, admin: Staff) -> None:
    sam = either_house.add_staff("Sam", at_work=True)
    do(either_house, members.reset_second_step, sam.id, admin)
    with either_house.sessions() as session:
        assert sam.id not in [*session.scalars(select(SignIn.staff_id))]
    assert trail(either_house) == [("reset_second_step", admin.id), ("second_step_was_reset", sam.id)]


@pytest.mark.parametrize("change", [members.remove, members.reset_second_step])
def test_nobody_cannot_be_changed(house: House, change: Change) -> None:
    admin, sam = house.add_staff("Ada", "admin"), house.add_staff("Sam")
    do(house, members.remove, sam.id, admin)
    for number in (404, sam.id):
        with pytest.raises(Refused, match="no_such_member"):
            do(house, change, number, admin)
