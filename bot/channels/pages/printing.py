"""A page printed from its template, with what all pages share."""

from __future__ import annotations

from typing import Any

from fastapi import Request, Response

from bot.web import view, words


def print_page(request: Request, template: str, *, status: int = 200, **shown: Any) -> Response:
    """Print a template of bot/web/templates; no page is kept by a browser or on the way to it."""
    state = request.app.state
    content = words()
    context = {
        **shown,
        "words": content,
        "demonstration": state.demonstration,
        "urgent": view.reach(state.door.urgent(), content["names"]),
    }
    response: Response = state.templates.TemplateResponse(
        request, template, context, status_code=status, headers={"Cache-Control": "no-store"}
    )
    return response
