"""Who looks at which case: the next one taken, declined, passed on to a colleague or, if they like, to the bot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from bot.database import reading
from bot.errors import CaseChanged
from bot.front_door import handing_back, journal
from bot.front_door.journal import NO_TURN
from bot.front_door.relay import Relay
from bot.handoff import cases, queue, sign_in
from bot.handoff.audit import Deed
from bot.models import Case, Conversation, Staff


@dataclass(frozen=True)
class Casework:
    """What staff do with a case among themselves. `rises_after` is the queue's guard against waiting for ever."""

    relay: Relay
    rises_after: timedelta

    def take_next(self, staff: Staff) -> int | None:
        """Take the case that should be looked at next; None when nobody waits for this person.

        Whoever presses at the same moment gets another one: a case that is gone meanwhile is passed over.
        """
        gone: list[int] = []
        while (case_id := self._next(staff, gone)) is not None:
            try:
                self.relay.take(case_id, staff)
            except CaseChanged:
                gone.append(case_id)
            else:
                return case_id
        return None

    def decline(self, case_id: int, staff: Staff, *, reason: str) -> None:
        """Leave a case to the others; a held one goes back to the queue. Raises CaseChanged when it is another's."""
        with self.relay.deed(case_id, staff, Deed.declined) as (session, case, conversation):
            now = self.relay.clock()
            cases.decline(session, case, staff, reason=reason, now=now)
            if case.state == "with_staff":
                cases.held_by(case, staff)
                cases.requeue(case, now=now)
                self.relay.pass_on(session, conversation, "waiting", "person.back_in_queue", staff)

    def transfer(self, case_id: int, staff: Staff, *, to: int) -> None:
        """Pass a held case on to a colleague who is at work."""
        with self.relay.deed(case_id, staff, Deed.transferred) as (session, case, conversation):
            cases.held_by(case, staff)
            self._give(session, case, conversation, to)

    def assign(self, case_id: int, lead: Staff, *, to: int) -> None:
        """Give a case to somebody who is at work, whoever holds it."""
        with self.relay.deed(case_id, lead, Deed.assigned) as (session, case, conversation):
            self._give(session, case, conversation, to)

    def let_go(self, holder_id: int, by: Staff) -> None:
        """Put all cases of somebody who was removed back into the queue."""
        with reading(self.relay.sessions) as session:
            held = cases.held_by_one(session, holder_id)
        for case_id in held:
            with self.relay.deed(case_id, by, Deed.released) as (session, case, conversation):
                if case.staff is None or case.staff_id != holder_id:
                    continue  # it changed hands since it was found
                holder = case.staff
                cases.requeue(case, now=self.relay.clock())
                self.relay.pass_on(session, conversation, "waiting", "person.back_in_queue", holder)

    def ask_visitor(self, case_id: int, staff: Staff, *, outcome: str | None = None) -> None:
        """Ask whether the bot may go on; `outcome` counts if so. `Relay.hand_back` is the way without asking."""
        with self.relay.deed(case_id, staff, Deed.asked_visitor) as (session, case, conversation):
            cases.held_by(case, staff)
            cases.answered(case, now=self.relay.clock())
            case.asks_visitor, case.outcome = True, outcome
            line = handing_back.question(self.relay.words, staff)
            journal.say(session, conversation, line, turn=NO_TURN, now=self.relay.clock())

    def _next(self, staff: Staff, gone: list[int]) -> int | None:
        with reading(self.relay.sessions) as session:
            return queue.next_for(
                session, staff, now=self.relay.clock(), rises_after=self.rises_after, leave_out=gone
            )

    def _give(self, session: Session, case: Case, conversation: Conversation, to: int) -> None:
        """Give a case to a colleague; raises CaseChanged when that person has left or has declined it."""
        at_work = sign_in.at_work(session, now=self.relay.clock())
        colleague = next((one for one in at_work if one.id == to), None)
        if colleague is None or cases.has_declined(session, case, colleague):
            raise CaseChanged("this colleague cannot take it")
        cases.give(case, colleague, now=self.relay.clock())
        self.relay.pass_on(session, conversation, "with_staff", "person.passed_on", colleague)
