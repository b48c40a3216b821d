"""A contact that no list of ours has waits for a lead, and the visitor waits until they can read something."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.errors import CaseChanged
from bot.front_door.held_lines import cases_that_wait_for_a_lead, values_in
from bot.models import AuditEntry, HeldLine, Staff
from tests.bot.house import DISCLOSURE, House

pytestmark = pytest.mark.anyio

STRANGE = "Ring my mobile, 07700 900123."


@pytest.fixture
def sam(either_house: House) -> Staff:
    return either_house.add_staff("Sam")


@pytest.fixture
def lead(either_house: House) -> Staff:
    return either_house.add_staff("Lou", "lead")


async def held_case(house: House, holder: Staff) -> int:
    async with house.visitor() as visitor:
        await visitor.says(DISCLOSURE)
    (case,) = house.cases()
    house.relay.take(case.id, holder)
    return case.id


def lines(house: House) -> list[HeldLine]:
    with house.sessions() as session:
        return [*session.scalars(select(HeldLine).order_by(HeldLine.id))]


def heard(house: House) -> list[tuple[str | None, str]]:
    """What staff said to the visitor."""
    (case,) = house.cases()
    return [
        (entry.name, entry.text) for entry in house.journal(case.conversation_id) if entry.author == "staff"
    ]


def deeds(house: House) -> list[str]:
    with house.sessions() as session:
        return [*session.scalars(select(AuditEntry.deed).order_by(AuditEntry.id))]


async def test_a_strange_contact_waits_and_so_does_the_visitor(either_house: House, sam: Staff) -> None:
    case_id = await held_case(either_house, sam)
    assert not either_house.held_lines.say(case_id, sam, STRANGE)
    assert heard(either_house) == []
    (line,) = lines(either_house)
    assert (line.text, line.unknown) == (STRANGE, ["07700900123"])
    (case,) = either_house.cases()
    assert case.waiting_since is not None
    assert case.visitor_at is not None
    either_house.clock.move(minutes=3)
    assert either_house.relay.requeue_unanswered(after=timedelta(minutes=2)) == 1
    assert deeds(either_house)[-1] == "line_held"


@pytest.mark.parametrize(
    "text",
    [
        "Hello, I am here.",
        "Ring 999, or Childline on 0800 1111.",  # a card has it
        "Text SHOUT to 85258.",  # a ready answer has it
        "You could ring 0300 123 9122.",  # the directory has it
    ],
)
async def test_what_is_listed_goes_at_once(house: House, text: str) -> None:
    sam = house.add_staff()
    with house.sessions.begin() as session:
        connection = session.connection()
        known = connection.exec_driver_sql("SELECT value FROM contact WHERE kind = 'phone' LIMIT 1").scalar()
    case_id = await held_case(house, sam)
    said = text.replace("0300 123 9122", str(known))
    assert house.held_lines.say(case_id, sam, said)
    assert heard(house) == [("Sam", said)]
    assert house.cases()[0].waiting_since is None


@pytest.mark.parametrize("role", ["lead", "admin"])
async def test_a_leads_own_line_goes_at_once(house: House, role: str) -> None:
    lou = house.add_staff("Lou", role)  # type: ignore[arg-type]
    case_id = await held_case(house, lou)
    assert house.held_lines.say(case_id, lou, STRANGE)
    assert heard(house) == [("Lou", STRANGE)]


async def test_what_a_lead_approves_is_read_in_the_writers_name(
    either_house: House, sam: Staff, lead: Staff
) -> None:
    case_id = await held_case(either_house, sam)
    either_house.held_lines.say(case_id, sam, STRANGE)
    (line,) = lines(either_house)
    either_house.held_lines.approve(case_id, line.id, lead)
    assert heard(either_house) == [("Sam", STRANGE)]
    assert lines(either_house) == []
    (case,) = either_house.cases()
    assert (case.waiting_since, case.staff_id) == (None, sam.id)
    with pytest.raises(CaseChanged):
        either_house.held_lines.approve(case_id, line.id, lead)  # pressed twice
    assert len(heard(either_house)) == 1
    assert deeds(either_house)[-2:] == ["line_held", "line_approved"]


async def test_what_a_lead_sends_back_is_never_read_and_its_writer_changes_it(
    either_house: House, sam: Staff, lead: Staff
) -> None:
    held = either_house.held_lines
    case_id = await held_case(either_house, sam)
    held.say(case_id, sam, STRANGE)
    (line,) = lines(either_house)
    held.send_back(case_id, line.id, lead)
    with pytest.raises(CaseChanged):
        held.approve(case_id, line.id, lead)
    with pytest.raises(CaseChanged):
        held.withdraw(case_id, line.id, lead)
    assert held.withdraw(case_id, line.id, sam) == STRANGE
    assert (lines(either_house), heard(either_house)) == ([], [])


@pytest.mark.parametrize("then", ["release", "end", "other_case"])
async def test_a_line_is_not_sent_when_its_writer_does_not_hold_the_case_any_more(
    either_house: House, sam: Staff, lead: Staff, then: str
) -> None:
    case_id = await held_case(either_house, sam)
    either_house.held_lines.say(case_id, sam, STRANGE)
    (line,) = lines(either_house)
    if then != "other_case":
        getattr(either_house.relay, then)(case_id, sam)
    with pytest.raises(CaseChanged):
        either_house.held_lines.approve(case_id + (then == "other_case"), line.id, lead)
    assert heard(either_house) == []


async def test_leads_are_told_of_the_oldest_line_of_each_open_case(house: House) -> None:
    sam = house.add_staff()
    case_id = await held_case(house, sam)
    began = house.clock()
    for _ in range(2):
        house.held_lines.say(case_id, sam, STRANGE)
        house.clock.move(seconds=20)
    with house.sessions() as session:
        assert cases_that_wait_for_a_lead(session) == {case_id: began}
    house.relay.end(case_id, sam)
    with house.sessions() as session:
        assert cases_that_wait_for_a_lead(session) == {}


def test_contacts_are_found_wherever_a_file_keeps_them() -> None:
    one, two = {"kind": "phone", "value": "111"}, {"kind": "text", "value": "85258", "label": "x"}
    assert [*values_in({"a": {"b": [one, {"c": two}]}, "value": "no contact", "n": 3})] == ["111", "85258"]
