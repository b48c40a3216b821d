"""The duty rota: which hours the team keeps, how soon it means to answer, and which posts are told of a case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal

import yaml

from bot.language import content
from bot.language.content import ContentError, Document, Problem
from bot.language.hours import Hours

FOLDER = Path(__file__).parent

Channel = Literal["email", "webhook"]


@dataclass(frozen=True, kw_only=True)
class Post:
    """A role on call, never a person's name, and the ways to tell it."""

    name: str
    email: str | None = None
    webhook: str | None = None

    def ways(self) -> Iterator[tuple[Channel, str]]:
        """Yield each channel with its address."""
        if self.email:
            yield "email", self.email
        if self.webhook:
            yield "webhook", self.webhook


@dataclass(frozen=True, kw_only=True)
class Team:
    """Those who answer the cases of a council."""

    hours: Hours
    posts: tuple[Post, ...]

    def told_at(self, step: int) -> Post | None:
        """Return the post that a step tells; the last one again when the list is shorter."""
        return self.posts[min(step, len(self.posts) - 1)] if self.posts else None


@dataclass(frozen=True, kw_only=True)
class Rota:
    """The content of duty.yml. `load` reads it once; keep the object."""

    everywhere: Team
    councils: Mapping[str, Team]
    target: timedelta  # how soon whoever waits should have a person's words
    steps: Mapping[str, Sequence[timedelta]]  # action -> how long somebody waits until the next post is told

    @classmethod
    def load(cls, path: Path = FOLDER / "duty.yml") -> Rota:
        """Read and check the rota. Raises `ContentError` with file and line."""
        schema = yaml.safe_load((FOLDER / "duty_schema.yml").read_text(encoding="utf-8"))
        document = content.read_document(path, schema)
        raw = document.value
        if problems := list(_faults(document)):
            raise ContentError(problems)
        return cls(
            everywhere=_team(raw["everywhere"]),
            councils={area: _team({**raw["everywhere"], **own}) for area, own in raw["councils"].items()},
            target=timedelta(seconds=raw["target"]),
            steps={action: [timedelta(seconds=one) for one in many] for action, many in raw["steps"].items()},
        )

    def team(self, area: str | None) -> Team:
        """Return who answers for a council, or for somebody whose council is not known."""
        return self.councils.get(area or "", self.everywhere)

    def teams(self) -> list[Team]:
        """Return every team."""
        return [self.everywhere, *self.councils.values()]


def _team(raw: Mapping[str, Any]) -> Team:
    return Team(
        hours=Hours.read(raw["hours"], on_bank_holidays=raw["open_on_bank_holidays"]),
        posts=tuple(Post(**post) for post in raw["posts"]),
    )


def _faults(document: Document) -> Iterator[Problem]:
    """Yield what the schema cannot see: hours that end before they begin, steps out of order."""
    raw = document.value
    teams = [("everywhere",), *(("councils", area) for area in raw["councils"])]
    for where in teams:
        team = raw[where[0]] if len(where) == 1 else raw["councils"][where[1]]
        for day, (opens, closes) in team.get("hours", {}).items():
            if opens >= closes:
                yield document.problem(f"opens at {opens} but closes at {closes}", *where, "hours", day)
    for action, seconds in raw["steps"].items():
        if seconds != sorted(set(seconds)):
            yield document.problem("each step must be later than the one before", "steps", action)
