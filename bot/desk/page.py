"""A page of the desk: a template, the desk's words, and headers that keep it out of caches and frames."""

from __future__ import annotations

from typing import Any

from fastapi import Request, Response
from fastapi.responses import RedirectResponse
from fastapi.templating import Jinja2Templates

from bot.desk.context import Context
from bot.models import Staff
from bot.web.view import day

_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'self'; frame-ancestors 'none'; form-action 'self'; base-uri 'none'"
    ),
    "Referrer-Policy": "same-origin",  # with no-referrer the Origin of our own forms would be "null"
    "X-Content-Type-Options": "nosniff",
}


def page(here: Context, template: str, *, staff: Staff | None, status: int = 200, **more: Any) -> Response:
    """Return the page made from a template of `templates/desk`. `staff` is who is signed in."""
    request: Request = here.request
    templates: Jinja2Templates = request.app.state.templates
    context = {
        "staff": staff,
        "words": here.words,
        "day": day,
        "demonstration": here.demonstration,
        "now": here.now,
        "target": int(here.target.total_seconds()),
    }
    return templates.TemplateResponse(
        request, f"desk/{template}", {**context, **more}, status_code=status, headers=_HEADERS
    )


def go_to(path: str) -> Response:
    """Send the browser on with a GET, so that a reload does not send a form twice."""
    return RedirectResponse(path, status_code=303)
