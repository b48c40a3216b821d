"""The website over the stand-in door: the real page, the real API and the real security headers."""

from __future__ import annotations

from types import SimpleNamespace

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from fastapi.templating import Jinja2Templates

from bot.channels.webchat import api, page
from bot.channels.webchat.bounds import Bounds
from bot.channels.webchat.errors import explain_errors
from bot.web import STATIC, TEMPLATES

from .fake_door import FakeDoor


def build() -> FastAPI:
    """Compose the application as the server does, with a door that answers from a script."""
    app = FastAPI(openapi_url=None)
    app.state.door = FakeDoor()
    app.state.templates = Jinja2Templates(TEMPLATES)
    app.state.demonstration = False
    app.state.settings = SimpleNamespace(heartbeat_every=0.02)
    app.include_router(api.router)
    app.include_router(page.router)
    app.mount("/static", StaticFiles(directory=STATIC))
    app.add_middleware(Bounds)
    explain_errors(app)
    return app
