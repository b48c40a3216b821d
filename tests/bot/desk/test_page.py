"""Every page of the desk stays out of caches and frames, and asks nobody else for anything."""

from __future__ import annotations

import re

import pytest

from bot.database import Sessions
from bot.models import Staff
from tests.bot.desk.fakes import Browser, add_case

PAGES = ["/desk", "/desk/queue", "/desk/sign-in", "/desk/join", "/desk/cases/1", "/desk/cases/404"]


@pytest.mark.parametrize("path", PAGES)
def test_headers(sessions: Sessions, browser: Browser, path: str) -> None:
    add_case(sessions)
    headers = browser.get(path).headers
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["x-content-type-options"] == "nosniff"
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_needs_only_our_own_files_and_no_inline_code(
    sessions: Sessions, browser: Browser, sam: Staff, path: str
) -> None:
    add_case(sessions, holder=sam)
    page = browser.get(path).text
    assert all(link.startswith(("/", "#")) for link in re.findall(r'(?:href|src|action)="([^"]*)"', page))
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", page)


@pytest.mark.parametrize("path", ["/desk", "/desk/sign-in", "/desk/join", "/desk/cases/1"])
def test_every_field_has_a_label_and_every_page_one_heading(
    sessions: Sessions, browser: Browser, sam: Staff, path: str
) -> None:
    add_case(sessions, holder=sam)
    page = browser.get(path).text
    fields = re.findall(r'<(?:input|textarea)[^>]* id="(\w+)"', page)
    assert len(fields) == len(re.findall(r"<(?:input|textarea)", page))
    assert all(f'<label for="{field}">' in page for field in fields)
    assert page.count("<h1>") == 1
    assert '<html lang="en-GB">' in page
