"""The desk in a real browser, with the real front door behind it: two members of staff, a lead and a visitor."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import httpx
import pyotp
import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from bot.handoff.staff import invite
from bot.models import Case, Role
from bot.server import create_app
from bot.settings import Settings
from tests.bot.house import DISCLOSURE, Clock, House, Rasa

from .test_access import RULES, SMALLEST, WIDER_THAN_WINDOW
from .visitor import button, log, say

pytestmark = pytest.mark.browser

PASSWORD = "teapot gravel moonlight"
STRANGE = "You can ring my mobile, 07700 900123."
Open = Callable[..., Page]


class RealClock(Clock):
    """Does not stand still: browsers and phones have the real time."""

    def __call__(self) -> datetime:
        return datetime.now(UTC)


@dataclass
class Product:
    """The web server on a free port, with nobody's Rasa behind it."""

    url: str
    house: House


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    settings, clock, rasa = Settings(var=tmp_path_factory.mktemp("desk")), RealClock(), Rasa()
    app = create_app(settings, clock=clock, transport=httpx.MockTransport(rasa.answer))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", ws="none", lifespan="off"))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        yield Product(f"http://127.0.0.1:{listening.getsockname()[1]}", House(app, settings, clock, rasa))
        server.should_exit = server.force_exit = True
        thread.join()
    app.state.sessions.kw["bind"].dispose()


@pytest.fixture
def product(server: Product) -> Product:
    """Tidied up."""
    server.house.tidy_up()
    return server


@pytest.fixture
def tab(browser: Browser, product: Product) -> Iterator[Open]:
    """New tabs, each a browser of its own."""
    contexts = []

    def new(path: str, *, script: bool = True) -> Page:
        context = browser.new_context(
            base_url=product.url, java_script_enabled=script, viewport={"width": 1200, "height": 900}
        )
        contexts.append(context)
        page = context.new_page()
        page.goto(path)
        return page

    yield new
    for context in contexts:
        context.close()


@pytest.fixture
def joins(tab: Open, product: Product) -> Open:
    """A tab of somebody who has just joined, second step and all."""

    def join(name: str, role: Role = "staff", **how: bool) -> Page:
        with product.house.sessions.begin() as session:
            token = invite(session, role=role, now=datetime.now(UTC))
        page = tab("/desk/join", **how)
        page.get_by_label("Invite").fill(token)
        page.get_by_label("E-mail").fill(f"{name.lower()}@example.org")
        page.get_by_label("First name").fill(name)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Join").click()
        key = page.locator(".key").text_content() or ""
        page.get_by_label("Type the code").fill(pyotp.TOTP(key.replace(" ", "")).now())
        page.get_by_role("button", name="Switch it on").click()
        page.get_by_role("link", name="I have kept them").click()
        return page

    return join


@pytest.fixture
def lead(joins: Open) -> Page:
    """Who joins first is an admin, and may what a lead may."""
    return joins("Lou", "lead")


@pytest.fixture
def visitor(tab: Open) -> Page:
    """A tab in which somebody has told of something that a person must look at."""
    page = tab("/chat")
    say(page, DISCLOSURE)
    expect(log(page)).to_contain_text("999")
    return page


def _take_the_next(page: Page) -> None:
    page.goto("/desk")
    page.get_by_role("button", name="Take the next").click()
    expect(page.get_by_text("You hold this case.")).to_be_visible()


def _send(page: Page, text: str) -> None:
    page.get_by_label("Your answer").fill(text)
    page.get_by_role("button", name="Send", exact=True).click()


def _finish(page: Page, button_name: str, *, outcome: str | None = None) -> None:
    page.get_by_text("Pass it on, give it back or end it").click()
    if outcome:
        page.get_by_label("What came of it").select_option(label=outcome)
    page.get_by_role("button", name=button_name).click()


def test_one_takes_the_case_and_the_other_sees_it(lead: Page, joins: Open, visitor: Page) -> None:
    sam, kim = joins("Sam"), joins("Kim")
    kim.get_by_role("link", name=re.compile(r"^Case \d+")).click()
    expect(kim.get_by_text("Nobody holds this case yet.")).to_be_visible()
    _take_the_next(sam)
    expect(log(visitor)).to_contain_text("Sam is here now.")
    expect(kim.get_by_text("This case changed hands or ended.")).to_be_visible()
    kim.get_by_role("button", name="Take this case").click()
    expect(kim.get_by_role("alert")).to_contain_text("Not done")
    expect(kim.get_by_text("Sam holds this case.")).to_be_visible()
    kim.goto("/desk")
    kim.get_by_role("button", name="Take the next").click()
    expect(kim.get_by_text("Nobody is waiting for you to take them.")).to_be_visible()


def test_the_wait_is_counted_until_the_visitor_can_read_something(
    lead: Page, joins: Open, visitor: Page
) -> None:
    sam = joins("Sam")
    expect(sam.get_by_role("main")).to_contain_text(re.compile(r"Waiting \d+:\d\d"))
    _take_the_next(sam)
    clock = sam.locator("[data-clock]")
    before = clock.inner_text()
    assert re.fullmatch(r"Waiting \d+:\d\d, (within|past) 20 seconds", before)
    expect(clock).not_to_have_text(before)
    _send(sam, "Hello, I am here with you.")
    expect(log(visitor)).to_contain_text("Hello, I am here with you.")
    expect(clock).to_have_text("The last word was ours.")
    say(visitor, "thank you")
    expect(clock).to_have_text(re.compile(r"Waiting 0:\d\d, within 20 seconds"))
    lead.goto("/desk")
    expect(lead.get_by_role("region", name="First words within 20 seconds")).to_contain_text("of 1 cases")


def test_a_wait_goes_past_the_target_before_the_eyes_of_staff(
    lead: Page, joins: Open, visitor: Page, product: Product
) -> None:
    expect(lead.get_by_role("link", name=re.compile(r"^Case \d+"))).to_be_visible()
    sam = joins("Sam")
    with product.house.sessions.begin() as session:
        case = session.scalars(select(Case)).one()
        case.waiting_since = datetime.now(UTC) - timedelta(seconds=17)
        case_id = case.id
    sam.goto(f"/desk/cases/{case_id}")
    for page, place in ((lead, ".cases li"), (sam, "[data-clock]")):
        wait = page.locator(f"{place} [data-since]")
        expect(wait).to_have_text(re.compile(r"Waiting 0:2\d, past 20 seconds"), timeout=10_000)
        expect(wait).to_have_class("past")


def test_a_strange_number_waits_for_a_lead(lead: Page, joins: Open, visitor: Page) -> None:
    sam = joins("Sam")
    _take_the_next(sam)
    _send(sam, STRANGE)
    expect(sam.get_by_text("Waits for a lead", exact=True)).to_be_visible()
    expect(sam.locator("[data-clock]")).to_contain_text("Waiting")
    expect(lead.get_by_role("heading", name="Answers that wait for a lead (1)")).to_be_visible()
    expect(log(visitor)).not_to_contain_text("07700")
    lead.get_by_role("region", name="Answers that wait for a lead").get_by_role("link").click()
    lead.get_by_role("button", name="Approve and send").click()
    expect(log(visitor)).to_contain_text(STRANGE)
    expect(sam.get_by_text("Waits for a lead", exact=True)).to_be_hidden()
    expect(sam.get_by_role("log")).to_contain_text(STRANGE)


def test_a_line_that_a_lead_sends_back_can_be_changed(lead: Page, joins: Open, visitor: Page) -> None:
    sam = joins("Sam")
    _take_the_next(sam)
    _send(sam, STRANGE)
    lead.goto("/desk")
    lead.get_by_role("region", name="Answers that wait for a lead").get_by_role("link").click()
    lead.get_by_role("button", name="Send back").click()
    expect(sam.get_by_text("Sent back by a lead")).to_be_visible()
    sam.get_by_role("button", name="Take it back to change it").click()
    expect(sam.get_by_label("Your answer")).to_have_value(STRANGE)
    _send(sam, "You can ring Childline on 0800 1111.")
    expect(log(visitor)).to_contain_text("You can ring Childline on 0800 1111.")
    expect(log(visitor)).not_to_contain_text("07700")


@pytest.mark.parametrize("script", [True, False])
def test_who_declines_is_not_offered_it_again(lead: Page, joins: Open, visitor: Page, script: bool) -> None:
    sam = joins("Sam", script=script)
    sam.get_by_role("link", name=re.compile(r"^Case \d+")).click()
    sam.get_by_text("Not for you?").click()
    sam.get_by_label("Why not you").select_option(label="Knows the family")
    sam.get_by_role("button", name="Decline").click()
    expect(sam.get_by_role("main")).to_contain_text("You declined it")
    sam.get_by_role("button", name="Take the next").click()
    expect(sam.get_by_text("Nobody is waiting for you to take them.")).to_be_visible()
    _take_the_next(lead)


@pytest.mark.parametrize(
    ("pressed", "says", "case"),
    [
        ("You go on", "I can look things up for you again", "This case has ended."),
        ("Stay in line", "You are in line for the next person", "Nobody holds this case yet."),
    ],
)
def test_the_visitor_says_whether_the_bot_goes_on(
    lead: Page, visitor: Page, pressed: str, says: str, case: str
) -> None:
    _take_the_next(lead)
    _finish(lead, "Ask the visitor first", outcome="Told where to get help")
    expect(lead.get_by_text("The visitor was asked whether the bot may go on.")).to_be_visible()
    button(visitor, pressed).click()
    expect(log(visitor)).to_contain_text(says)
    expect(lead.get_by_text("This case changed hands or ended.")).to_be_visible()
    lead.reload()
    expect(lead.get_by_text(case)).to_be_visible()


def test_a_case_is_passed_on_to_a_colleague(lead: Page, joins: Open, visitor: Page) -> None:
    sam = joins("Sam")
    _take_the_next(sam)
    sam.get_by_text("Pass it on, give it back or end it").click()
    sam.get_by_label("Pass it on to").select_option(label="Lou")
    sam.get_by_role("button", name="Pass on", exact=True).click()
    expect(log(visitor)).to_contain_text("I have asked Lou to answer you here.")
    lead.goto("/desk")
    expect(lead.get_by_role("main")).to_contain_text("Held by Lou")


# -- for everybody


def _queue(page: Page) -> None:
    page.goto("/desk")
    page.get_by_text("What the words mean").click()


def _case(page: Page) -> None:
    _take_the_next(page)
    page.get_by_label("Add a note").fill("Rang the school.")
    page.get_by_role("button", name="Keep the note").click()
    page.get_by_text("Pass it on, give it back or end it").click()


def _waiting_case(page: Page) -> None:
    page.get_by_role("link", name=re.compile(r"^Case \d+")).click()
    page.get_by_text("Not for you?").click()


def _members(page: Page) -> None:
    page.goto("/desk/members")
    page.get_by_role("button", name="Make an invite").click()
    page.get_by_text("Reset or remove").click()


def _account(page: Page) -> None:
    page.goto("/desk/account")


def _second_step(page: Page) -> None:
    page.goto("/desk/members")
    page.get_by_text("Reset or remove").click()
    page.get_by_role("button", name="Reset the second step").click()
    page.get_by_label("E-mail").fill("lou@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_text("I can't scan it").click()


@pytest.mark.parametrize("reach", [_queue, _waiting_case, _case, _members, _account, _second_step])
def test_axe_finds_nothing_and_it_fits_a_phone(
    joins: Open, visitor: Page, reach: Callable[[Page], None]
) -> None:
    page = joins("Lou")
    reach(page)
    assert Axe().run(page, options=RULES).generate_snapshot() == ""
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate(WIDER_THAN_WINDOW) == 0
    assert page.evaluate(SMALLEST) == []
