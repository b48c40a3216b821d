"""Whom a card is for, as far as it is known: whose trouble it is, their age, their council, who reads the chat."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from bot.language import content
from bot.language.content import Document, Problem
from bot.safety.screening import Answered, Screening

Voice = Literal["self", "child", "other", "friend", "professional"]
Ages = Literal["under_18", "adult", "unknown"]
Readers = Literal["team", "nobody", "unsaved"]

ADULT = 18  # years
CHILDLINE_ENDS = 19


@dataclass(frozen=True, kw_only=True)
class Situation:
    """What decides which blocks and which ways to get help a card has.

    `age` is that of the person the card is about. `readers`: the team, nobody (a demonstration), or not even the
    journal. `answered`: what the answer to the question of the card before said.
    """

    action: str
    group: str
    voice: Voice
    ages: Ages = "unknown"
    age: float | None = None
    area: str | None = None
    readers: Readers = "team"
    answered: Answered | None = None

    def fits(self, when: Mapping[str, Any]) -> bool:
        """Whether a condition holds: each list names this situation, and an absent list fits all."""
        lists = {
            "actions": self.action,
            "groups": self.group,
            "voices": self.voice,
            "ages": self.ages,
            "readers": self.readers,
            "answers": self.answered,
        }
        here = when.get("council") in (None, self.area is not None)
        return here and all(value in when.get(name, [value]) for name, value in lists.items())


def first_that_fits(entries: Sequence[Mapping[str, Any]], situation: Situation) -> Mapping[str, Any] | None:
    """Return the first entry whose condition holds."""
    return next((entry for entry in entries if situation.fits(entry.get("when", {}))), None)


def unknown_groups(document: Document, name: str, groups: Iterable[str]) -> Iterator[Problem]:
    """Yield a problem for each group that an entry names and cards.yml does not."""
    for place, entry in enumerate(document.value[name]):
        for group in sorted({*entry.get("when", {}).get("groups", ())} - {*groups}):
            problem = f"'{group}' is not one of the groups{content.suggestion(group, groups)}"
            yield document.problem(problem, name, place, "when", "groups")


def voice_of(screening: Screening, audience: str | None) -> Voice:
    """Return whose card it is. Without more to go by, what somebody writes is about themselves."""
    if audience == "professional":
        return "professional"
    if screening.about == "other":
        return "friend" if audience == "young_person" else "other"
    if screening.about == "unknown":
        return "child" if audience == "parent" else "self"
    if screening.about == "child" and audience == "young_person":
        return "friend"
    return screening.about


def ages_of(voice: Voice, audience: str | None, age: float | None, *, grown_up: bool = False) -> Ages:
    """Return whether the person that a card is about is grown up.

    When it is about the writer, a parent is, and so is who seems `grown_up` by their words, unless they said otherwise.
    """
    if voice == "self" and audience == "parent":
        return "adult"
    if voice == "self" and grown_up and age is None and audience != "young_person":
        return "adult"
    if age is None:
        return "unknown"
    return "adult" if age >= ADULT else "under_18"
