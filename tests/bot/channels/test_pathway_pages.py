"""The pathways as pages: one fact at a time, the rules that apply, and the same as a file."""

from __future__ import annotations

import re
from html import unescape

import httpx
import pytest

from bot.web import words
from tests.bot.house import House

SAID = words()["pathways"]
pytestmark = pytest.mark.anyio


async def get(house: House, path: str, **asked: str) -> httpx.Response:
    async with house.web() as client:
        return await client.get(f"/pathways{path}", params=asked)


def fields(response: httpx.Response) -> dict[str, list[str]]:
    """What the form sends: each field with its possible values."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="\w+" name="(\w+)" value="([^"]*)"', response.text):
        found.setdefault(name, []).append(value)
    return found


async def test_every_decision_has_a_page(house: House) -> None:
    pages = re.findall(r'href="/pathways(/[\w-]+)"', (await get(house, "")).text)
    assert "/section-117" in pages
    for path in pages:
        assert (await get(house, path)).status_code == 200


async def test_a_fact_is_asked_for_then_the_rule_is_shown(house: House) -> None:
    asked = await get(house, "/section-117")
    assert fields(asked) == {
        "detained_under": ["section_3", "section_2", "informal", "not_admitted", "unknown"]
    }
    shown = await get(house, "/section-117", detained_under="section_3")
    assert "Section 117 aftercare applies" in shown.text
    assert fields(shown) == {}
    assert "/pathways/section-117/summary.md?detained_under=section_3" in shown.text
    assert f">{SAID['copy_it']}</button>" in shown.text


async def test_the_council_comes_first_where_rules_differ(house: House) -> None:
    first = await get(house, "/joint-packages")
    assert [*fields(first)] == ["area"]
    assert "Worked out on" not in first.text
    second = await get(house, "/joint-packages", area="peterborough")
    assert fields(second)["area"] == ["peterborough"]
    assert len(fields(second)) == 2


async def test_no_rule_for_another_council(house: House) -> None:
    assert SAID["nothing"] in unescape((await get(house, "/joint-packages", area="outside")).text)


async def test_what_is_not_known_is_passed_over(house: House) -> None:
    strange = await get(house, "/section-117", detained_under="section_99", area="mars", x="<b>")
    assert strange.text == (await get(house, "/section-117")).text


@pytest.mark.parametrize("path", ["/nowhere", "/nowhere/summary.md"])
async def test_an_unknown_page_lists_the_others(house: House, path: str) -> None:
    response = await get(house, path)
    assert response.status_code == 404
    assert SAID["none"] in response.text


async def test_the_file(house: House) -> None:
    response = await get(house, "/section-117/summary.md", detained_under="section_3")
    assert response.headers["content-type"] == "text/markdown; charset=utf-8"
    assert "attachment" in response.headers["content-disposition"]
    lines = response.text.splitlines()
    assert lines[0] == "# Section 117 aftercare"
    assert "How the young person is or was in hospital: Section 3, 37, 45A, 47 or 48" in lines[2]
    assert "Mental Health Act 1983 s117" in response.text
    assert SAID["dated"].replace("{today}", "23 November 2026") in response.text
    assert "Council response on services for young people, 2021" in response.text
    assert "\n\n\n" not in response.text
