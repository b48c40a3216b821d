"""One server and one browser for all the tests of this folder, and a page of its own for each test."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from .fake_door import FakeDoor
from .site import build

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@dataclass
class Site:
    """The website that the browser visits, and the door behind it."""

    url: str
    app: FastAPI

    @property
    def door(self) -> FakeDoor:
        """The stand-in door."""
        door: FakeDoor = self.app.state.door
        return door


Profile = Callable[..., BrowserContext]


@pytest.fixture(scope="package")
def server() -> Iterator[Site]:
    """The website on a free port of this machine."""
    app = build()
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", ws="none", lifespan="off"))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        yield Site(url=f"http://127.0.0.1:{listening.getsockname()[1]}", app=app)
        server.should_exit = server.force_exit = True
        thread.join()


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium from the system's packages. The browser ends with this folder, and its event loop with it."""
    if not CHROMIUM.exists():
        pytest.fail(f"{CHROMIUM} is missing: apt-get install chromium", pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def site(server: Site) -> Site:
    """The website with a new door, so that no test sees the conversations of another."""
    server.app.state.door = FakeDoor()
    server.app.state.demonstration = False
    return server


@pytest.fixture
def profile(browser: Browser, site: Site) -> Iterator[Profile]:
    """Browser profiles. No page in them may ask another host for anything, keep anything, or break."""
    asked: list[str] = []
    broken: list[str] = []
    contexts: list[BrowserContext] = []

    def new(**options: Any) -> BrowserContext:
        options = {"viewport": {"width": 1200, "height": 900}, "locale": "en-GB", **options}
        context = browser.new_context(base_url=site.url, **options)
        context.on("request", lambda request: asked.append(request.url))
        context.on("weberror", lambda error: broken.append(str(error.error)))
        contexts.append(context)
        return context

    yield new
    kept = [context.storage_state(indexed_db=True) for context in contexts]
    for context in contexts:
        context.close()
    assert [url for url in asked if not url.startswith(site.url)] == []
    assert kept == [{"cookies": [], "origins": []}] * len(contexts)
    assert broken == []


@pytest.fixture
def page(profile: Profile) -> Page:
    """A tab that has the chat open, greeted and connected."""
    page = profile().new_page()
    with page.expect_response("**/events"):
        page.goto("/chat")
    return page


@pytest.fixture
def plain_page(profile: Profile) -> Page:
    """A tab that runs no script."""
    page = profile(java_script_enabled=False).new_page()
    page.goto("/chat")
    return page
