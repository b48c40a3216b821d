"""Everybody can use the page: axe finds nothing, the keyboard is enough, it fits an enlarged window."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from .conftest import Profile, Site
from .visitor import button, field, log, say

pytestmark = pytest.mark.browser

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
COLOUR_SCHEMES: list[Literal["light", "dark"]] = ["light", "dark"]
SMALLEST = """() => [...document.querySelectorAll("a[href], button, summary, input, textarea")]
    .filter((target) => target.checkVisibility() && target.type !== "hidden")
    .map((target) => [target.textContent.trim(), target.getBoundingClientRect()])
    .filter(([, box]) => box.width < 24 || box.height < 24)
    .map(([name]) => name)"""
COVERED = """() => {
    const { left, right, top, bottom } = document.activeElement.getBoundingClientRect();
    const middle = (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2;
    const above = document.elementFromPoint((left + right) / 2, middle);
    return document.activeElement.contains(above) ? "" : document.activeElement.outerHTML;
}"""
FOCUSED = "() => (document.activeElement.labels?.[0] ?? document.activeElement).textContent.trim()"
WIDER_THAN_WINDOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
ADDITIONS_ONLY = """() => {
    window.taken = 0;
    const count = (changes) => changes.forEach((change) => (window.taken += change.removedNodes.length));
    const log = document.querySelector("[role=log]");
    new MutationObserver(count).observe(log, { childList: true, subtree: true });
}"""


def _services(page: Page) -> None:
    say(page, "no sleep")
    expect(page.get_by_role("article")).to_have_count(2)


def _open_details(page: Page) -> None:
    _services(page)
    page.get_by_text("More about this").first.click()


def _opening_hours(page: Page) -> None:
    say(page, "night")
    expect(page.get_by_text("Open now")).to_be_visible()


def _pathway(page: Page) -> None:
    say(page, "autism referral")
    expect(page.get_by_role("article")).to_have_count(1)


def _danger(page: Page) -> None:
    say(page, "I want to die")
    expect(button(page, "Not sure")).to_be_visible()


def _summary(page: Page) -> None:
    button(page, "See what was noted").click()
    expect(page.get_by_label("Council area")).to_be_visible()


def _ended(page: Page) -> None:
    button(page, "End this chat").click()
    expect(page.get_by_role("link", name="Start a new chat")).to_be_visible()


def _not_connected(page: Page) -> None:
    page.evaluate("document.getElementById('not-connected').hidden = false")


STATES: list[Callable[[Page], None]] = [
    lambda _: None,
    _open_details,
    _opening_hours,
    _pathway,
    _danger,
    _summary,
    _ended,
    _not_connected,
]
NAMES = ["start", "services", "hours", "pathway", "danger", "summary", "ended", "not connected"]


@pytest.mark.parametrize("reach", STATES, ids=NAMES)
def test_axe_finds_nothing(profile: Profile, site: Site, reach: Callable[[Page], None]) -> None:
    site.app.state.demonstration = True
    page = profile().new_page()
    with page.expect_response("**/events"):
        page.goto("/chat")
    reach(page)
    for window in COLOUR_SCHEMES:
        page.emulate_media(color_scheme=window)
        assert Axe().run(page, options=RULES).generate_snapshot() == "", window


@pytest.mark.parametrize("reach", STATES, ids=NAMES)
def test_it_fits_a_window_of_1280_by_1024_enlarged_four_times(
    profile: Profile, reach: Callable[[Page], None]
) -> None:
    page = profile(viewport={"width": 320, "height": 256}).new_page()
    with page.expect_response("**/events"):
        page.goto("/chat")
    reach(page)
    assert page.evaluate(WIDER_THAN_WINDOW) == 0
    assert page.evaluate(SMALLEST) == []


def test_urgent_help_is_the_first_stop_of_the_keyboard(page: Page) -> None:
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Urgent help")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Ring 999")).to_be_focused()


@pytest.mark.parametrize("size", [(1200, 900), (390, 844), (320, 256)], ids=str)
def test_the_keyboard_is_enough_and_the_focus_is_never_covered(
    profile: Profile, site: Site, size: tuple[int, int]
) -> None:
    page = profile(viewport={"width": size[0], "height": size[1]}).new_page()
    with page.expect_response("**/events"):
        page.goto("/chat")
    _tab_to(page, "Your message")
    page.keyboard.type("I want to die")
    page.keyboard.press("Enter")
    expect(button(page, "Yes")).to_be_visible()
    _tab_to(page, "Not sure", key="Shift+Tab")
    page.keyboard.press("Enter")
    expect(log(page).get_by_text("You: Not sure")).to_be_visible()
    expect(field(page)).to_be_focused()
    expect(button(page, "Myself")).to_be_visible()
    _tab_to(page, "Delete this chat")
    page.keyboard.press("Enter")
    _tab_to(page, "Yes, delete it")
    page.keyboard.press("Enter")
    expect(page.get_by_text("This chat is deleted.")).to_be_visible()
    assert site.door.conversations == {}


def _tab_to(page: Page, name: str, *, key: str = "Tab") -> None:
    for _ in range(40):
        page.keyboard.press(key)
        assert page.evaluate(COVERED) == ""
        if page.evaluate(FOCUSED) == name:
            return
    pytest.fail(f"the keyboard does not reach {name!r}", pytrace=False)


def test_replies_are_announced(page: Page) -> None:
    """A log is a polite live region: it may only gain lines, or a screen reader says them twice or never."""
    page.evaluate(ADDITIONS_ONLY)
    say(page, "no sleep")
    expect(page.get_by_role("article")).to_have_count(2)
    assert page.evaluate("window.taken") == 0
    said = log(page).aria_snapshot()
    assert said.startswith('- log "Messages":\n  - list:\n    - listitem:\n      - text: "Helper:"\n')
    assert '- text: "You:"\n      - paragraph: no sleep' in said
    assert 'heading "Specialist sleep support" [level=3]' in said


def test_colours_of_the_visitor_s_own_keep_every_edge(profile: Profile) -> None:
    page = profile(forced_colors="active").new_page()
    page.goto("/chat")
    say(page, "hello")
    for part in [field(page), button(page, "Send"), page.get_by_role("link", name="Ring 999").first]:
        assert part.evaluate("(part) => getComputedStyle(part).borderTopStyle") == "solid"


def test_nothing_moves(page: Page) -> None:
    assert page.evaluate("document.getAnimations().length") == 0
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
