"""Any interleaving of what visitors, staff, time and restarts do leaves a conversation as the design says.

`bot → waiting → with_staff → waiting | bot | ended`, `waiting → bot | ended`, and `bot → ended` by the visitor.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from weakref import WeakValueDictionary

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from bot.errors import CaseChanged, NoSuchConversation
from bot.front_door.bell import Bell
from bot.front_door.casework import Casework
from bot.models import Alarm, Case, Staff
from bot.safety.screening import ACTIONS
from tests.bot.house import CHECK_IN, DISCLOSURE, EMERGENCY, EVERYDAY, House

ALLOWED = {
    ("bot", "waiting"),
    ("bot", "ended"),
    ("waiting", "with_staff"),
    ("waiting", "bot"),
    ("waiting", "ended"),
    ("with_staff", "waiting"),
    ("with_staff", "bot"),
    ("with_staff", "ended"),
}
TEXTS = {EVERYDAY: "none", CHECK_IN: "none", DISCLOSURE: "escalate", EMERGENCY: "emergency"}
WHO = ("holder", "holder", "other")
AFTER = timedelta(seconds=120)


class Interleaving(RuleBasedStateMachine):
    """One visitor at a time, who may come back in a new chat; two members of staff."""

    house: House

    def __init__(self) -> None:
        super().__init__()
        house, self.loop = self.house, asyncio.Runner()
        house.tidy_up()
        self.staff = [house.add_staff("Sam", at_work=True), house.add_staff("Alex", at_work=True)]
        self.door, self.relay = house.door, house.relay
        self.sent: dict[str, list[str]] = {}
        self.states: dict[str, str] = {}
        self.said = 0
        self.come_back()

    def teardown(self) -> None:
        self.loop.close()

    # -- what happens

    @precondition(lambda self: self.state == "ended")
    @rule()
    def come_back(self) -> None:
        opened = self.loop.run(self.door.open(caller="192.0.2.1"))
        self.id, self.token = opened.id, opened.token
        self.sent[self.id], self.states[self.id] = [], "bot"

    @rule(text=st.sampled_from([*TEXTS]))
    def visitor_writes(self, text: str) -> None:
        before, asked = self.state, len(self.house.rasa.asked)
        words = self._new(text)
        if before == "ended":
            with pytest.raises(NoSuchConversation):
                self.loop.run(self.door.receive(self.id, self.token, text=words))
            return
        replies = self.loop.run(self.door.receive(self.id, self.token, text=words))
        self._sent(words, TEXTS[text])
        assert replies.messages or before == "with_staff"
        assert before != "with_staff" or len(self.house.rasa.asked) == asked

    @precondition(lambda self: self.state != "ended")
    @rule()
    def visitor_asks_for_a_person(self) -> None:
        before = self.state
        assert self.loop.run(self.door.ask_for_person(self.id, self.token)).messages or before == "with_staff"
        self._sent(self.door.words.say("person.button"), "none")
        assert self._open_case() is not None

    @precondition(lambda self: self.state != "ended")
    @rule()
    def visitor_ends(self) -> None:
        self.loop.run(self.door.end(self.id, self.token))

    @precondition(lambda self: self.state == "ended")
    @rule()
    def visitor_erases(self) -> None:
        has_case = any(case.conversation_id == self.id for case in self.house.cases())
        erased = self.loop.run(self.door.erase(self.id, self.token))
        assert erased.everything is not has_case
        if erased.everything:
            del self.sent[self.id], self.states[self.id]
        self.come_back()

    @rule(who=st.sampled_from(WHO))
    def staff_claim(self, who: str) -> None:
        self._deed(lambda case, staff: self.relay.take(case, staff), who)

    @rule(who=st.sampled_from(WHO))
    def staff_answer(self, who: str) -> None:
        self._deed(lambda case, staff: self.relay.say(case, staff, "Hello."), who)

    @rule(who=st.sampled_from(WHO))
    def staff_release(self, who: str) -> None:
        self._deed(lambda case, staff: self.relay.release(case, staff), who)

    @rule(who=st.sampled_from(WHO))
    def staff_hand_back(self, who: str) -> None:
        self._deed(lambda case, staff: self.relay.hand_back(case, staff), who)

    @rule(who=st.sampled_from(WHO))
    def staff_end(self, who: str) -> None:
        self._deed(lambda case, staff: self.relay.end(case, staff), who)

    @rule(who=st.sampled_from(WHO))
    def staff_transfer(self, who: str) -> None:
        work = Casework(self.relay, timedelta(minutes=15))
        self._deed(
            lambda case, staff: work.transfer(
                case, staff, to=next(one.id for one in self.staff if one.id != staff.id)
            ),
            who,
        )

    @rule(seconds=st.sampled_from([1, 119, 121, 600]))
    def time_passes(self, seconds: int) -> None:
        self.house.clock.move(seconds=seconds)
        self.relay.requeue_unanswered(after=AFTER)

    @rule()
    def restart(self) -> None:
        bell = Bell()
        self.door = replace(self.door, bell=bell, _locks=WeakValueDictionary())
        self.relay = replace(self.relay, bell=bell)

    @precondition(lambda self: self.state != "ended")
    @rule(text=st.sampled_from([DISCLOSURE, EMERGENCY]), who=st.sampled_from(WHO))
    def all_at_once(self, text: str, who: str) -> None:
        words = [self._new(text), self._new(text)]

        async def together() -> None:
            await asyncio.gather(
                *(self.door.receive(self.id, self.token, text=one) for one in words),
                asyncio.to_thread(self.staff_claim, who),
                asyncio.to_thread(self.relay.requeue_unanswered, after=AFTER),
            )

        self.loop.run(together())
        entries = [entry.text for entry in self.house.journal(self.id)]
        self.sent[self.id] += sorted(words, key=entries.index)
        self._is_open(TEXTS[text])
        self.states[self.id] = self.state  # more than one step

    # -- what holds

    @invariant()
    def a_conversation_has_one_open_case_at_most_and_its_state(self) -> None:
        for conversation_id in self.sent:
            open_cases = [
                case
                for case in self.house.cases()
                if case.conversation_id == conversation_id and case.state != "ended"
            ]
            assert len(open_cases) <= 1
            state = self.house.conversation(conversation_id).state
            if state != "ended":  # a visitor who left may still have a case
                assert [case.state for case in open_cases] == ([] if state == "bot" else [state])

    @invariant()
    def only_what_is_allowed_has_changed(self) -> None:
        for conversation_id, before in self.states.items():
            now: str = self.house.conversation(conversation_id).state
            assert before == now or (before, now) in ALLOWED
            self.states[conversation_id] = now

    @invariant()
    def nothing_is_lost(self) -> None:
        for conversation_id, sent in self.sent.items():
            journal = self.house.journal(conversation_id)
            assert [entry.text for entry in journal if entry.author == "user"] == sent
            assert [entry.seq for entry in journal] == [*range(1, len(journal) + 1)]

    @invariant()
    def whoever_waits_has_an_alarm(self) -> None:
        with self.house.sessions() as session:
            alarms = {(one.case_id, one.waiting_since) for one in session.scalars(select(Alarm))}
        waiting = {(case.id, case.waiting_since) for case in self.house.cases() if case.waiting_since}
        assert waiting <= alarms
        assert all(case.waiting_since for case in self.house.cases() if case.state == "waiting")

    # -- how it is done

    @property
    def state(self) -> str:
        return self.house.conversation(self.id).state

    def _new(self, text: str) -> str:
        self.house.clock.move(seconds=1)  # no two moments are the same
        self.said += 1  # the same words over and over are refused
        return f"{text}, {self.said}"

    def _sent(self, text: str, action: str) -> None:
        self.sent[self.id].append(text)
        if action != "none":
            self._is_open(action)

    def _is_open(self, action: str) -> None:
        case = self._open_case()
        assert case is not None
        assert ACTIONS.index(case.action) >= ACTIONS.index(action)

    def _open_case(self) -> Case | None:
        return next(
            (one for one in self.house.cases() if one.conversation_id == self.id and one.state != "ended"),
            None,
        )

    def _deed(self, deed: Callable[[int, Staff], None], who: str) -> None:
        """Let somebody do something to the newest open case; what is out of turn is refused and changes nothing."""
        case = next((one for one in reversed(self.house.cases()) if one.state != "ended"), None)
        if case is None:
            return
        holder, other = sorted(self.staff, key=lambda one: one.id != case.staff_id)
        try:
            deed(case.id, holder if who == "holder" else other)
        except CaseChanged:
            after = next(one for one in self.house.cases() if one.id == case.id)
            assert (after.state, after.staff_id) == (case.state, case.staff_id)


def test_any_interleaving(built_house: House) -> None:
    here = type("Here", (Interleaving,), {"house": built_house})
    run_state_machine_as_test(
        here,
        settings=settings(
            max_examples=25,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )
