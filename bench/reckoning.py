"""What is left of what a crowd wrote: in the database, and as each visitor sees it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx
from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from bench.crowd import Sent, Talk
from bot.database import connect
from bot.models import Alarm, Case, JournalEntry
from bot.safety.screening import HANDED_OVER


@dataclass
class Reckoning:
    """What went wrong, counted. All of it must be 0."""

    refused: int = 0
    said_not_saved: int = 0
    lost_messages: int = 0
    doubled_messages: int = 0
    unanswered: int = 0
    not_seen_by_visitor: int = 0
    lost_disclosures: int = 0
    conversations_without_one_open_case: int = 0
    lost_alarms: int = 0

    @property
    def losses(self) -> int:
        """All of them together."""
        return sum(vars(self).values())


def reckon(talks: Sequence[Talk], *, database: Path, url: str) -> Reckoning:
    """Compare what was sent with what there is."""
    found = Reckoning()
    engine = connect(f"sqlite:///{database}")
    with Session(engine) as session:
        for talk in talks:
            _told(found, talk)
            _kept(found, session, talk)
            _raised(found, session, talk)
    engine.dispose()  # who reads here holds the pen: the server must have it back before it is asked
    with httpx.Client(base_url=f"{url}/api/conversations", timeout=30, trust_env=False) as client:
        for talk in talks:
            _seen(found, client, talk)
    return found


def _told(found: Reckoning, talk: Talk) -> None:
    for sent in talk.sent:
        answer = sent.answer or {"messages": []}
        found.refused += sent.answer is None
        found.said_not_saved += any(not message["seq"] for message in answer["messages"])


def _kept(found: Reckoning, session: Session, talk: Talk) -> None:
    """Count what is not in the journal exactly once, and what got no answer there."""
    entries = session.scalars(select(JournalEntry).where(JournalEntry.conversation_id == talk.id)).all()
    kept = Counter(entry.client_id for entry in entries if entry.author == "user")
    answered = {entry.turn for entry in entries if entry.author != "user"}
    for sent in talk.sent:
        found.lost_messages += not kept[sent.client_id]
        found.unanswered += any(
            entry.client_id == sent.client_id and entry.turn not in answered for entry in entries
        )
    found.doubled_messages += kept.total() - len(kept)
    noticed = {entry.client_id for entry in entries if entry.action in HANDED_OVER}
    found.lost_disclosures += sum(sent.client_id not in noticed for sent in _disclosures(talk))


def _raised(found: Reckoning, session: Session, talk: Talk) -> None:
    """Count the conversations without a case, or with two; and the cases without an alarm."""
    if not _disclosures(talk):
        return
    cases = session.scalars(select(Case).where(Case.conversation_id == talk.id, Case.state != "ended")).all()
    found.conversations_without_one_open_case += len(cases) != 1
    found.lost_alarms += (
        sum(not session.scalar(select(exists().where(Alarm.case_id == case.id))) for case in cases)
        or not cases
    )


def _seen(found: Reckoning, client: httpx.Client, talk: Talk) -> None:
    """Count what the visitor's page does not show, and numbers that leave a gap."""
    answer = client.get(f"/{talk.id}/messages", headers={"Authorization": f"Bearer {talk.token}"}).json()
    messages = answer["messages"]
    shown = Counter(message["text"] for message in messages if message["from"] == "user")
    meant = Counter(sent.words.text for sent in talk.sent)
    found.not_seen_by_visitor += (meant - shown).total()
    found.not_seen_by_visitor += [message["seq"] for message in messages] != [*range(1, len(messages) + 1)]


def _disclosures(talk: Talk) -> list[Sent]:
    return [sent for sent in talk.sent if sent.words.disclosure]
