"""`/pathways`: each decision as a page. One fact at a time in; duties and routes out, to copy, print or save."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.datastructures import QueryParams

from actions.cards import Cards
from bot.channels.pages.printing import print_page
from bot.database import reading
from bot.front_door.message import storable
from bot.language.hours import in_london
from bot.web import view, words
from services_directory import deciding, pathways
from services_directory.card import pathway_card
from services_directory.deciding import UNKNOWN, Decided, recap
from services_directory.models import NATIONAL, Decision, Pathway

AREA = "area"
OUTSIDE = "outside"

router = APIRouter(include_in_schema=False, prefix="/pathways")


@dataclass(frozen=True)
class Question:
    """A question of the page: its words, the name of its field, and value and title of each choice."""

    asks: str
    name: str
    choices: list[tuple[str, str]]


@dataclass(frozen=True)
class Worked:
    """A decision as far as it was worked through: where, and which facts were told."""

    decision: Decision
    area: str | None
    answers: dict[str, str]

    @classmethod
    def of(cls, decision: Decision, asked: QueryParams) -> Worked:
        """Read the address. What it holds besides known facts and councils is passed over."""
        known = {fact["id"]: {UNKNOWN, *(one["id"] for one in fact["answers"])} for fact in decision.facts}
        return cls(
            decision=decision,
            area=asked.get(AREA) if asked.get(AREA) in {*areas(decision), OUTSIDE} else None,
            answers={name: one for name, one in asked.items() if one in known.get(name, ())},
        )

    @property
    def question(self) -> Question | None:
        """What to ask next: the council where rules differ, then the next fact that matters."""
        said = words()["pathways"]
        if self.area is None and pathways.differs(self.decision):
            names = {**words()["names"]["areas"], OUTSIDE: said["outside"]}
            councils = [area for area in areas(self.decision) if area != NATIONAL]
            return Question(said["where"], AREA, [(area, names[area]) for area in (*councils, OUTSIDE)])
        fact = next((fact for fact in self.decision.facts if fact["id"] == self._decided.asks), None)
        if fact is None:
            return None
        answers = [(one["id"], one["title"]) for one in fact["answers"]]
        return Question(fact["asks"], fact["id"], [*answers, (UNKNOWN, said["unknown"])])

    @property
    def rules(self) -> list[Pathway]:
        """The rules that apply, in order, once there is nothing more to ask."""
        return [] if self.question else [self._here[rule] for rule in self._decided.apply]

    @property
    def told(self) -> list[tuple[str, str]]:
        """Each fact that was told, with its answer."""
        return recap(self.decision.facts, self.answers, unknown=words()["pathways"]["unknown"])

    @property
    def address(self) -> str:
        """What the address of this page ends with."""
        where = {AREA: self.area} if self.area else {}
        return urlencode({**where, **self.answers})

    @cached_property
    def _here(self) -> dict[str, Pathway]:
        everywhere = self.area is None and not pathways.differs(self.decision)
        rules = self.decision.pathways if everywhere else pathways.rules(self.decision, self.area)
        return {rule.id: rule for rule in rules}

    @cached_property
    def _decided(self) -> Decided:
        when = {name: rule.when for name, rule in self._here.items()}
        return deciding.decide(self.decision.facts, when, self.answers)


def areas(decision: Decision) -> list[str]:
    """The councils that a decision has rules for, and `national`."""
    return sorted({row.area for rule in decision.pathways for row in rule.areas})


@router.get("")
def show_all(request: Request) -> Response:
    """List the decisions."""
    with reading(request.app.state.sessions) as session:
        return _list(request, session)


@router.get("/{decision_id}")
def show(request: Request, decision_id: str) -> Response:
    """Ask for the next fact, or show what applies."""
    return _show(request, decision_id, "pages/pathway.html")


@router.get("/{decision_id}/summary.md")
def save(request: Request, decision_id: str) -> Response:
    """The same answer as a Markdown file."""
    response = _show(request, decision_id, "pages/pathway.md")
    if response.status_code == 200:
        response.headers["Content-Type"] = "text/markdown; charset=utf-8"
        response.headers["Content-Disposition"] = f'attachment; filename="{decision_id}.md"'
    return response


def _show(request: Request, decision_id: str, template: str) -> Response:
    cards: Cards = request.app.state.directory_cards
    with reading(request.app.state.sessions) as session:
        decision = session.get(Decision, storable(decision_id))
        if decision is None:
            return _list(request, session, status=404)
        worked = Worked.of(decision, request.query_params)
        return print_page(
            request,
            template,
            worked=worked,
            rules=[
                view.pathway(cards.of_pathway(pathway_card(rule)), words()["names"]) for rule in worked.rules
            ],
            today=view.day(in_london(request.app.state.clock()).date().isoformat()),
        )


def _list(request: Request, session: Session, *, status: int = 200) -> Response:
    decisions = session.scalars(select(Decision).order_by(Decision.name)).all()
    return print_page(
        request, "pages/pathways.html", status=status, decisions=decisions, missing=status != 200
    )
