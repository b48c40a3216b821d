"""Invites work once and not for long; sign-ins say nothing of who works here, and lock when idle."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Literal

import pytest
from argon2 import PasswordHasher, extract_parameters
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.handoff import password, staff
from bot.handoff import sign_in as sign_ins
from bot.handoff.seal import Seal, new_key
from bot.handoff.sign_in import who
from bot.handoff.staff import Refused, invite
from bot.models import AuditEntry, Invite, Role, SignIn, Staff

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SEAL = Seal.with_keys(new_key())
PASSWORD = "teapot gravel moonlight"
PERSON = {"email": "sam@council.gov.uk", "first_name": "Sam"}


class CountingHasher(PasswordHasher):
    """Cheap, and remembers what it was asked to check."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.checked: list[str | bytes] = []

    def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:
        self.checked.append(hash)
        return super().verify(hash, password)


@pytest.fixture(autouse=True)
def hasher(monkeypatch: pytest.MonkeyPatch) -> CountingHasher:
    hasher = CountingHasher()
    monkeypatch.setattr(password, "_HASHER", hasher)
    password._hash_of_nobody.cache_clear()
    return hasher


def accept(
    session: Session, token: str, *, email: str, first_name: str, typed: str = PASSWORD, now: datetime
) -> Staff:
    """Join as the desk does it, on one session."""
    staff.expect_invite(session, token, now=now)
    kept = password.hashed(typed)
    return staff.accept(session, token, email=email, first_name=first_name, password_hash=kept, now=now)


def sign_in(session: Session, email: str, typed: str, *, now: datetime) -> str:
    """Sign in as the desk does it, on one session."""
    person = password.checked(staff.by_email(session, email), typed)
    return sign_ins.begin(session, person, seal=SEAL, password_hash=password.renewed(person, typed), now=now)


def joined(session: Session, **changes: str) -> Staff:
    person = accept(session, invite(session, role="staff", now=NOW), **{**PERSON, **changes}, now=NOW)
    session.commit()
    return person


def test_tokens_are_kept_hashed(session: Session) -> None:
    invited = invite(session, role="staff", now=NOW)
    accept(session, invited, **PERSON, now=NOW)
    signed_in = sign_in(session, PERSON["email"], PASSWORD, now=NOW)
    kept = [*session.scalars(select(Invite.token_hash)), *session.scalars(select(SignIn.token_hash))]
    assert len(kept) == 2
    assert not {invited, signed_in} & set(kept)


def test_a_password_is_kept_as_an_argon2_hash(session: Session) -> None:
    assert joined(session).password_hash.startswith("$argon2id$")


@pytest.mark.parametrize(
    ("later", "works"),
    [
        (timedelta(0), True),
        (timedelta(hours=71, minutes=59), True),
        (timedelta(hours=72), False),
        (timedelta(days=30), False),
    ],
)
def test_an_invite_works_for_72_hours(session: Session, later: timedelta, works: bool) -> None:
    token = invite(session, role="staff", now=NOW)
    if works:
        assert accept(session, token, **PERSON, now=NOW + later).first_name == "Sam"
        return
    with pytest.raises(Refused, match="invite"):
        accept(session, token, **PERSON, now=NOW + later)


@pytest.mark.parametrize("role", ["staff", "lead", "admin"])
def test_the_first_is_an_admin_and_the_others_what_their_invite_says(session: Session, role: Role) -> None:
    assert joined(session).role == "admin"
    token = invite(session, role=role, now=NOW)
    second = accept(session, token, email="alex@council.gov.uk", first_name="Alex", now=NOW)
    assert second.role == role


@pytest.mark.parametrize(
    ("role", "needed", "allowed"),
    [
        ("staff", "staff", True),
        ("staff", "lead", False),
        ("staff", "admin", False),
        ("lead", "staff", True),
        ("lead", "lead", True),
        ("lead", "admin", False),
        ("admin", "staff", True),
        ("admin", "lead", True),
        ("admin", "admin", True),
    ],
)
def test_what_each_role_may(role: Role, needed: Role, allowed: bool) -> None:
    assert staff.may(Staff(role=role), needed) is allowed
    assert not staff.may(Staff(role=role, removed_at=NOW), needed)


def test_a_weak_hash_is_made_anew_at_the_next_sign_in(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = joined(session)
    before = person.password_hash
    sign_in(session, PERSON["email"], PASSWORD, now=NOW)
    assert person.password_hash == before
    monkeypatch.setattr(password, "_HASHER", PasswordHasher(time_cost=2, memory_cost=8, parallelism=1))
    sign_in(session, PERSON["email"], PASSWORD, now=NOW)
    assert extract_parameters(person.password_hash).time_cost == 2
    sign_in(session, PERSON["email"], PASSWORD, now=NOW)


def test_after_twelve_hours_everybody_signs_in_again(session: Session) -> None:
    joined(session)
    token = sign_in(session, PERSON["email"], PASSWORD, now=NOW)
    for minutes in range(20, 12 * 60, 20):
        assert who(session, token, now=NOW + timedelta(minutes=minutes))
    assert who(session, token, now=NOW + timedelta(hours=12)) is None


def test_an_invite_works_once(session: Session) -> None:
    token = invite(session, role="staff", now=NOW)
    accept(session, token, **PERSON, now=NOW)
    with pytest.raises(Refused, match="invite"):
        accept(session, token, **{**PERSON, "email": "alex@council.gov.uk"}, now=NOW)


def test_two_with_one_link_cannot_both_come_in(session: Session) -> None:
    token, kept = invite(session, role="staff", now=NOW), password.hashed(PASSWORD)
    for _ in range(2):
        staff.expect_invite(session, token, now=NOW)
    staff.accept(session, token, email="a@x.org", first_name="A", password_hash=kept, now=NOW)
    with pytest.raises(Refused, match="invite"):
        staff.accept(session, token, email="b@x.org", first_name="B", password_hash=kept, now=NOW)


@pytest.mark.parametrize("token", ["", "never given", "x" * 10_000])
def test_an_unknown_invite_is_refused(session: Session, token: str) -> None:
    with pytest.raises(Refused, match="invite"):
        accept(session, token, **PERSON, now=NOW)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"email": "sam"}, "email"),
        ({"email": "sam at council.gov.uk"}, "email"),
        ({"email": f"{'s' * 250}@council.gov.uk"}, "email"),
        ({"email": "Taken@Council.gov.uk "}, "email_taken"),
        ({"first_name": "  "}, "first_name"),
        ({"first_name": "S" * 41}, "first_name"),
        ({"typed": "eleven char"}, "password_length"),
        ({"typed": "p" * 201}, "password_length"),
    ],
)
def test_what_cannot_be_accepted_leaves_the_invite_good(
    session: Session, change: dict[str, str], reason: str
) -> None:
    joined(session, email="taken@council.gov.uk")
    token = invite(session, role="staff", now=NOW)
    session.commit()
    with pytest.raises(Refused) as refused:
        accept(session, token, **{**PERSON, **change}, now=NOW)
    assert refused.value.reason == reason
    session.rollback()
    assert accept(session, token, **PERSON, now=NOW).email == PERSON["email"]


@pytest.mark.parametrize(
    ("email", "typed"),
    [
        ("sam@council.gov.uk", "teapot gravel moonligh"),
        ("sam@council.gov.uk", ""),
        ("nobody@council.gov.uk", PASSWORD),
        ("", ""),
    ],
)
def test_a_wrong_password_and_an_unknown_email_are_the_same(
    session: Session, hasher: CountingHasher, email: str, typed: str
) -> None:
    person = joined(session)
    with pytest.raises(Refused, match="sign_in"):
        sign_in(session, email, typed, now=NOW)
    (checked,) = hasher.checked  # one check of the same cost, whoever it is
    assert extract_parameters(str(checked)) == extract_parameters(person.password_hash)
    assert session.scalars(select(SignIn)).all() == []


@pytest.mark.parametrize("email", ["sam@council.gov.uk", "  Sam@Council.GOV.uk "])
def test_an_email_is_read_as_people_write_it(session: Session, email: str) -> None:
    person = joined(session)
    assert who(session, sign_in(session, email, PASSWORD, now=NOW), now=NOW) == person


@pytest.mark.parametrize(
    ("asks", "signed_in"),
    [
        ([(29, True)], True),
        ([(30, True)], False),
        ([(29, True), (58, True)], True),
        ([(29, False), (31, True)], False),  # a page that refreshes itself keeps nobody signed in
        ([(31, True), (31, True)], False),
    ],
)
def test_idle_for_half_an_hour_locks(session: Session, asks: list[tuple[int, bool]], signed_in: bool) -> None:
    joined(session)
    token = sign_in(session, PERSON["email"], PASSWORD, now=NOW)
    found = [
        who(session, token, now=NOW + timedelta(minutes=minutes), active=active) for minutes, active in asks
    ]
    assert (found[-1] is not None) is signed_in


@pytest.mark.parametrize("token", ["", "never given"])
def test_an_unknown_token_is_nobody(session: Session, token: str) -> None:
    assert who(session, token, now=NOW) is None
    sign_ins.end(session, token, now=NOW)
    assert session.scalars(select(AuditEntry)).all() == []


def test_signing_out_ends_this_browser_only(session: Session) -> None:
    person = joined(session)
    here, there = (sign_in(session, PERSON["email"], PASSWORD, now=NOW) for _ in range(2))
    sign_ins.end(session, here, now=NOW)
    session.commit()
    assert who(session, here, now=NOW) is None
    assert who(session, there, now=NOW) == person


def test_signing_in_forgets_idle_sign_ins(session: Session) -> None:
    joined(session)
    for later in (0, 20, 45):
        sign_in(session, PERSON["email"], PASSWORD, now=NOW + timedelta(minutes=later))
    moments = session.scalars(select(SignIn.last_at)).all()
    assert sorted(moments) == [NOW + timedelta(minutes=20), NOW + timedelta(minutes=45)]


def test_the_trail_shows_who_came_and_went(session: Session) -> None:
    person = joined(session)
    sign_ins.end(session, sign_in(session, PERSON["email"], PASSWORD, now=NOW), now=NOW)
    trail = session.execute(select(AuditEntry.deed, AuditEntry.staff_id).order_by(AuditEntry.id)).all()
    assert [tuple(entry) for entry in trail] == [
        ("invited", None),
        ("joined", person.id),
        ("signed_in", person.id),
        ("signed_out", person.id),
    ]
