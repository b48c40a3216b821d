"""`/services/<id>`: one service, with all that is known of it, and a box for what is wrong about it."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, Response

from actions.explain_service import ActionExplainService, is_live, may_see
from actions.known import Known
from bot.channels.pages.printing import print_page
from bot.channels.pages.told import Told, screened
from bot.database import reading
from bot.errors import TooMany
from bot.front_door import doubts
from bot.front_door.message import storable
from bot.front_door.turn import has_words
from bot.web import view, words
from bot.web.structured import structured
from services_directory.models import Service

router = APIRouter(include_in_schema=False, prefix="/services")


@router.get("/{service_id}")
def show_service(request: Request, service_id: str) -> Response:
    """Show it, and how sure that is."""
    return _show(request, service_id)


@router.post("/{service_id}")
async def tell_what_is_wrong(
    request: Request, service_id: str, text: Annotated[str, Form()] = ""
) -> Response:
    """Keep what somebody says is wrong for staff; first the card, where the words tell of danger."""
    told = await screened(request, text)
    kept = _keep(request, service_id, storable(text)) if told is None and has_words(text) else None
    return _show(request, service_id, told=told, kept=kept)


def _keep(request: Request, service_id: str, text: str) -> bool:
    """Return whether it was kept: there must be such a service, and nobody may send them in bulk."""
    state = request.app.state
    try:
        state.door.limits.opens(request.client.host if request.client else "")
    except TooMany:
        return False
    with state.sessions.begin() as session:
        if session.get(Service, storable(service_id)) is None:
            return False
        doubts.keep(session, service_id, text, now=state.clock())
    return True


def _show(
    request: Request, service_id: str, *, told: Told | None = None, kept: bool | None = None
) -> Response:
    explaining: ActionExplainService = request.app.state.explaining
    with reading(request.app.state.sessions) as session:
        service = session.get(Service, storable(service_id))
        if service is None:
            return print_page(request, "pages/no_service.html", status=404, told=told)
        known = _reader(service)
        card = view.service(explaining.card(service, known), words()["names"])
        return print_page(
            request,
            "pages/service.html",
            service=card if may_see(service, known) and is_live(service) else None,
            name=service.name,
            explained=explaining.explain(service, known),
            maps=_maps(service),
            structured=structured(service, card, address=str(request.url)) if is_live(service) else None,
            told=told,
            kept=kept,
        )


def _reader(service: Service) -> Known:
    """Who the page is written for: families where any may have the service, else professionals."""
    audiences = [row.audience for row in service.audiences]
    audience = next((one for one in ("parent", "young_person", "professional") if one in audiences), None)
    return Known(needs=(), ages=(), area=None, audience=audience)


def _maps(service: Service) -> list[dict[str, Any]]:
    """The places where it is given, each with the words to look it up on a map."""
    places = [place for place in service.locations if place.location_type == "physical"]
    return [
        {"name": place.name, "query": ", ".join(filter(None, (place.name, place.city)))} for place in places
    ]
