"""Which of the services that may be offered come first."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import partial
from operator import attrgetter
from typing import Any


@dataclass(kw_only=True)
class Candidate:
    """A service that may be offered. Level 0 is the lowest.

    `primary` are the needs it is there for and `besides` those it also helps with, as their positions in the
    question, in rising order: 0 is the most pressing.
    """

    id: str
    level: int
    is_local: bool
    is_confirmed: bool
    primary: list[int] = field(default_factory=list)
    besides: list[int] = field(default_factory=list)


def choose(candidates: Iterable[Candidate], limit: int, *, urgent: bool = False) -> list[Candidate]:
    """The best `limit` of the candidates, the best first.

    First comes what is there for most of the needs that nothing before it meets, in the person's order; to an
    urgent question what meets need 0. Of equals: what is there for more needs, local before national, the
    lowest level, confirmed before unconfirmed, what helps with more besides, the id. If all are of one level,
    the last place goes to the next level up: where to go if that is not enough.
    """
    left = sorted(candidates, key=_order)
    chosen: list[Candidate] = []
    met: set[int] = set()
    while left and len(chosen) < limit:
        best = min(left, key=partial(_still_unmet, met=met, urgent=urgent))  # of equals the first
        left.remove(best)
        chosen.append(best)
        met.update(best.primary)
    return _with_next_level(chosen, left)


def _still_unmet(candidate: Candidate, *, met: Collection[int], urgent: bool) -> tuple[bool, int, list[int]]:
    unmet = [need for need in candidate.primary if need not in met]
    return urgent and 0 not in unmet, -len(unmet), unmet


def _order(candidate: Candidate) -> tuple[Any, ...]:
    return (
        -len(candidate.primary),
        candidate.primary,
        not candidate.is_local,
        candidate.level,
        not candidate.is_confirmed,
        -len(candidate.besides),
        candidate.besides,
        candidate.id,
    )


def _with_next_level(chosen: list[Candidate], left: list[Candidate]) -> list[Candidate]:
    """Give the last place to the next level up, if all are of one level and no need loses by it."""
    if len(chosen) < 2 or len({candidate.level for candidate in chosen}) > 1:
        return chosen
    *kept, last = chosen
    higher = [
        candidate
        for candidate in left
        if candidate.level > last.level and set(candidate.primary) >= set(last.primary)
    ]
    return [*kept, min(higher, key=attrgetter("level"), default=last)]
