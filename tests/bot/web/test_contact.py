"""A contact as a link."""

from __future__ import annotations

import pytest

from bot.web.contact import address


@pytest.mark.parametrize(
    ("kind", "value", "label", "leads_to"),
    [
        ("phone", "999", "", "tel:999"),
        ("phone", "0800 1111", "", "tel:08001111"),
        ("phone", "NHS 111, option 2", "", "tel:111"),
        ("phone", "116 123", "day and night", "tel:116123"),
        ("phone", "ask at school", "", ""),
        ("text", "85258", "text the word SHOUT", "sms:85258?body=SHOUT"),
        ("text", "HEAR to 85258", "", "sms:85258?body=HEAR"),
        ("text", "07860 022846", "", "sms:07860022846"),
        ("text", "the word", "", ""),
        ("email", "help@nspcc.org.uk", "", "mailto:help@nspcc.org.uk"),
        ("email", "by letter", "", ""),
        ("website", "keep-your-head.com", "", "https://keep-your-head.com"),
        ("website", "http://www.wfscp.org.uk/about-us?a=b", "", "https://www.wfscp.org.uk/about-us?a=b"),
        ("website", "childline.org.uk chat", "", ""),
        ("website", "javascript:alert(1)", "", ""),
        ("form", "Single Contact Form", "", ""),
        ("pigeon", "999", "", ""),
    ],
)
def test_where_a_contact_leads(kind: str, value: str, label: str, leads_to: str) -> None:
    assert address({"kind": kind, "value": value, "label": label}) == leads_to


def test_a_contact_without_a_value_leads_nowhere() -> None:
    assert address({"kind": "phone", "value": None}) == ""
