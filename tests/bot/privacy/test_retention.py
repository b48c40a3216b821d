"""What the greeting promises is carried out, and a case outlives its chat's time by its own."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.front_door import doubts
from bot.models import Case, Conversation, Decline, Doubt, HeldLine, Note
from bot.privacy.erasure import Eraser
from bot.privacy.retention import Retention
from tests.bot.house import DISCLOSURE, EVERYDAY, NOW, House
from tests.bot.privacy.conftest import Remember

pytestmark = pytest.mark.anyio

DAYS, CASE_DAYS = 30, 365


@pytest.fixture
def retention(house: House, eraser: Eraser) -> Retention:
    return Retention(sessions=house.sessions, eraser=eraser, keep_days=DAYS, keep_case_days=CASE_DAYS)


@pytest.mark.parametrize(("days", "gone"), [(29, 0), (30, 0), (31, 1)])
async def test_a_chat_goes_after_its_days(house: House, retention: Retention, days: int, gone: int) -> None:
    async with house.visitor() as visitor:
        await visitor.says(EVERYDAY)
    assert retention.carry_out(NOW + timedelta(days=days)) == gone
    assert house.count(Conversation) == 1 - gone


async def test_days_count_from_the_last_message(house: House, retention: Retention) -> None:
    async with house.visitor() as visitor:
        house.clock.move(days=20)
        await visitor.says(EVERYDAY)
    assert retention.carry_out(NOW + timedelta(days=40)) == 0


@pytest.mark.parametrize(("days", "kept"), [(30, 1), (31, 0)])
def test_what_visitors_say_of_the_directory_goes_with_the_chats(
    house: House, retention: Retention, days: int, kept: int
) -> None:
    with house.sessions.begin() as session:
        doubts.keep(session, "kettle", "It rings out.", now=NOW)
    retention.carry_out(NOW + timedelta(days=days))
    assert house.count(Doubt) == kept


async def test_its_bytes_go_too(house: House, retention: Retention) -> None:
    async with house.visitor() as visitor:
        await visitor.says("How do I get short breaks for my son? quokkaquokka. " * 60)
    retention.carry_out(NOW + timedelta(days=31))
    kept = b"".join(path.read_bytes() for path in house.settings.var.glob("*.db*"))
    assert b"quokkaquokka" not in kept


@pytest.mark.parametrize(
    ("ended_after", "days", "kept"),
    [
        (None, 9999, (1, 1)),  # open: somebody must still look at it
        (0, 31, (1, 1)),
        (0, 365, (1, 1)),
        (0, 366, (0, 0)),
        (100, 400, (1, 1)),
    ],
)
async def test_a_case_is_kept_for_its_own_time(
    house: House, retention: Retention, ended_after: int | None, days: int, kept: tuple[int, int]
) -> None:
    async with house.visitor() as visitor:
        await visitor.says(DISCLOSURE)
    if ended_after is not None:
        house.clock.move(days=ended_after)
        sam = house.add_staff()
        (case,) = house.cases()
        house.relay.take(case.id, sam)
        house.relay.hand_back(case.id, sam)
    retention.carry_out(NOW + timedelta(days=days))
    assert (house.count(Case), house.count(Conversation)) == kept


@pytest.mark.parametrize(("days", "kept"), [(365, 1), (366, 0)])
async def test_what_staff_wrote_beside_a_case_goes_with_it(
    either_house: House, eraser: Eraser, days: int, kept: int
) -> None:
    sam = either_house.add_staff()
    async with either_house.visitor() as visitor:
        await visitor.says(DISCLOSURE)
    (case,) = either_house.cases()
    either_house.casework.decline(case.id, sam, reason="other")
    either_house.relay.take(case.id, sam)
    either_house.held_lines.say(case.id, sam, "Ring 07700 900123.")
    with either_house.sessions.begin() as session:
        session.add(Note(case_id=case.id, staff_id=sam.id, text="Rang the school.", at=NOW))
    either_house.relay.end(case.id, sam)
    sessions = either_house.sessions
    retention = Retention(sessions=sessions, eraser=eraser, keep_days=DAYS, keep_case_days=CASE_DAYS)
    retention.carry_out(NOW + timedelta(days=days))
    assert [either_house.count(table) for table in (Case, Decline, HeldLine, Note)] == [kept] * 4


async def test_rasa_forgets_all_but_chats_within_their_days(
    house: House, retention: Retention, eraser: Eraser, remember: Remember
) -> None:
    async with house.visitor() as old, house.visitor() as with_case, house.visitor() as erased:
        await with_case.says(DISCLOSURE)
        house.clock.move(days=20)
        await erased.says(DISCLOSURE)
        await erased.call("DELETE")
    async with house.visitor() as young:
        remember(old.id, with_case.id, erased.id, young.id, "canary", "of-a-chat-that-is-gone")
    retention.carry_out(NOW + timedelta(days=31))
    assert eraser.known_to_rasa() == {young.id}


async def test_nothing_is_past_its_time(retention: Retention) -> None:
    assert retention.carry_out(NOW) == 0
