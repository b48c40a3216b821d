"""Asking a visitor whether the bot may go on, and what their answer does.

Until they press a button nothing changes: the person holds the case, and reads what the visitor writes. If the
case changes hands meanwhile, or the visitor tells of something new, the question is over.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from bot.front_door.journal import Line
from bot.front_door.words import Words
from bot.handoff import audit, cases
from bot.handoff.audit import Deed
from bot.models import Case, Conversation, Staff

GO_ON = "door:go_on"
STAY = "door:stay"
ANSWERS = (GO_ON, STAY)


def question(words: Words, staff: Staff) -> Line:
    """Return the question, in the name of whoever holds the case."""
    return Line(
        text=words.say("person.may_bot_go_on", name=staff.first_name),
        author="system",
        kind="question",
        buttons=((words.say("person.go_on"), GO_ON), (words.say("person.stay"), STAY)),
    )


def answer(
    session: Session, conversation: Conversation, pressed: str | None, *, words: Words, now: datetime
) -> Line:
    """Do what the visitor chose, and return what to say to it."""
    case = cases.open_case(session, conversation.id)
    if case is None or not case.asks_visitor:
        return Line(text=words.say("person.question_over"), author="system")
    if pressed == GO_ON:
        _record(session, Deed.visitor_went_on, case, now)
        cases.end(case, now=now)
        conversation.state = "bot"
        return Line(text=words.say("person.bot_goes_on"), author="system")
    _record(session, Deed.visitor_stayed, case, now)
    cases.requeue(case, now=now)
    conversation.state = "waiting"
    return Line(text=words.say("person.stays_in_line"), author="system")


def _record(session: Session, deed: Deed, case: Case, now: datetime) -> None:
    audit.record(session, deed, staff=None, case=case, now=now)
