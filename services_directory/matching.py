"""Needs, area, ages and audience in; the services that fit out, best first, each with its reasons."""

from __future__ import annotations

from bisect import insort
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import ColumnElement, ScalarSelect, and_, or_, select
from sqlalchemy.orm import Session

from services_directory.models import (
    LEVELS,
    NATIONAL,
    WHOLE_ENTRY,
    Audience,
    Check,
    Evidence,
    Kind,
    Outcome,
    Service,
    ServiceArea,
    ServiceAudience,
    ServiceNeed,
    Standing,
)
from services_directory.ranking import Candidate, choose
from services_directory.schedule import open_now

CRISIS_LINE = "crisis_line"

_FOR_FAMILIES: tuple[Kind, ...] = ("service", "programme")
_FOR_PROFESSIONALS: tuple[Kind, ...] = (*_FOR_FAMILIES, "panel", "assessment", "duty", "team")
_OFFERED: tuple[Standing, ...] = ("confirmed", "unconfirmed")


@dataclass(frozen=True, kw_only=True)
class Question:
    """What somebody asks for: need ids with the most pressing first, a council's area id, ages in years.

    `()` and None mean not known: without an area only national services fit, without an audience those that a
    parent may be offered.
    """

    needs: tuple[str, ...]
    area: str | None = None
    ages: tuple[float, ...] = ()
    audience: Audience | None = None


@dataclass(frozen=True)
class Reason:
    """Why a service was chosen: `value` is an id of a need, area or level, or ages: `5-11`, `16-`, `-18`."""

    kind: Literal["need", "also_need", "age", "area", "national", "level"]
    value: str


@dataclass(frozen=True, kw_only=True)
class Match:
    """A service that fits, and why."""

    service: Service
    reasons: tuple[Reason, ...]
    open_now: bool | None


def match(session: Session, question: Question, *, now: datetime, limit: int = 3) -> list[Match]:
    """At most `limit` services that this person may be offered, the best first: see `ranking.choose`.

    `now` must carry a time zone.
    """
    needs = _in_order(question.needs)
    chosen = choose(_candidates(session, question, needs), limit, urgent=CRISIS_LINE in needs)
    found = session.scalars(select(Service).where(Service.id.in_([candidate.id for candidate in chosen])))
    services = {service.id: service for service in found}
    return [
        Match(
            service=services[candidate.id],
            reasons=tuple(_reasons(services[candidate.id], candidate, question, needs)),
            open_now=open_now(services[candidate.id].schedules, now),
        )
        for candidate in chosen
    ]


def _in_order(needs: Iterable[str]) -> list[str]:
    """Each need once; a crisis line is need 0, however late in the message it was asked for."""
    once = list(dict.fromkeys(needs))
    return sorted(once, key=lambda need: need != CRISIS_LINE)


def _candidates(session: Session, question: Question, needs: Sequence[str]) -> list[Candidate]:
    is_local = Service.areas.any(ServiceArea.area == question.area)
    statement = (
        select(
            Service.id, Service.level, Service.standing, is_local, ServiceNeed.need_id, ServiceNeed.primary
        )
        .join(Service.needs)
        .where(ServiceNeed.need_id.in_(needs), *_eligible(question))
    )
    candidates: dict[str, Candidate] = {}
    for service_id, level, standing, local, need, is_primary in session.execute(statement):
        candidate = candidates.setdefault(
            service_id,
            Candidate(
                id=service_id,
                level=LEVELS.index(level),
                is_local=bool(local),
                is_confirmed=standing == "confirmed",
            ),
        )
        insort(candidate.primary if is_primary else candidate.besides, needs.index(need))
    return list(candidates.values())


def _eligible(question: Question) -> Iterator[ColumnElement[bool]]:
    """The conditions that no ranking may outweigh."""
    areas = [area for area in (question.area, NATIONAL) if area]
    yield from offered(audience=question.audience or "parent", areas=areas, ages=question.ages)
    if CRISIS_LINE not in question.needs:
        yield Service.level != "crisis"


def offered(
    *, audience: Audience | None, areas: Collection[str] | None, ages: Sequence[float]
) -> Iterator[ColumnElement[bool]]:
    """The conditions under which a service may be offered. None: to anybody, anywhere."""
    for_families = audience in ("parent", "young_person")
    yield Service.kind.in_(_FOR_FAMILIES if for_families else _FOR_PROFESSIONALS)
    yield Service.standing.in_(_OFFERED)
    if audience is not None:
        yield Service.audiences.any(ServiceAudience.audience == audience)
    if areas is not None:
        yield Service.areas.any(ServiceArea.area.in_(areas))
    # Grade X is a source that confirms nothing: such a service may be explained, never offered.
    # So is one that somebody found wrong.
    no_proof = or_(Evidence.grade == "X", _last_outcome() == "wrong")
    yield ~Service.evidence.any(and_(Evidence.fact.in_(WHOLE_ENTRY), no_proof))
    if ages:
        yield or_(Service.minimum_age.is_(None), Service.minimum_age <= min(ages))
        yield or_(Service.maximum_age.is_(None), Service.maximum_age + 1 > max(ages))


def _last_outcome() -> ScalarSelect[Outcome]:
    """What the last check of a piece of evidence found, unless its content was checked since."""
    since = select(Check.outcome).where(Check.fact_id == Evidence.fact_id, Check.checked >= Evidence.checked)
    return (
        since.order_by(Check.checked.desc(), Check.id.desc()).limit(1).correlate(Evidence).scalar_subquery()
    )


def _reasons(
    service: Service, candidate: Candidate, question: Question, needs: Sequence[str]
) -> Iterator[Reason]:
    for position in candidate.primary:
        yield Reason("need", needs[position])
    for position in candidate.besides:
        yield Reason("also_need", needs[position])
    youngest, oldest = service.minimum_age, service.maximum_age
    if question.ages and not (youngest is None and oldest is None):
        yield Reason("age", f"{'' if youngest is None else youngest}-{'' if oldest is None else oldest}")
    yield (
        Reason("area", question.area)
        if candidate.is_local and question.area
        else Reason("national", NATIONAL)
    )
    yield Reason("level", service.level)
