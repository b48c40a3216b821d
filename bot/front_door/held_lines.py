"""What staff say to a visitor: at once, or after a lead has looked at a contact that the directory does not know."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.database import reading
from bot.errors import CaseChanged
from bot.front_door.relay import Relay
from bot.handoff import cases
from bot.handoff.audit import Deed
from bot.handoff.staff import may
from bot.language.contacts import unknown
from bot.models import Case, HeldLine, Staff
from services_directory.models import Contact, Organization


@dataclass(frozen=True)
class HeldLines:
    """The lines of staff. `known` are the contacts that are in no directory: those of cards and ready answers."""

    relay: Relay
    known: frozenset[str]

    def say(self, case_id: int, staff: Staff, text: str) -> bool:
        """Answer the visitor. Returns False when the line waits for a lead: until then the visitor waits too."""
        found = [] if may(staff, "lead") else self._unknown(text)
        if not found:
            self.relay.say(case_id, staff, text)
            return True
        with self.relay.deed(case_id, staff, Deed.line_held) as (session, case, _):
            cases.held_by(case, staff)
            now = self.relay.clock()
            session.add(HeldLine(case_id=case.id, staff_id=staff.id, text=text, unknown=found, at=now))
        return False

    def approve(self, case_id: int, line_id: int, lead: Staff) -> None:
        """Let the visitor read a line, in the name of its writer, who must hold the case still."""
        with self.relay.deed(case_id, lead, Deed.line_approved) as (session, case, conversation):
            line = _waiting(session, case, line_id)
            cases.held_by(case, line.staff)
            self.relay.let_hear(session, case, conversation, line.staff, line.text)
            session.delete(line)

    def send_back(self, case_id: int, line_id: int, lead: Staff) -> None:
        """Give a line back to its writer: the visitor never sees it."""
        with self.relay.deed(case_id, lead, Deed.line_returned) as (session, case, _):
            _waiting(session, case, line_id).returned_at = self.relay.clock()

    def withdraw(self, case_id: int, line_id: int, staff: Staff) -> str:
        """Take one's own line away, waiting or sent back; returns it, to be written anew."""
        with self.relay.deed(case_id, staff, Deed.line_withdrawn) as (session, case, _):
            line = session.get(HeldLine, line_id, with_for_update=True)
            if line is None or (line.case_id, line.staff_id) != (case.id, staff.id):
                raise CaseChanged("this line is not there any more")
            session.delete(line)
            return line.text

    def _unknown(self, text: str) -> list[str]:
        with reading(self.relay.sessions) as session:
            return unknown(text, self._all_known(session))

    def _all_known(self, session: Session) -> Iterable[str]:
        yield from self.known
        yield from (contact.value for contact in session.scalars(select(Contact)) if not contact.is_wrong)
        yield from filter(None, session.scalars(select(Organization.website)))


def values_in(content: Any) -> Iterator[str]:
    """Yield the contacts of a content file, wherever in it they stand: each has a `kind` and a `value`."""
    if isinstance(content, Mapping):
        if {"kind", "value"} <= content.keys():
            yield content["value"]
        content = content.values()
    if isinstance(content, Iterable) and not isinstance(content, str):
        for part in content:
            yield from values_in(part)


def of_case(session: Session, case: Case) -> list[HeldLine]:
    """Return the lines of a case that the visitor has not seen, in the order in which they were written."""
    return [*session.scalars(select(HeldLine).where(HeldLine.case_id == case.id).order_by(HeldLine.id))]


def cases_that_wait_for_a_lead(session: Session) -> dict[int, datetime]:
    """Return the open cases in which a line waits for a lead, with the moment of the oldest such line."""
    waiting = (
        select(HeldLine)
        .join(Case, Case.id == HeldLine.case_id)
        .where(HeldLine.returned_at.is_(None), Case.state != "ended")
        .order_by(HeldLine.id.desc())
    )
    return {line.case_id: line.at for line in session.scalars(waiting)}


def _waiting(session: Session, case: Case, line_id: int) -> HeldLine:
    line = session.get(HeldLine, line_id, with_for_update=True)
    if line is None or line.case_id != case.id or line.returned_at is not None:
        raise CaseChanged("this line does not wait any more")
    return line
