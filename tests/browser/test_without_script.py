"""The chat page without its script: the same page as a plain form."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from .conftest import Profile, Site
from .visitor import button, field, log, say

pytestmark = pytest.mark.browser

# Every visible word of the log and where its links and buttons lead, without the white space between tags.
CONTENT = """(log) => [
    log.innerText.replace(/\\s+/g, " ").trim(),
    ...[...log.querySelectorAll("a")].map((link) => [link.getAttribute("href"), link.target, link.rel]),
    ...[...log.querySelectorAll("button")].map((button) => button.value),
]"""


def _send(page: Page, text: str) -> None:
    field(page).fill(text)
    with page.expect_navigation():
        button(page, "Send").click()


def test_a_visitor_who_only_looks_opens_no_conversation(plain_page: Page, site: Site) -> None:
    expect(log(plain_page)).to_contain_text("I'm a computer program")
    expect(log(plain_page)).to_contain_text("for 30 days")
    assert site.door.conversations == {}


def test_words_buttons_and_wishes_work(plain_page: Page, site: Site) -> None:
    page = plain_page
    _send(page, "hello")
    button(page, "My child").click()
    expect(log(page).get_by_text("You: My child")).to_be_visible()
    site.door.staff_says("I am here.")
    field(page).fill("half a thought")
    button(page, "Check for new messages").click()
    expect(log(page).get_by_text("Staff (Sam):")).to_be_visible()
    expect(field(page)).to_have_value("half a thought")
    button(page, "See what was noted").click()
    page.get_by_label("Age", exact=True).fill("9")
    button(page, "Save changes").click()
    expect(page.get_by_label("Age", exact=True)).to_have_value("9")
    button(page, "Talk to a person").click()
    expect(log(page)).to_contain_text("I've asked the team.")
    assert len(site.door.conversations) == 1
    assert "secret" not in page.url


def test_the_chat_can_be_deleted(plain_page: Page, site: Site) -> None:
    _send(plain_page, "hello")
    plain_page.get_by_text("Delete this chat").click()
    button(plain_page, "Yes, delete it").click()
    expect(log(plain_page)).to_have_text("Notice: This chat is deleted.")
    expect(field(plain_page)).to_be_hidden()
    plain_page.get_by_role("link", name="Start a new chat").click()
    expect(field(plain_page)).to_be_visible()
    assert site.door.conversations == {}


def test_a_page_sent_twice_is_answered_once(plain_page: Page, site: Site) -> None:
    _send(plain_page, "hello")
    _send(plain_page, "no sleep")
    plain_page.reload()
    expect(log(plain_page).get_by_text("You: no sleep")).to_have_count(1)


@pytest.mark.parametrize(
    "text", ["hello", "no sleep", "at night", "autism referral", "I want to die", "<img src=x>"]
)
def test_both_pages_show_the_same(plain_page: Page, profile: Profile, text: str) -> None:
    _send(plain_page, text)
    page = profile().new_page()
    with page.expect_response("**/events"):
        page.goto("/chat")
    say(page, text)
    expect(log(page).locator("[data-from=user] + li")).to_be_visible()
    page.wait_for_function("document.getElementById('status').textContent === ''")
    assert log(page).evaluate(CONTENT) == log(plain_page).evaluate(CONTENT)
