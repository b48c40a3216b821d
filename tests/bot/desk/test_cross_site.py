"""Forms count only when they come from our own pages."""

from __future__ import annotations

import pytest

from bot.database import Sessions
from bot.models import Staff
from tests.bot.desk.fakes import PASSWORD, Browser, FakeRelay, add_case

HOST = "localhost:8000"


@pytest.mark.parametrize(
    ("headers", "passes"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "none"}, True),  # typed or bookmarked by the person
        ({"Sec-Fetch-Site": "same-site"}, False),  # another name of the same council
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "something-new"}, False),
        ({"Sec-Fetch-Site": "cross-site", "Origin": f"http://{HOST}"}, False),
        (
            {"Sec-Fetch-Site": "same-origin", "Origin": "https://desk.example"},
            True,
        ),  # a proxy renamed the host
        ({"Origin": f"http://{HOST}"}, True),
        ({"Origin": "http://localhost"}, False),
        ({"Origin": "http://localhost:8001"}, False),
        ({"Origin": "https://evil.example"}, False),
        ({"Origin": f"https://evil.example/{HOST}"}, False),
        ({"Origin": "null"}, False),
        ({}, True),  # no browser: nobody's cookie comes along unasked
    ],
)
def test_a_form_from_elsewhere_does_nothing(
    sessions: Sessions, browser: Browser, relay: FakeRelay, headers: dict[str, str], passes: bool
) -> None:
    case_id = add_case(sessions)
    answer = browser.send(f"/desk/cases/{case_id}/take", {}, headers)
    assert answer.status_code == (303 if passes else 403)
    assert relay.calls == ([("take", case_id, "Sam")] if passes else [])
    assert passes or "did not come from the desk" in answer.text


def test_nobody_is_signed_in_by_another_site(outside: Browser, sam: Staff) -> None:
    form = {"email": sam.email, "password": PASSWORD}
    answer = outside.send("/desk/sign-in", form, {"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers
