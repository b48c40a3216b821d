"""The directory as pages: found by words and filters, one service a page, and both boxes read by the screen."""

from __future__ import annotations

import json
import logging
import re
from html import unescape

import httpx
import pytest
from sqlalchemy.exc import OperationalError

from bot.front_door import conversations, doubts
from bot.web import words
from tests.bot.house import DISCLOSURE, House

SAID = words()["services"]
pytestmark = pytest.mark.anyio
PATH = "/services/kooth-cambridgeshire-peterborough"


async def get(house: House, path: str) -> httpx.Response:
    async with house.web() as client:
        return await client.get(path)


async def post(house: House, path: str, **form: str) -> httpx.Response:
    async with house.web() as client:
        return await client.post(path, data=form)


def found(response: httpx.Response) -> list[str]:
    """The services that are listed."""
    return re.findall(r'<p class="keep"><a href="/services/([\w-]+)">', response.text)


async def test_all_services_are_listed(house: House) -> None:
    response = await get(house, "/services")
    assert response.status_code == 200
    assert len(found(response)) == 20
    assert "Page 1 of" in response.text


async def test_found_by_words_and_misspelt_case(house: House) -> None:
    assert found(await post(house, "/services", text="KOOTH"))[0].startswith("kooth")


@pytest.mark.parametrize(("area", "is_found"), [("cambridgeshire", True), ("cumberland", False)])
async def test_filtered_by_council(house: House, area: str, is_found: bool) -> None:
    response = await post(house, "/services", text="centre 33", area=area)
    assert any("centre-33" in one for one in found(response)) is is_found


async def test_filters_stand_in_the_address_and_words_do_not(house: House) -> None:
    response = await get(house, "/services?area=cumberland&text=zebra")
    assert 'value="cumberland" selected' in response.text
    assert "zebra" not in response.text


async def test_what_is_no_filter_is_passed_over(house: House) -> None:
    response = await get(house, "/services?area=mars&age=-3&audience=cats&page=0&need=")
    assert len(found(response)) == 20


@pytest.mark.parametrize("path", ["/services?need=%00", "/services/%00", "/pathways/%00", "/areas/%00"])
async def test_what_no_database_takes(house_on_postgresql: House, path: str) -> None:
    assert (await get(house_on_postgresql, path)).status_code in (200, 404)


async def test_nothing_found(house: House) -> None:
    assert SAID["none"] in (await post(house, "/services", text="zzzyyyxxx")).text


@pytest.mark.parametrize("path", ["/services", PATH])
async def test_a_disclosure_in_a_box_gets_its_card_and_opens_a_case(
    house: House, path: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        response = await post(house, path, text=DISCLOSURE)
    assert "tel:999" in response.text
    [case] = house.cases()
    assert case.action == "escalate"
    [said] = [entry.text for entry in house.journal(case.conversation_id) if entry.author == "user"]
    assert said == DISCLOSURE
    fields = dict(re.findall(r'<input type="hidden" name="(id|token)" value="([^"]+)"', response.text))
    assert fields["id"] == case.conversation_id
    assert DISCLOSURE not in caplog.text
    assert f'value="{DISCLOSURE}"' not in response.text
    [yes, *_] = re.findall(r'<button form="composer" name="button" value="([^"]+)"', response.text)
    async with house.web() as client:  # the card's question is answered in the chat, which goes on there
        chat = await client.post("/chat", data={**fields, "button": yes})
    assert DISCLOSURE in unescape(chat.text)
    assert house.journal(case.conversation_id)[-1].seq > 6


async def test_a_disclosure_that_cannot_be_kept_gets_its_card(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OperationalError("INSERT", {}, Exception("disk full"))

    monkeypatch.setattr(conversations, "start", full)
    response = await post(house, "/services", text=DISCLOSURE)
    assert "tel:999" in response.text
    assert SAID["go_on"] not in response.text


async def test_everyday_words_open_nothing(house: House, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        await post(house, "/services", text="sleep workshop zebra")
    assert house.cases() == []
    assert "zebra" not in caplog.text


async def test_a_page_of_one_service(house: House) -> None:
    response = await get(house, PATH)
    data = json.loads(response.text.split('<script type="application/ld+json">')[1].split("</script>")[0])
    assert data["@type"] == "GovernmentService"
    assert data["name"] == "Kooth"
    assert "Last checked on" in response.text
    assert SAID["doubt"] in response.text


async def test_a_service_that_is_no_route_is_explained_and_not_offered(house: House) -> None:
    response = await get(house, "/services/younited")
    assert response.status_code == 200
    assert "<article" not in response.text
    assert "ld+json" not in response.text


async def test_a_place_is_on_a_map(house: House) -> None:
    pages = [await get(house, f"/services/{one}") for one in await _with_places(house)]
    assert all("https://www.openstreetmap.org/search?query=" in page.text for page in pages)


async def _with_places(house: House) -> list[str]:
    with house.sessions() as session:
        rows = session.connection().exec_driver_sql(
            "SELECT DISTINCT service_id FROM location WHERE location_type = 'physical' LIMIT 2"
        )
        return [row[0] for row in rows]


@pytest.mark.parametrize("path", ["/services/nothing-here", "/areas/mars", "/areas/national"])
async def test_a_page_that_is_not_there(house: House, path: str) -> None:
    response = await get(house, path)
    assert (response.status_code, SAID["missing"] in response.text) == (404, True)


async def test_what_is_wrong_is_kept_for_staff(house: House, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        response = await post(house, PATH, text="The zebra number rings out.")
    assert SAID["doubt_kept"] in response.text
    with house.sessions() as session:
        [doubt] = doubts.doubts(session)
    assert (doubt.service_id, doubt.text) == (PATH.removeprefix("/services/"), "The zebra number rings out.")
    assert "zebra" not in caplog.text


@pytest.mark.parametrize(("path", "text"), [(PATH, " "), ("/services/nothing-here", "wrong number")])
async def test_nothing_to_keep(house: House, path: str, text: str) -> None:
    await post(house, path, text=text)
    with house.sessions() as session:
        assert doubts.doubts(session) == []


async def test_a_council_has_its_services_by_level(house: House) -> None:
    response = await get(house, "/areas/peterborough")
    assert response.status_code == 200
    headings = re.findall(r'<h2 id="(\w+)">', response.text)
    assert headings == [
        level for level in ("community", "more", "targeted", "specialist", "crisis") if level in headings
    ]
    assert len(headings) >= 3
    assert all(
        "peterborough" in one.lower() for one in re.findall(r'data-text="where">([^<]*)<', response.text)
    )
