"""Alarms: somebody waits for a person. Only a person's words to them end one; taking the case does not.

What is due follows from stored times alone, so that a restart changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from bot.handoff.duty import Channel, Post, Rota
from bot.models import Alarm, Case, Conversation, Told

AT_ONCE = 0  # the step that tells the first post


@dataclass(frozen=True, kw_only=True)
class Notice:
    """One post to tell of one case, by one channel. Said twice it is the same notice."""

    alarm_id: int
    case_id: int
    step: int
    waited: timedelta
    post: str
    channel: Channel
    address: str

    @property
    def key(self) -> str:
        """What a receiver knows a notice by that it gets again."""
        return f"{self.alarm_id}-{self.step}-{self.channel}"


def sound(case: Case, *, now: datetime, at_once: bool = True) -> None:
    """Write an alarm down, in the transaction that makes somebody wait. `at_once` tells the first post right away."""
    since = case.waiting_since = case.waiting_since or now
    case.alarms.add(Alarm(action=case.action, at_once=at_once, at=now, waiting_since=since))


def due(
    session: Session,
    rota: Rota,
    *,
    now: datetime,
    channels: Collection[str],
    waited: Callable[[Alarm], timedelta],
) -> list[Notice]:
    """Return whom to tell now; settles the alarms of which nothing is left to tell.

    `channels` are those that can be used, `waited` says how long an alarm has gone without an answer.
    """
    unsettled = session.execute(
        select(Alarm, Conversation.area)
        .join(Alarm.case)
        .join(Conversation, Conversation.id == Case.conversation_id)
        .where(Alarm.settled_at.is_(None))
        .options(joinedload(Alarm.case), selectinload(Alarm.told))
        .order_by(Alarm.id)
    ).all()
    found: list[Notice] = []
    for alarm, area in unsettled:
        notices = [notice for notice in _due(alarm, area, rota, waited(alarm)) if notice.channel in channels]
        if not notices and not _waits(alarm):
            alarm.settled_at = now
        found += notices
    return found


def note_told(session: Session, notice: Notice, *, now: datetime) -> None:
    """Note that a post was told. A case that was deleted meanwhile has nothing to note."""
    if session.get(Alarm, notice.alarm_id) is not None:
        session.merge(
            Told(alarm_id=notice.alarm_id, step=notice.step, channel=notice.channel, post=notice.post, at=now)
        )


def _waits(alarm: Alarm) -> bool:
    """Whether nobody has answered since the alarm."""
    return alarm.case.waiting_since == alarm.waiting_since


def _due(alarm: Alarm, area: str | None, rota: Rota, waited: timedelta) -> Iterator[Notice]:
    told = {(one.step, one.channel) for one in alarm.told}
    for step in _steps(alarm, rota, waited):
        post: Post | None = rota.team(area).told_at(step)
        for channel, address in post.ways() if post else ():
            if post and (step, channel) not in told:
                yield Notice(
                    alarm_id=alarm.id,
                    case_id=alarm.case_id,
                    step=step,
                    waited=waited,
                    post=post.name,
                    channel=channel,
                    address=address,
                )


def _steps(alarm: Alarm, rota: Rota, waited: timedelta) -> Iterator[int]:
    """Yield the steps whose time has come. The first is told however soon somebody answered."""
    if alarm.at_once:
        yield AT_ONCE
    if _waits(alarm):
        for step, after in enumerate(rota.steps[alarm.action], start=AT_ONCE + 1):
            if waited >= after:
                yield step
