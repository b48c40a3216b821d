"""Every alarm reaches the posts on call, once and in time, whatever breaks on the way; and it holds no words."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import logging

import pytest
from sqlalchemy import delete, func, select

from bot.handoff.alarm_watch import LONGEST_PAUSE, AlarmWatch, pause
from bot.handoff.duty import Post
from bot.models import Alarm, Case, Told
from tests.bot.handoff.on_call import SECRET, OnCall, rota, settings
from tests.bot.house import CHECK_IN, DISCLOSURE, EMERGENCY, EVERYDAY, House

pytestmark = pytest.mark.anyio


async def _disclose(on_call: OnCall, text: str = DISCLOSURE) -> Case:
    async with on_call.house.visitor() as visitor:
        await visitor.says(text)
    return on_call.house.cases()[-1]


def _unsettled(house: House) -> int:
    with house.sessions() as session:
        return session.scalar(select(func.count()).where(Alarm.settled_at.is_(None))) or 0


async def test_the_first_post_is_told_at_once_by_every_channel(on_call: OnCall) -> None:
    case = await _disclose(on_call)
    await on_call.look()
    assert on_call.steps == [(case.id, 0)]
    ((to, mail),) = on_call.mail.mail
    assert (to, mail["Subject"]) == ("duty@example.gov.uk", f"Fingerpost: case {case.id} waits")
    assert f"http://desk.example/desk/cases/{case.id}" in str(mail.get_payload())
    assert on_call.web.received[0]["link"] == f"http://desk.example/desk/cases/{case.id}"


@pytest.mark.parametrize("text", [DISCLOSURE, EMERGENCY, "my dad hits me and i live in wisbech, i am 13"])
async def test_nothing_of_the_visitor_is_in_it(on_call: OnCall, text: str) -> None:
    case = await _disclose(on_call, text)
    await on_call.look()
    sent = json.dumps(on_call.web.received) + "".join(mail.as_string() for _, mail in on_call.mail.mail)
    told = {
        *text.lower().split(),
        *map(str, case.reasons),
        case.action,
        case.conversation_id,
        "cambridgeshire",
    }
    assert not [
        word for word in told - {"the", "and", "all", "have"} if len(word) > 2 and word in sent.lower()
    ]
    assert set(on_call.web.received[0]) == {"key", "event", "subject", "text", "link", "case", "step"}


async def test_a_webhook_is_signed(on_call: OnCall) -> None:
    await _disclose(on_call)
    await on_call.look()
    ((headers, body),) = on_call.web.tried
    signed = headers["X-Fingerpost-Timestamp"].encode() + b"." + body
    expected = hmac.new(SECRET.encode(), signed, hashlib.sha256).hexdigest()
    assert headers["X-Fingerpost-Signature"] == f"sha256={expected}"
    assert headers["X-Fingerpost-Timestamp"] == str(int(on_call.house.clock.now.timestamp()))
    assert headers["Idempotency-Key"] == on_call.web.received[0]["key"]


async def test_nobody_is_told_of_an_ordinary_message(on_call: OnCall) -> None:
    async with on_call.house.visitor() as visitor:
        await visitor.says(EVERYDAY)
    await on_call.look()
    assert on_call.web.tried == []


@pytest.mark.parametrize(
    ("text", "seconds", "steps"),
    [
        (DISCLOSURE, 59, [0]),
        (DISCLOSURE, 60, [0, 1]),
        (DISCLOSURE, 180, [0, 1, 2]),
        (DISCLOSURE, 300, [0, 1, 2, 3]),
        (EMERGENCY, 60, [0, 1]),
        (None, 300, [0]),
        (None, 900, [0, 1]),
    ],
)
async def test_the_next_post_is_told_in_its_time(
    on_call: OnCall, text: str | None, seconds: int, steps: list[int]
) -> None:
    async with on_call.house.visitor() as visitor:
        await (visitor.says(text) if text else visitor.call("POST", "/person"))
    await on_call.pass_time(seconds)
    await on_call.pass_time(0)
    assert sorted(step for _, step in on_call.steps if step is not None) == steps
    with on_call.house.sessions() as session:
        told = select(Told.post).where(Told.channel == "webhook").order_by(Told.step)
        names = ["Duty worker", "Team manager", "Head of service", "Head of service"]
        assert [*session.scalars(told)] == names[: len(steps)]


async def test_only_a_persons_words_stop_the_clock(on_call: OnCall) -> None:
    sam = on_call.house.add_staff()
    case = await _disclose(on_call)
    await on_call.look()
    on_call.house.relay.take(case.id, sam)
    await on_call.pass_time(60)
    assert [step for _, step in on_call.steps] == [0, 1]
    on_call.house.relay.say(case.id, sam, "Hello, I am Sam.")
    await on_call.pass_time(600)
    assert [step for _, step in on_call.steps] == [0, 1]
    assert _unsettled(on_call.house) == 0


async def test_news_after_an_answer_starts_the_clock_again(on_call: OnCall) -> None:
    sam = on_call.house.add_staff()
    async with on_call.house.visitor() as visitor:
        await visitor.says(DISCLOSURE)
        (case,) = on_call.house.cases()
        await on_call.look()
        on_call.house.relay.take(case.id, sam)
        on_call.house.relay.say(case.id, sam, "Hello, I am Sam.")
        await on_call.pass_time(600)
        await visitor.says("are you there")
    await on_call.look()
    assert [step for _, step in on_call.steps] == [0]  # Sam is given a moment
    await on_call.pass_time(60)
    assert [step for _, step in on_call.steps] == [0, 1]


async def test_a_case_that_goes_back_to_the_queue_is_told_at_once(on_call: OnCall) -> None:
    sam = on_call.house.add_staff()
    case = await _disclose(on_call)
    await on_call.look()
    on_call.house.relay.take(case.id, sam)
    on_call.house.relay.say(case.id, sam, "Hello, I am Sam.")
    await on_call.pass_time(1)
    on_call.house.relay.release(case.id, sam)
    await on_call.look()
    assert [step for _, step in on_call.steps] == [0, 0]


async def test_the_first_post_is_told_again_when_the_action_rises(on_call: OnCall) -> None:
    async with on_call.house.visitor() as visitor:
        for text in (DISCLOSURE, DISCLOSURE + " now", EMERGENCY):
            await visitor.says(text)
            await on_call.look()
    assert [step for _, step in on_call.steps] == [0, 0]


async def test_an_alarm_is_told_however_soon_somebody_answered(on_call: OnCall) -> None:
    sam = on_call.house.add_staff()
    case = await _disclose(on_call)
    on_call.house.relay.take(case.id, sam)
    on_call.house.relay.say(case.id, sam, "Hello.")
    await on_call.look()
    assert on_call.steps == [(case.id, 0)]


async def test_a_council_has_posts_of_its_own(on_call: OnCall) -> None:
    own = Post(name="Cumberland duty", email="cumberland@example.gov.uk")
    on_call.restart(rota(on_call.rota.everywhere.posts, cumberland=[own]))
    async with on_call.house.visitor(area="cumberland") as visitor:
        await visitor.says(DISCLOSURE)
    await on_call.look()
    assert (on_call.mail.to, on_call.web.tried) == (["cumberland@example.gov.uk"], [])


# -- what breaks


async def test_a_restart_tells_nothing_twice_and_forgets_nothing(on_call: OnCall) -> None:
    await _disclose(on_call)
    await on_call.look()
    on_call.restart()
    await on_call.look()
    assert len(on_call.steps) == len(on_call.mail.mail) == 1
    on_call.restart()
    on_call.house.clock.move(hours=1)  # it was down for so long
    await on_call.look()
    assert sorted(step for _, step in on_call.steps if step is not None) == [0, 1, 2, 3]


@pytest.mark.parametrize("mood", ["broken", "hangs", "drips", "elsewhere"])
async def test_a_webhook_that_fails_is_tried_again_and_holds_up_nobody(
    on_call: OnCall, mood: str, caplog: pytest.LogCaptureFixture
) -> None:
    on_call.web.mood = mood  # type: ignore[assignment]
    case = await _disclose(on_call)
    with caplog.at_level(logging.DEBUG):
        async with asyncio.timeout(10):
            await on_call.look()
        await on_call.look()  # it pauses: no second try yet
    assert (len(on_call.web.tried), on_call.steps) == (1, [])
    assert on_call.mail.to == ["duty@example.gov.uk"]
    assert DISCLOSURE not in caplog.text
    on_call.web.mood = "sound"
    await on_call.pass_time(pause(1))
    await on_call.pass_time(0)
    assert on_call.steps == [(case.id, 0)]
    assert len({json.loads(body)["key"] for _, body in on_call.web.tried}) == 1


async def test_a_hanging_webhook_delays_no_visitor_and_no_other_post(on_call: OnCall) -> None:
    on_call.web.mood = "hangs"
    await _disclose(on_call)
    await on_call.watch.look()
    async with on_call.house.visitor(area="cumberland") as visitor:
        assert await visitor.says(DISCLOSURE)
    await on_call.watch.look()  # while the first try hangs
    await on_call.watch.settle()
    assert len(on_call.mail.mail) == 2


async def test_a_mail_server_that_is_down_holds_up_nobody(on_call: OnCall) -> None:
    port = on_call.mail.port
    on_call.settings = settings(1)  # nobody listens there
    on_call.restart()
    case = await _disclose(on_call)
    await on_call.look()
    assert (on_call.steps, on_call.mail.mail) == ([(case.id, 0)], [])
    on_call.settings = settings(port)
    on_call.restart()
    await on_call.look()
    assert on_call.mail.to == ["duty@example.gov.uk"]
    assert on_call.steps == [(case.id, 0)]


async def test_a_crash_between_sending_and_noting_sends_the_same_again(
    on_call: OnCall, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object) -> None:
        raise SystemError

    await _disclose(on_call)
    with monkeypatch.context() as patch:
        patch.setattr(AlarmWatch, "_note", crash)
        await on_call.look()
    on_call.restart()
    await on_call.look()
    first, second = on_call.web.received
    assert first == second
    assert len({mail["Message-ID"] for _, mail in on_call.mail.mail}) == 1


@pytest.mark.parametrize("hours", [-24, -1, 1, 24])
async def test_a_wall_clock_that_jumps_loses_no_alarm(on_call: OnCall, hours: int) -> None:
    await _disclose(on_call)
    await on_call.look()
    on_call.house.clock.move(hours=hours)
    await on_call.pass_time(60)
    await on_call.pass_time(120)
    await on_call.pass_time(120)
    assert sorted(step for _, step in on_call.steps if step is not None) == [0, 1, 2, 3]


async def test_many_alarms_at_once_all_arrive(on_call: OnCall) -> None:
    on_call.web.mood = "broken"
    for _ in range(20):
        await _disclose(on_call)
    await on_call.look()
    on_call.web.mood = "sound"
    await on_call.pass_time(pause(1))
    assert len({*on_call.steps}) == len(on_call.steps) == len(on_call.mail.mail) == 20


async def test_without_a_way_to_send_old_alarms_do_not_pile_up(on_call: OnCall) -> None:
    sam = on_call.house.add_staff()
    on_call.restart(rota([]))
    case = await _disclose(on_call)
    await on_call.look()
    assert _unsettled(on_call.house) == 1
    on_call.house.relay.take(case.id, sam)
    on_call.house.relay.say(case.id, sam, "Hello.")
    await on_call.look()
    assert _unsettled(on_call.house) == 0


async def test_a_case_that_is_deleted_takes_its_alarms_with_it(on_call: OnCall) -> None:
    await _disclose(on_call)
    await on_call.look()
    with on_call.house.sessions.begin() as session:
        session.execute(delete(Case))
    assert [on_call.house.count(table) for table in (Alarm, Told)] == [0, 0]


async def test_a_check_in_opens_no_case(on_call: OnCall) -> None:
    async with on_call.house.visitor() as visitor:
        await visitor.says(CHECK_IN)
    await on_call.look()
    assert on_call.web.tried == []


def test_the_pauses_grow_and_stay_short() -> None:
    assert [pause(tries) for tries in (1, 2, 5)] == [2, 4, 32]
    assert max(pause(tries) for tries in range(1, 100)) == LONGEST_PAUSE


async def test_the_alarm_is_written_with_the_case_on_either_database(either_house: House) -> None:
    async with either_house.visitor() as visitor:
        await visitor.says(DISCLOSURE)
    (case,) = either_house.cases()
    with either_house.sessions() as session:
        (alarm,) = session.scalars(select(Alarm))
    assert (alarm.case_id, alarm.at, alarm.waiting_since) == (case.id, case.opened_at, case.waiting_since)
