"""Which decision a professional's question is about, and which of its rules hold where."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import chain

from sqlalchemy import select
from sqlalchemy.orm import Session

from services_directory.models import NATIONAL, Decision, Pathway
from services_directory.words import holds, words


def find(session: Session, *, text: str, needs: Collection[str]) -> list[Decision]:
    """The decisions that a text or its needs point to, the best first.

    A phrase of the decision in the text counts most, the longer the better; then all of its needs before some.
    """
    said = words(text)
    decisions = session.scalars(select(Decision).order_by(Decision.id))
    scored = [(_score(decision, said, set(needs)), decision) for decision in decisions]
    return [decision for score, decision in sorted(scored, key=_best_first) if score[0] or score[1]]


def is_phrased(session: Session, text: str) -> bool:
    """Whether a text holds words that point to a decision, such as "section 117"."""
    said = words(text)
    phrases = chain.from_iterable(session.scalars(select(Decision.phrases)))
    return any(holds(said, words(phrase)) for phrase in phrases)


def rules(decision: Decision, area: str | None) -> Sequence[Pathway]:
    """The rules of a decision that hold in a council; with no council, those that hold everywhere."""
    here = {area, NATIONAL}
    return [rule for rule in decision.pathways if not here.isdisjoint(row.area for row in rule.areas)]


def common(decision: Decision) -> Sequence[Pathway]:
    """The rules that hold wherever the decision has any, so that no council need be known for them."""
    areas = {rule: {row.area for row in rule.areas} for rule in decision.pathways}
    everywhere = set().union(*areas.values())
    wanted = {NATIONAL} if NATIONAL in everywhere else everywhere
    return [rule for rule, its in areas.items() if its >= wanted]


def differs(decision: Decision) -> bool:
    """Whether the rules of a decision are not the same in all the councils that have any."""
    return len({frozenset(row.area for row in rule.areas) for rule in decision.pathways}) > 1


_Score = tuple[int, int, bool, int]


def _score(decision: Decision, said: list[str], needs: set[str]) -> _Score:
    """Words of the longest phrase found; how many needs named; all of them; how few missing."""
    phrases = [phrase for phrase in map(words, decision.phrases) if holds(said, phrase)]
    wanted = set(decision.needs)
    named = wanted & needs
    return (
        max(map(len, phrases), default=0),
        len(named),
        bool(wanted) and named == wanted,
        len(named) - len(wanted),
    )


def _best_first(scored: tuple[_Score, Decision]) -> tuple[int, ...]:
    return tuple(-part for part in scored[0])
