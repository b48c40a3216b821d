"""One case as its page shows it: what was noticed, what the visitor told us, and what was said so far."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import web
from bot.desk.context import Context
from bot.desk.words import Words
from bot.errors import FingerpostError
from bot.front_door import summary
from bot.models import Case, Conversation, JournalEntry, Staff


class NoSuchCase(FingerpostError):
    """The case was never opened, or was deleted at the end of its time."""


@dataclass(frozen=True)
class Line:
    """One message of the transcript."""

    seq: int
    author: str  # user, bot, staff or system
    who: str
    at: str
    text: str
    noticed: str | None  # the name of what the screen asked for; None for an ordinary message
    shown: list[str]  # services, pathway, contacts and buttons that came with it


@dataclass(frozen=True)
class CaseView:
    """One case, in words."""

    id: int
    state: str  # waiting, with_staff or ended
    action: str
    holder: str | None
    mine: bool
    reasons: list[str]
    facts: list[tuple[str, str]]
    summary: list[tuple[str, str]]
    lines: list[Line]
    waiting_since: datetime | None  # for a person's words
    visitor_left: bool
    asks_visitor: bool

    @property
    def standing(self) -> str:
        """State and holder together: the script sees by it that somebody took or gave back the case."""
        return f"{self.state} {self.holder or ''}".strip()


def find(session: Session, case_id: int) -> Case:
    """Return the case, also an ended one, or raise NoSuchCase."""
    case = session.get(Case, case_id)
    if case is None:
        raise NoSuchCase("no such case")
    return case


def view(session: Session, case: Case, *, here: Context, staff: Staff, after: int = 0) -> CaseView:
    """Return the case as `staff` sees it, with the messages that come after number `after`."""
    conversation = session.get_one(Conversation, case.conversation_id)
    entries = session.scalars(
        select(JournalEntry)
        .where(JournalEntry.conversation_id == conversation.id, JournalEntry.seq > after)
        .order_by(JournalEntry.seq)
    )
    held = case.state == "with_staff"
    return CaseView(
        id=case.id,
        state=case.state,
        action=case.action,
        holder=case.staff.first_name if held and case.staff else None,
        mine=held and case.staff_id == staff.id,
        reasons=[here.words.reason(reason) for reason in case.reasons],
        facts=_facts(case, conversation, here.words),
        summary=_summary(conversation, here),
        lines=[_line(entry, here.words) for entry in entries],
        waiting_since=case.waiting_since,
        visitor_left=conversation.state == "ended",
        asks_visitor=case.asks_visitor,
    )


def _facts(case: Case, conversation: Conversation, words: Words) -> list[tuple[str, str]]:
    channel = words.channels.get(conversation.channel, conversation.channel)
    facts = [("Came through", channel), ("Case opened", clock(case.opened_at))]
    if case.state == "ended" and case.outcome:
        facts.append(("What came of it", words.outcomes.get(case.outcome, case.outcome)))
    return facts


def _summary(conversation: Conversation, here: Context) -> list[tuple[str, str]]:
    told = summary.shown(conversation, words=here.door.words, need_names=here.door.need_names)
    names = web.words()["summary"]
    return [(names[name], said) for name, said in told if said]


def _line(entry: JournalEntry, words: Words) -> Line:
    who = words.authors[entry.author]
    return Line(
        seq=entry.seq,
        author=entry.author,
        who=f"{entry.name} ({who})" if entry.name else who,
        at=clock(entry.at),
        text=entry.text,
        noticed=words.actions[entry.action]["name"] if entry.action not in (None, "none") else None,
        shown=_shown(entry.extras),
    )


def _shown(extras: dict[str, Any]) -> list[str]:
    services, pathway = extras.get("services") or [], extras.get("pathway")
    contacts, buttons = extras.get("contacts") or [], extras.get("buttons") or []
    return [
        *(entry["name"] for entry in (*services, pathway) if entry),
        *(": ".join(filter(None, (contact.get("label"), contact["value"]))) for contact in contacts),
        *(f"[{button['title']}]" for button in buttons),
    ]


def clock(moment: datetime) -> str:
    """A moment on British clocks."""
    here = moment.astimezone(ZoneInfo("Europe/London"))
    return f"{here.day} {here:%b, %H:%M}"
