"""A code of the app works once and for about a minute; a recovery code works once; nothing else does."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pyotp
import pytest
from sqlalchemy import select

from bot.handoff import second_step
from bot.handoff.seal import Seal, Unreadable, new_key
from bot.handoff.staff import Refused
from bot.models import AuditEntry, RecoveryCode, Staff
from tests.bot.house import NOW, House

MUCH_LATER = NOW + timedelta(hours=1)


@pytest.fixture
def sam(either_house: House) -> Staff:
    return either_house.add_staff("Sam")


def key(house: House, staff: Staff) -> str:
    with house.sessions.begin() as session:
        return second_step.key(session, staff, seal=house.seal)


def code(secret: str, at: datetime) -> str:
    return pyotp.TOTP(secret).at(at)


def set_up(house: House, staff: Staff) -> tuple[str, list[str]]:
    """The key of the app, and the recovery codes."""
    secret = key(house, staff)
    with house.sessions.begin() as session:
        return secret, second_step.set_up(session, staff, code(secret, NOW), seal=house.seal, now=NOW)


def passes(
    house: House, staff: Staff, typed: str, *, seal: Seal | None = None, now: datetime = MUCH_LATER
) -> bool:
    with house.sessions.begin() as session:
        person = session.get_one(Staff, staff.id, with_for_update=True)
        return second_step.passes(session, person, typed, seal=seal or house.seal, now=now)


def test_the_key_stays_the_same_until_it_is_in_use_and_is_never_shown_again(
    either_house: House, sam: Staff
) -> None:
    assert key(either_house, sam) == key(either_house, sam)
    set_up(either_house, sam)
    with pytest.raises(Refused):
        key(either_house, sam)


def test_the_picture_names_the_desk_and_the_person(house: House) -> None:
    assert second_step.link(Staff(email="sam@council.gov.uk"), "ABCDEFGH" * 4) == (
        "otpauth://totp/Fingerpost:sam%40council.gov.uk?secret=ABCDEFGHABCDEFGHABCDEFGHABCDEFGH&issuer=Fingerpost"
    )


@pytest.mark.parametrize("typed", ["", "000000", "abcdef", "1" * 400, "\u0661\u0662"])
def test_a_wrong_first_code_sets_nothing_up(either_house: House, sam: Staff, typed: str) -> None:
    key(either_house, sam)
    with pytest.raises(Refused, match="code"), either_house.sessions.begin() as session:
        second_step.set_up(session, sam, typed, seal=either_house.seal, now=NOW)
    assert passes(either_house, sam, "")  # none is asked for yet


@pytest.mark.parametrize(
    ("seconds", "works"), [(0, True), (-30, True), (30, True), (-60, False), (60, False), (3600, False)]
)
def test_a_code_works_for_about_a_minute(house: House, seconds: int, works: bool) -> None:
    sam = house.add_staff()
    secret, _ = set_up(house, sam)
    typed = code(secret, MUCH_LATER + timedelta(seconds=seconds))
    assert passes(house, sam, f" {typed[:3]} {typed[3:]} ") is works


def test_a_code_works_once(either_house: House, sam: Staff) -> None:
    secret, _ = set_up(either_house, sam)
    assert not passes(either_house, sam, code(secret, NOW), now=NOW)  # it was the first code
    typed = code(secret, MUCH_LATER)
    with ThreadPoolExecutor(4) as pool:
        found = [*pool.map(lambda _: passes(either_house, sam, typed), range(4))]
    assert sorted(found) == [False, False, False, True]
    before = code(secret, MUCH_LATER - timedelta(seconds=30))
    assert not passes(either_house, sam, before)  # nor one that is older than the last


def test_a_recovery_code_works_once_and_only_for_its_owner(either_house: House, sam: Staff) -> None:
    kim = either_house.add_staff("Kim")
    (_, mine), (_, theirs) = set_up(either_house, sam), set_up(either_house, kim)
    assert len({*mine, *theirs}) == 2 * second_step.CODES
    assert not passes(either_house, kim, mine[0])
    assert passes(either_house, sam, f" {mine[0].upper().replace('-', ' ')} ")
    assert not passes(either_house, sam, mine[0])
    with either_house.sessions() as session:
        assert second_step.codes_left(session, sam) == second_step.CODES - 1
        kept = {*session.scalars(select(RecoveryCode.code_hash))}
    assert not kept & {*mine, *theirs}


def test_new_recovery_codes_replace_the_old_and_need_the_app(either_house: House, sam: Staff) -> None:
    secret, old = set_up(either_house, sam)
    for typed in ("000000", old[0]):
        with pytest.raises(Refused, match="code"), either_house.sessions.begin() as session:
            second_step.renew_codes(session, sam, typed, seal=either_house.seal, now=MUCH_LATER)
    with either_house.sessions.begin() as session:
        new = second_step.renew_codes(
            session, sam, code(secret, MUCH_LATER), seal=either_house.seal, now=MUCH_LATER
        )
    assert [passes(either_house, sam, one) for one in (old[0], new[0])] == [False, True]


def test_what_is_forgotten_is_set_up_anew_with_another_key(either_house: House, sam: Staff) -> None:
    secret, _codes = set_up(either_house, sam)
    with either_house.sessions.begin() as session:
        second_step.forget(session, session.get_one(Staff, sam.id))
    assert key(either_house, sam) != secret
    with either_house.sessions() as session:
        assert second_step.codes_left(session, sam) == 0


# -- sealed


def _kept(house: House) -> list[str]:
    with house.sessions() as session:
        return [*filter(None, session.scalars(select(Staff.totp_sealed)))]


def test_the_key_is_encrypted_where_it_is_kept(either_house: House, sam: Staff) -> None:
    secret, _codes = set_up(either_house, sam)
    (kept,) = _kept(either_house)
    assert secret not in kept
    assert either_house.seal.open(kept, member=sam.id) == secret


def test_without_its_key_it_fails_and_says_what_to_do_and_recovery_codes_work(
    either_house: House, sam: Staff
) -> None:
    secret, codes = set_up(either_house, sam)
    other = Seal.with_keys(new_key())
    for typed in ("", "000000", code(secret, MUCH_LATER)):
        with pytest.raises(Unreadable, match=f"member {sam.id} cannot be read .* Put the earlier key back"):
            passes(either_house, sam, typed, seal=other)
    assert passes(either_house, sam, codes[0], seal=other)
    assert passes(either_house, sam, code(secret, MUCH_LATER))  # nothing was lost


def test_with_a_new_key_before_the_old_everybody_is_sealed_anew(either_house: House, sam: Staff) -> None:
    old, new = new_key(), new_key()
    kim = either_house.add_staff("Kim")
    for one in (sam, kim):
        with either_house.sessions.begin() as session:
            second_step.key(session, one, seal=Seal.with_keys(old))
    with either_house.sessions.begin() as session:
        both = Seal.with_keys(f"{new}, {old}")
        assert second_step.seal_anew(session, seal=both, now=NOW) == 2
        assert session.scalars(select(AuditEntry.deed)).all()[-1] == "resealed"
    for one, kept in zip((sam, kim), _kept(either_house), strict=True):
        assert Seal.with_keys(new).open(kept, member=one.id)
        with pytest.raises(Unreadable):
            Seal.with_keys(old).open(kept, member=one.id)


def test_one_that_cannot_be_read_leaves_all_as_they_are(house: House) -> None:
    sam, kim = house.add_staff("Sam"), house.add_staff("Kim")
    keys = [new_key(), new_key()]
    for one, written in zip((sam, kim), keys, strict=True):
        with house.sessions.begin() as session:
            second_step.key(session, one, seal=Seal.with_keys(written))
    before = _kept(house)
    with pytest.raises(Unreadable, match=f"member {kim.id}"), house.sessions.begin() as session:
        second_step.seal_anew(session, seal=Seal.with_keys(f"{new_key()},{keys[0]}"), now=NOW)
    assert _kept(house) == before
