"""A family at the website and a member of staff at the desk, with everything real behind them."""

from __future__ import annotations

import re

import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect

from bench.product import Product

from .visitor import log, say

pytestmark = [pytest.mark.assistant, pytest.mark.browser]

PATIENCE = 15_000  # milliseconds
PASSWORD = "a long enough password"


@pytest.fixture
def page(browser: Browser, product: Product) -> Page:
    """A tab with the real chat open."""
    page = browser.new_context(base_url=product.url).new_page()
    page.set_default_timeout(PATIENCE)
    with page.expect_response("**/events"):
        page.goto("/chat")
    return page


def test_a_family_finds_help_for_sleep(page: Page) -> None:
    say(page, "my 9 year old never sleeps and I'm on my knees, we're in Peterborough")
    expect(log(page).get_by_role("heading", name="Specialist sleep support")).to_be_visible()
    expect(log(page)).to_contain_text("Early Help Assessment")
    expect(log(page)).to_contain_text("It only goes ahead if you give permission")
    expect(log(page)).to_contain_text("Last checked")


def test_without_the_town_the_council_is_asked(page: Page) -> None:
    say(page, "my 9 year old never sleeps and I'm on my knees")
    expect(log(page)).to_contain_text("Where do you live?")
    page.get_by_role("button", name="Peterborough", exact=True).click()
    expect(log(page).get_by_role("heading", name="Specialist sleep support")).to_be_visible()


@pytest.fixture
def desk(browser: Browser, product: Product) -> Page:
    """A tab in which somebody has joined by the printed invite, and signed in."""
    desk = browser.new_context(base_url=product.url).new_page()
    desk.set_default_timeout(PATIENCE)
    desk.goto(next(line for line in product.printed if "/desk/join#" in line).split()[-1])
    desk.get_by_label("E-mail").fill("sam@example.org")
    desk.get_by_label("First name").fill("Sam")
    desk.get_by_label("Password").fill(PASSWORD)
    desk.get_by_role("button", name="Join").click()
    desk.get_by_text("I can't scan it").click()
    app = pyotp.TOTP(desk.locator(".key").inner_text().replace(" ", ""))
    desk.get_by_label("Type the code").fill(app.now())
    desk.get_by_role("button", name="Switch it on").click()
    desk.get_by_role("link", name="I have kept them").click()
    desk.wait_for_url("**/desk")
    return desk


def test_a_disclosure_reaches_a_person_who_answers(page: Page, desk: Page) -> None:
    say(page, "my daughter says she wants to die")
    expect(log(page)).to_contain_text("You were right to tell someone")
    expect(log(page).get_by_role("link", name=re.compile("999"))).to_be_visible()

    desk.reload()
    desk.get_by_role("main").get_by_role("link").first.click()
    expect(desk.get_by_role("main")).to_contain_text("my daughter says she wants to die")
    desk.get_by_role("button", name="Take this case").click()
    expect(log(page)).to_contain_text("Sam is here now")

    desk.get_by_label("Your answer").fill("Hello, I am here with you.")
    desk.get_by_role("button", name="Send").click()
    expect(log(page)).to_contain_text("Hello, I am here with you.")
