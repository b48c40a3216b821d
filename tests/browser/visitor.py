"""What a visitor does and sees on the chat page, by the names that a screen reader says."""

from __future__ import annotations

from playwright.sync_api import Locator, Page


def field(page: Page) -> Locator:
    """The box to write in."""
    return page.get_by_label("Your message")


def say(page: Page, text: str) -> None:
    """Write and press Enter."""
    field(page).fill(text)
    field(page).press("Enter")


def log(page: Page) -> Locator:
    """What was said."""
    return page.get_by_role("log", name="Messages")


def status(page: Page) -> Locator:
    """The line that says what is happening."""
    return page.get_by_role("status")


def button(page: Page, name: str) -> Locator:
    """A button by its whole name."""
    return page.get_by_role("button", name=name, exact=True)
