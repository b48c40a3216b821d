"""What a post on call is sent: a case number, plain words and a link. Nothing about the visitor, nor why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal

from bot.handoff.alarms import AT_ONCE, Notice

Event = Literal["case_waits", "not_saved", "technical"]


@dataclass(frozen=True, kw_only=True)
class Letter:
    """One message to one post, the same by e-mail and by webhook."""

    key: str  # a receiver that has it already can drop it
    event: Event
    subject: str
    text: str
    link: str
    case: int | None = None
    step: int | None = None


@dataclass(frozen=True, kw_only=True)
class Letters:
    """Writes letters. `words` are those of words.yml, `desk` is the desk's address."""

    words: Mapping[str, Any]
    desk: str

    def about_case(self, notice: Notice) -> Letter:
        """Write to a post that a case waits."""
        words, step = self.words["alarms"], notice.step
        minutes = max(1, notice.waited // timedelta(minutes=1))
        return Letter(
            key=notice.key,
            event="case_waits",
            subject=words["subject"].format(case=notice.case_id),
            text=words["at_once" if step == AT_ONCE else "step"].format(case=notice.case_id, minutes=minutes),
            link=f"{self.desk}/cases/{notice.case_id}",
            case=notice.case_id,
            step=step,
        )

    def direct(self, event: Event, *, key: str, what: str = "") -> Letter:
        """Write what no case can tell. `what` is a part of the product, never a visitor's words."""
        words = self.words["alarms"]
        text = words[event].format(what=what)
        return Letter(key=key, event=event, subject=words["direct_subject"], text=text, link=self.desk)
