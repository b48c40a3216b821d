"""The directory's facts: which are stale, and the checks that a lead records."""

from __future__ import annotations

from operator import itemgetter
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query, Response
from sqlalchemy.orm import Session

from bot.database import reading
from bot.desk.access import SignedIn
from bot.desk.context import Context, Here
from bot.desk.page import go_to, page
from bot.front_door import doubts
from bot.front_door.message import storable
from bot.handoff import audit
from bot.handoff.audit import Deed
from bot.handoff.staff import may
from bot.language.hours import in_london
from bot.models import Doubt, Staff
from services_directory.checks import OUTCOMES, NoSuchFact, record
from services_directory.models import Service
from services_directory.stale import by_post, facts, post_of, stale

router = APIRouter(prefix="/desk/facts")
lead_router = APIRouter(prefix="/desk/facts")

Id = Annotated[str, Query(alias="id")]
Field = Annotated[str, Form()]


@router.get("")
def show_facts(here: Here, staff: SignedIn, every: str = "") -> Response:
    """List what is stale, or with `every` all facts, by who should check them."""
    with reading(here.sessions) as session:
        found = sorted(facts(session)) if every else stale(session, in_london(here.now).date())
        said = [(doubt, _name(session, doubt)) for doubt in doubts.doubts(session)]
    posts = sorted(by_post(found, here.checkers).items(), key=itemgetter(0))
    return page(
        here,
        "facts.html",
        staff=staff,
        posts=posts,
        doubts=said,
        number=len(found),
        every=bool(every),
        lead=may(staff, "lead"),
    )


@router.get("/one")
def show_fact(here: Here, staff: SignedIn, fact_id: Id = "") -> Response:
    """Show one fact, with what a lead needs to record a check."""
    return _show(here, staff, fact_id)


@lead_router.post("/one")
def record_check(
    here: Here, staff: SignedIn, fact_id: Id = "", outcome: Field = "", how: Field = ""
) -> Response:
    """Keep that somebody found the fact right or wrong today."""
    if outcome not in OUTCOMES or how not in here.words.ways_to_check:
        return _show(here, staff, fact_id, problem=here.words.notices["no_check"])
    today = in_london(here.now).date()
    try:
        with here.sessions.begin() as session:
            record(session, storable(fact_id), outcome=outcome, checked=today, by=staff.first_name, how=how)
            audit.record(session, Deed.checked_fact, staff=staff, case=None, now=here.now)
    except NoSuchFact:
        return _show(here, staff, fact_id)
    return go_to("/desk/facts/one?" + urlencode({"id": fact_id}))


@lead_router.post("/settle")
def settle_doubt(here: Here, staff: SignedIn, doubt_id: Annotated[int, Form()]) -> Response:
    """Take what a visitor said off the list: somebody has looked at it."""
    with here.sessions.begin() as session:
        doubts.settle(session, doubt_id)
        audit.record(session, Deed.checked_fact, staff=staff, case=None, now=here.now)
    return go_to("/desk/facts")


def _name(session: Session, doubt: Doubt) -> str:
    service = session.get(Service, doubt.service_id)
    return service.name if service else doubt.service_id


def _show(here: Context, staff: Staff, fact_id: str, *, problem: str | None = None) -> Response:
    with reading(here.sessions) as session:
        fact = next((one for one in facts(session) if one.id == fact_id), None)
    if fact is None:
        return page(here, "sorry.html", staff=staff, status=404, notice=here.words.notices["no_such_fact"])
    status = 400 if problem else 200
    lead = may(staff, "lead")
    return page(
        here,
        "fact.html",
        staff=staff,
        status=status,
        problem=problem,
        fact=fact,
        post=post_of(fact, here.checkers),
        lead=lead,
    )
