"""A case: opened or joined, taken, given back, ended; and nothing out of turn."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.errors import CaseChanged
from bot.handoff import cases
from bot.models import Case, Conversation, Decline, Staff

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=3)
CHAT = "c" * 32


@pytest.fixture(autouse=True)
def chat(session: Session) -> None:
    session.add(Conversation(id=CHAT, token_hash="", channel="web", summary={}, opened_at=NOW, last_at=NOW))
    session.flush()


@pytest.fixture
def sam(session: Session) -> Staff:
    return _staff(session, "Sam")


def _staff(session: Session, name: str) -> Staff:
    staff = Staff(email=f"{name}@council.gov.uk", first_name=name, password_hash="", added_at=NOW)
    session.add(staff)
    session.flush()
    return staff


def _open(session: Session, action: str = "escalate", *reasons: str) -> tuple[Case, bool]:
    return cases.open_or_join(session, CHAT, action=action, reasons=reasons, now=NOW)


def _ask(case: Case) -> None:
    """The visitor is asked whether the bot may go on."""
    case.asks_visitor, case.outcome = True, "referred"


def test_opening(session: Session) -> None:
    case, alarm = _open(session, "escalate", "suicide")
    assert alarm
    assert (case.state, case.action, case.reasons, case.staff_id) == (
        "waiting",
        "escalate",
        ["suicide"],
        None,
    )
    assert case.opened_at == case.waiting_since == NOW
    assert cases.open_case(session, CHAT) is case


@pytest.mark.parametrize(
    ("first", "then", "action", "alarm"),
    [
        ("none", "none", "none", False),
        ("none", "escalate", "escalate", True),
        ("escalate", "escalate", "escalate", False),
        ("escalate", "emergency", "emergency", True),
        ("emergency", "escalate", "emergency", False),
        ("emergency", "none", "emergency", False),
    ],
)
def test_joining_never_lowers_and_alarms_again_only_when_it_rises(
    session: Session, first: str, then: str, action: str, alarm: bool
) -> None:
    opened, _ = _open(session, first)
    joined, alarmed = _open(session, then)
    assert joined is opened
    assert (joined.action, alarmed) == (action, alarm)


def test_reasons_are_gathered_each_once(session: Session) -> None:
    _open(session, "escalate", "suicide")
    _open(session, "escalate", "self_harm", "suicide")
    case, _ = _open(session, "none", cases.ASKED)
    session.commit()
    assert case.reasons == ["suicide", "self_harm", "asked"]


def test_after_the_end_a_new_one_is_opened(session: Session) -> None:
    first, _ = _open(session)
    cases.end(first, now=LATER)
    second, alarm = _open(session)
    assert alarm
    assert second.id != first.id


def test_the_database_refuses_a_second_open_one(session: Session) -> None:
    _open(session)
    session.add(Case(conversation_id=CHAT, state="waiting", action="none", reasons=[], opened_at=NOW))
    with pytest.raises(IntegrityError):
        session.flush()


def test_taking_leaves_the_visitor_waiting_for_words(session: Session, sam: Staff) -> None:
    case, _ = _open(session)
    cases.take(case, sam, now=LATER)
    assert (case.state, case.staff_id) == ("with_staff", sam.id)
    assert (case.waiting_since, case.visitor_at) == (NOW, LATER)
    cases.held_by(case, sam)
    cases.answered(case, now=LATER)
    assert (case.waiting_since, case.visitor_at) == (None, None)


@pytest.mark.parametrize(
    ("said_after", "kept"),
    [([0.5], 0.5), ([20, 200], 20), ([-5], 0)],
    ids=["once", "twice", "clock put back"],
)
def test_how_long_the_first_words_took_is_kept(
    session: Session, sam: Staff, said_after: list[float], kept: float
) -> None:
    case, _ = _open(session)
    cases.take(case, sam, now=NOW)
    assert case.first_words_after is None
    for seconds in said_after:
        cases.answered(case, now=NOW + timedelta(seconds=seconds))
    assert case.first_words_after == kept


def test_only_a_waiting_case_can_be_taken(session: Session, sam: Staff) -> None:
    case, _ = _open(session)
    cases.take(case, sam, now=LATER)
    for staff in (sam, _staff(session, "Kim")):
        with pytest.raises(CaseChanged):
            cases.take(case, staff, now=LATER)


def test_who_holds_it(session: Session, sam: Staff) -> None:
    case, _ = _open(session)
    with pytest.raises(CaseChanged):
        cases.held_by(case, sam)
    cases.take(case, sam, now=LATER)
    with pytest.raises(CaseChanged):
        cases.held_by(case, _staff(session, "Kim"))


@pytest.mark.parametrize(("answered", "since"), [(False, NOW), (True, LATER)])
def test_back_into_the_queue_with_all_of_the_wait(
    session: Session, sam: Staff, answered: bool, since: datetime
) -> None:
    case, _ = _open(session)
    cases.take(case, sam, now=NOW)
    if answered:
        cases.answered(case, now=LATER)
    _ask(case)
    cases.requeue(case, now=LATER)
    assert (case.state, case.staff_id, case.waiting_since, case.visitor_at) == ("waiting", None, since, None)
    assert (case.asks_visitor, case.outcome) == (False, None)
    with pytest.raises(CaseChanged):
        cases.held_by(case, sam)


def test_declining_twice_keeps_the_last_reason(session: Session, sam: Staff) -> None:
    case, _ = _open(session)
    assert not cases.has_declined(session, case, sam)
    for reason in ("other", "knows_family"):
        cases.decline(session, case, sam, reason=reason, now=NOW)
        session.flush()
    assert cases.has_declined(session, case, sam)
    assert [one.reason for one in session.query(Decline)] == ["knows_family"]


@pytest.mark.parametrize(("then", "stays"), [("none", False), ("escalate", False), (None, True)])
def test_whatever_calls_for_a_person_ends_the_question_whether_the_bot_may_go_on(
    session: Session, sam: Staff, then: str | None, stays: bool
) -> None:
    case, _ = _open(session)
    cases.take(case, sam, now=NOW)
    _ask(case)
    if then:
        _open(session, then)
    cases.visitor_wrote(session, CHAT, now=LATER)
    assert case.asks_visitor is stays


@pytest.mark.parametrize(("told", "kept"), [("referred", "referred"), (None, "signposted")])
def test_the_end_says_what_came_of_it(session: Session, told: str | None, kept: str) -> None:
    case, _ = _open(session)
    case.outcome = "signposted"
    cases.end(case, now=LATER, outcome=told)
    assert case.outcome == kept


def test_an_ended_case_or_none_cannot_be_found(session: Session) -> None:
    case, _ = _open(session)
    assert cases.find(session, case.id) is case
    cases.end(case, now=LATER)
    session.flush()
    assert (case.state, case.ended_at) == ("ended", LATER)
    for number in (case.id, 999):
        with pytest.raises(CaseChanged):
            cases.find(session, number)
    assert cases.open_case(session, CHAT) is None


def test_the_first_unanswered_word_counts(session: Session, sam: Staff) -> None:
    case, _ = _open(session)
    cases.visitor_wrote(session, CHAT, now=NOW)
    assert case.visitor_at is None
    cases.take(case, sam, now=NOW)
    case.visitor_at = None
    for moment in (LATER, LATER + timedelta(minutes=1)):
        cases.visitor_wrote(session, CHAT, now=moment)
    assert case.visitor_at == LATER
    cases.visitor_wrote(session, "nobody", now=NOW)


@pytest.mark.parametrize(("minutes", "late"), [(2, False), (3, False), (4, True)])
def test_unanswered(session: Session, sam: Staff, minutes: int, late: bool) -> None:
    case, _ = _open(session)
    cases.take(case, sam, now=LATER)
    session.flush()
    before = NOW + timedelta(minutes=minutes)
    assert cases.unanswered(session, before=before) == ([case.id] if late else [])


def test_nobody_waits_in_cases_that_nobody_holds(session: Session, sam: Staff) -> None:
    case, _ = _open(session)
    cases.take(case, sam, now=NOW)
    cases.requeue(case, now=NOW)
    session.flush()
    assert cases.unanswered(session, before=LATER) == []
