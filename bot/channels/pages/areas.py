"""`/areas/<council>`: what there is in one council, by how much help it is."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from bot.channels.pages.printing import print_page
from bot.channels.pages.services import Asked, in_order, shown
from bot.database import reading
from bot.web import words
from services_directory.models import LEVELS, NATIONAL
from services_directory.search import search

ALL = 1_000  # more than a council has

router = APIRouter(include_in_schema=False, prefix="/areas")


@router.get("/{area}")
def show_area(request: Request, area: str) -> Response:
    """List the council's own services, the lowest level first, and who to ring when it is urgent."""
    if area not in words()["names"]["areas"] or area == NATIONAL:
        return print_page(request, "pages/no_service.html", status=404, told=None)
    with reading(request.app.state.sessions) as session:
        found = in_order(session, search(session, "", area=area, limit=ALL).ids)
        own = [one for one in found if area in [row.area for row in one.areas]]
        levels = {level: [one for one in own if one.level == level] for level in LEVELS}
        return print_page(
            request,
            "pages/area.html",
            area=area,
            levels={
                level: [shown(request, one, Asked(area=area)) for one in services]
                for level, services in levels.items()
                if services
            },
        )
