"""Which rules for professionals answer a question: facts in, duties and routes out."""

from __future__ import annotations

from collections.abc import Collection
from itertools import chain

from sqlalchemy import select
from sqlalchemy.orm import Session

from services_directory.models import NATIONAL, Pathway, PathwayArea
from services_directory.words import holds, words


def find(session: Session, *, text: str, needs: Collection[str], area: str | None) -> list[Pathway]:
    """The pathways that a text or its needs point to, the best first.

    A phrase of the pathway in the text counts most, the longer the better; then all of its needs before some;
    then a council's own rule before a national one. With an area its rules and the national ones are found;
    without one those of all areas, so that the caller can ask which council it is.
    """
    return [pathway for _, pathway in _ranked(session, text=text, needs=needs, area=area)]


def is_phrased(session: Session, text: str) -> bool:
    """Whether a text holds words that point to a pathway, such as "section 117"."""
    said = words(text)
    phrases = chain.from_iterable(session.scalars(select(Pathway.phrases)))
    return any(holds(said, words(phrase)) for phrase in phrases)


def undecided(session: Session, *, text: str, needs: Collection[str]) -> bool:
    """Whether two councils have rules that fit equally well, so that the home council must be known first."""
    ranked = _ranked(session, text=text, needs=needs, area=None)
    best = [pathway for score, pathway in ranked if score[:2] == ranked[0][0][:2]]
    areas = [{row.area for row in pathway.areas} for pathway in best]
    return any(areas[0].isdisjoint(others) for others in areas)


def _ranked(
    session: Session, *, text: str, needs: Collection[str], area: str | None
) -> list[tuple[_Score, Pathway]]:
    statement = select(Pathway).order_by(Pathway.id)
    if area is not None:
        statement = statement.where(Pathway.areas.any(PathwayArea.area.in_((area, NATIONAL))))
    said = words(text)
    scored = [(_score(pathway, said, set(needs), area), pathway) for pathway in session.scalars(statement)]
    return sorted(((score, one) for score, one in scored if score[0] or score[1]), key=_best_first)


_Score = tuple[int, int, bool, int, bool]


def _score(pathway: Pathway, said: list[str], needs: set[str], area: str | None) -> _Score:
    """Words of the longest phrase found; how many needs named; all of them; how few missing; local."""
    phrases = [phrase for phrase in map(words, pathway.phrases) if holds(said, phrase)]
    wanted = {need.need_id for need in pathway.needs}
    named = wanted & needs
    return (
        max(map(len, phrases), default=0),
        len(named),
        bool(wanted) and named == wanted,
        len(named) - len(wanted),
        any(row.area == area for row in pathway.areas),
    )


def _best_first(scored: tuple[_Score, Pathway]) -> tuple[int, ...]:
    return tuple(-part for part in scored[0])
