"""`/services`: the directory without the chat. Searched and filtered, each service with a page of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, get_args

from fastapi import APIRouter, Request, Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.explain_service import ActionExplainService
from actions.known import Known
from bot.channels.pages.printing import print_page
from bot.channels.pages.told import Told, screened
from bot.database import reading
from bot.front_door.message import storable
from bot.web import view, words
from services_directory.models import Audience, Need, Service
from services_directory.search import search

AT_ONCE = 20  # services on a page

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class Asked:
    """What somebody looks for. What is not known, such as a council that is none, counts as not said."""

    text: str = ""
    need: str | None = None
    area: str | None = None
    age: int | None = None
    audience: Audience | None = None
    page: int = 1

    @property
    def filters(self) -> dict[str, str]:
        """All but the words: they stand in no address, as addresses are kept and shown in many places."""
        chosen = {"need": self.need, "area": self.area, "age": self.age, "audience": self.audience}
        return {name: str(value) for name, value in chosen.items() if value is not None}


def asked(fields: Any) -> Asked:
    """Read the fields of the form or the address."""
    names = words()["names"]
    age, page = str(fields.get("age") or ""), str(fields.get("page") or "")
    return Asked(
        text=storable(str(fields.get("text") or "")).strip(),
        need=storable(str(fields.get("need") or "")) or None,
        area=fields.get("area") if fields.get("area") in names["areas"] else None,
        age=int(age) if age.isdecimal() and len(age) < 3 else None,
        audience=fields.get("audience") if fields.get("audience") in get_args(Audience) else None,
        page=max(1, int(page)) if page.isdecimal() and len(page) < 6 else 1,
    )


@router.get("/services")
def show_services(request: Request) -> Response:
    """List the services that fit the filters."""
    return _list(request, asked({**request.query_params, "text": ""}), told=None)


@router.post("/services")
async def find_services(request: Request) -> Response:
    """List the services that fit words and filters; first the card, where the words tell of danger."""
    looks_for = asked(await request.form())
    told = await screened(request, looks_for.text, area=looks_for.area)
    return _list(request, looks_for, told=told)


def _list(request: Request, looks_for: Asked, *, told: Told | None) -> Response:
    with reading(request.app.state.sessions) as session:
        found = search(
            session,
            looks_for.text,
            needs=[looks_for.need] if looks_for.need else [],
            area=looks_for.area,
            age=looks_for.age,
            audience=looks_for.audience,
            limit=AT_ONCE,
            offset=(looks_for.page - 1) * AT_ONCE,
        )
        return print_page(
            request,
            "pages/services.html",
            asked=looks_for,
            told=told,
            needs=session.scalars(select(Need).order_by(Need.name)).all(),
            services=[shown(request, service, looks_for) for service in in_order(session, found.ids)],
            total=found.total,
            pages=-(-found.total // AT_ONCE),
        )


def in_order(session: Session, ids: Sequence[str]) -> list[Service]:
    """The services of these ids, in their order."""
    found = {service.id: service for service in session.scalars(select(Service).where(Service.id.in_(ids)))}
    return [found[one] for one in ids]


def shown(request: Request, service: Service, looks_for: Asked) -> dict[str, Any]:
    """A service as the page shows it to whoever looks for that."""
    explaining: ActionExplainService = request.app.state.explaining
    known = Known(needs=(), ages=(), area=looks_for.area, audience=looks_for.audience)
    return view.service(explaining.card(service, known), words()["names"])
