"""The API of Open Referral UK over HTTP, on both databases: pages, filters, ids, errors, what it says of itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator
from sqlalchemy import delete, select

from bot.channels.open_referral.open_to_all import OpenToAll
from services_directory.models import Postcode, ServiceArea
from services_directory.open_referral import index, records
from services_directory.open_referral.identity import identity
from services_directory.open_referral.index import OWN
from services_directory.open_referral.records import ReferralRecord
from tests.bot.house import NOW, House
from tests.services_directory.open_referral.official import complaints, needs_folder

pytestmark = pytest.mark.anyio

A, B, C, D = (f"{number}c148810-d857-441c-9679-408f346de14b" for number in range(4))
FEED = "their-council"


def at(latitude: float, longitude: float, postcode: str, place: str) -> dict[str, Any]:
    address = {
        "id": place,
        "address_1": "1 Street",
        "city": "Town",
        "state_province": "County",
        "postal_code": postcode,
        "country": "GB",
        "address_type": "physical",
    }
    location = {"id": place, "location_type": "physical", "latitude": latitude, "longitude": longitude}
    return {"id": place, "location": {**location, "addresses": [address]}}


def term(term_id: str, name: str) -> dict[str, Any]:
    return {
        "id": term_id,
        "taxonomy_term": {"id": term_id, "name": name, "description": name, "taxonomy_id": D},
    }


THEIRS: list[dict[str, Any]] = [
    {
        "id": A,
        "name": "Sleep advice",
        "status": "active",
        "minimum_age": 5,
        "maximum_age": 11,
        "attributes": [term(A, "Sleep")],
        "schedules": [
            {"id": A, "byday": "MO", "opens_at": "09:00", "closes_at": "12:00"},
            {"id": B, "byday": "TU,1WE", "opens_at": "13:00", "closes_at": "17:00"},
        ],
        "service_at_locations": [at(52.5700, -0.2400, "PE1 1AA", A), at(52.6700, -0.2400, "PE6 1AA", B)],
    },
    {
        "id": B,
        "name": "Youth club",
        "description": "Games & chat, no advice",
        "status": "inactive",
        "minimum_age": 11,
        "maximum_age": 17.5,
        "attributes": [term(B, "Leisure")],
        "service_at_locations": [at(52.5705, -0.2400, "PE1 1AB", C)],
    },
    {
        "id": C,
        "name": "Line",
        "status": "active",
        "organization": {"id": A, "name": "Advice UK", "description": "Helps."},
    },
]
TERMS = [{"id": one, "name": one, "description": one} for one in (A, B)]


@pytest.fixture(params=["built_house", "house_on_postgresql"])
def open_house(request: pytest.FixtureRequest) -> Iterator[House]:
    """A house on either database that has imported another council's records, and knows some postcodes."""
    house: House = request.getfixturevalue(request.param)
    with house.sessions.begin() as session:
        records.keep(session, FEED, "service", THEIRS, now=NOW)
        records.keep(session, FEED, "taxonomy_term", TERMS, now=NOW)
        session.add(Postcode(postcode="PE1 1AA", area="peterborough"))
    yield house
    with house.sessions.begin() as session:
        session.execute(delete(Postcode))
        for table in (ReferralRecord, *index.TABLES):
            session.execute(delete(table).where(table.feed != OWN))


async def get(house: House, path: str, **asked: Any) -> httpx.Response:
    async with house.web() as client:
        return await client.get(f"/open-referral{path}", params=asked)


async def listed(house: House, path: str, **asked: Any) -> list[str]:
    response = await get(house, path, **{"feed": FEED, **asked})
    assert response.status_code == 200, response.text
    page = response.json()
    assert page["total_items"] == page["size"] == len(page["contents"])
    return [one["id"] for one in page["contents"]]


async def test_the_root_says_what_this_is(open_house: House) -> None:
    for path in ("", "/"):
        assert (await get(open_house, path)).json() == {
            "version": "HSDS-UK-3.0",
            "profile": "https://docs.openreferraluk.org/en/latest/",
            "openapi_url": "http://localhost:8000/open-referral/openapi.json",
        }


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, [A, B, C]),
        ({"search": "sleep"}, [A]),
        ({"search": "ADVICE"}, [A, B, C]),
        ({"search": "games and chat"}, [B]),
        ({"search": "leisure club"}, [B]),
        ({"search": "club sleep"}, []),
        ({"search": "%"}, []),
        ({"search": ""}, [A, B, C]),
        ({"taxonomy_term_id": A}, [A]),
        ({"taxonomy_term_id": C}, []),
        ({"taxonomy_id": D}, [A, B]),
        ({"taxonomy_id": A}, []),
        ({"minimum_age": 5}, [A, B]),
        ({"minimum_age": 6}, [B]),
        ({"maximum_age": 17}, [A]),
        ({"maximum_age": 17.5}, [A, B]),
        ({"minimum_age": 6, "maximum_age": 11}, []),
        ({"day": "MO"}, [A]),
        ({"day": "wednesday"}, [A]),
        ({"day": "SU"}, []),
        ({"start_time": "09:00"}, [A]),
        ({"start_time": "13:01"}, []),
        ({"end_time": "12:00:00"}, [A]),
        ({"end_time": "11:59"}, []),
        ({"day": "MO", "start_time": "13:00"}, []),
        ({"day": "TU", "start_time": "13:00", "end_time": "17:00"}, [A]),
        ({"start_time": "09:00", "end_time": "11:00"}, []),
        ({"postcode": "PE1 1AA"}, [A, B, C]),
        ({"postcode": "PE6 1AA", "proximity": 1000}, [A, C]),
        ({"postcode": "pe11aa", "proximity": 100}, [A, B, C]),
        ({"postcode": "pe11aa", "proximity": 50}, [A, C]),
        ({"postcode": "CB1 1AA", "proximity": 1}, [A, B, C]),
        ({"feed": "nobody"}, []),
    ],
)
async def test_services_are_filtered(open_house: House, asked: dict[str, Any], found: list[str]) -> None:
    assert await listed(open_house, "/services", **asked) == found


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, [A, B, C]),
        ({"search": "sleep"}, [A, B]),
        ({"minimum_age": 6}, [C]),
        ({"postcode": "PE1 1AA", "proximity": 60}, [A, C]),
        ({"postcode": "PE1 1AA", "proximity": 11_000}, [A, C]),
        ({"postcode": "PE1 1AA", "proximity": 11_200}, [A, B, C]),
        ({"postcode": "PE6 1AA", "proximity": 1}, [B]),
    ],
)
async def test_places_are_filtered(open_house: House, asked: dict[str, Any], found: list[str]) -> None:
    assert await listed(open_house, "/service_at_locations", **asked) == found


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"postcode": "PE1 1AA"}, {"peterborough", "national"}),
        ({"postcode": "BB3 9ZZ"}, {"blackburn-with-darwen", "national"}),
        ({"postcode": "SW1A 1AA"}, {"national"}),
        ({"postcode": "PE7 8AA"}, {"national"}),  # two councils share its first half
        ({"postcode": "PE1 1AA", "proximity": 1}, {"peterborough", "national"}),
    ],
)
async def test_our_own_services_are_filtered_by_the_council_of_a_postcode(
    open_house: House, asked: dict[str, Any], found: set[str]
) -> None:
    response = await get(open_house, "/services", per_page=500, **asked)
    shown = {one["id"] for one in response.json()["contents"]}
    with open_house.sessions() as session:
        rows = session.scalars(select(ServiceArea).where(ServiceArea.area.in_(found)))
        wanted = {identity("service", row.service_id) for row in rows}
    assert shown == wanted


async def test_pages_hold_everything_once(open_house: House) -> None:
    first = (await get(open_house, "/services", per_page=40)).json()
    pages = [
        (await get(open_house, "/services", page=number, per_page=40)).json()
        for number in range(1, first["total_pages"] + 1)
    ]
    ids = [one["id"] for page in pages for one in page["contents"]]
    assert len(ids) == len({*ids}) == first["total_items"] > 100
    assert [page["first_page"] for page in pages] == [True, *[False] * (len(pages) - 1)]
    assert [page["last_page"] for page in pages] == [*[False] * (len(pages) - 1), True]
    assert [page["size"] for page in pages] == [len(page["contents"]) for page in pages]


@pytest.mark.parametrize(
    "path", ["services", "service_at_locations", "taxonomies", "taxonomy_terms", "organizations"]
)
async def test_what_is_listed_can_be_read_whole(open_house: House, path: str) -> None:
    page = (await get(open_house, f"/{path}", per_page=3)).json()
    assert page["contents"]
    for one in page["contents"]:
        whole = await get(open_house, f"/{path}/{one['id']}")
        assert whole.status_code == 200
        assert {name: whole.json()[name] for name in ("id",)} == {"id": one["id"]}
        assert None not in whole.json().values()
    assert (await get(open_house, f"/{path}/{page['contents'][0]['id']}", feed=FEED)).status_code == 404


async def test_an_imported_record_is_given_out_as_it_came(open_house: House) -> None:
    assert (await get(open_house, f"/services/{A}", feed=FEED)).json() == THEIRS[0]
    assert (await get(open_house, f"/services/{A}")).status_code == 404
    place = (await get(open_house, f"/service_at_locations/{B}", feed=FEED)).json()
    assert place["location"] == THEIRS[0]["service_at_locations"][1]["location"]
    assert place["service"]["name"] == "Sleep advice"
    terms = (await get(open_house, "/taxonomy_terms", feed=FEED, per_page=1, page=2)).json()
    assert (terms["contents"], terms["total_items"], terms["last_page"]) == ([TERMS[1]], 2, True)


async def test_a_page_beyond_the_last_is_empty(open_house: House) -> None:
    for path in ("services", "taxonomy_terms", "organizations"):
        page = (await get(open_house, f"/{path}", page=2**31 - 1, per_page=500)).json()
        assert (page["empty"], page["size"], page["last_page"], page["contents"]) == (True, 0, True, [])


async def test_organizations_are_found_by_name(open_house: House) -> None:
    page = (await get(open_house, "/organizations", search="city peterborough")).json()
    assert [one["name"] for one in page["contents"]] == ["Peterborough City Council"]
    assert (await get(open_house, "/organizations", search="_%")).json()["empty"]


@pytest.mark.parametrize(
    "asked",
    [
        {"page": 0},
        {"page": "first"},
        {"page": 2**31},
        {"per_page": 0},
        {"per_page": 501},
        {"minimum_age": "old"},
        {"minimum_age": -1},
        {"maximum_age": "nan"},
        {"start_time": "9:00"},
        {"end_time": "25:00"},
        {"day": "someday"},
        {"postcode": "PE1"},
        {"postcode": "Peterborough"},
        {"postcode": "PE1 1AA PE1 1AB"},
        {"postcode": "PE1 1AA", "proximity": 0},
        {"postcode": "PE1 1AA", "proximity": "near"},
        {"proximity": 100},
        {"taxonomy_term_id": "sleep"},
        {"taxonomy_id": "\x00"},
        {"feed": "NO/FEED"},
        {"search": "a" * 1001},
        {"search": "a\x00"},
    ],
)
async def test_what_makes_no_sense_is_a_bad_request(house: House, asked: dict[str, Any]) -> None:
    others = ["/organizations"] if {*asked} <= {"search", "page", "per_page", "feed"} else []
    for path in ("/services", "/service_at_locations", *others):
        response = await get(house, path, **asked)
        assert response.status_code == 400
        assert response.json()["error"]["code"] == "bad_request"
        assert response.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/open-referral", 200),
        ("GET", "/open-referral/services?per_page=1", 200),
        ("GET", "/open-referral/services/sleep", 404),
        ("GET", f"/open-referral/services/{A}", 404),
        ("GET", "/open-referral/nothing", 404),
        ("GET", "/open-referral/docs", 200),
        ("GET", "/open-referral/openapi.json", 200),
        ("POST", "/open-referral/services", 405),
        ("OPTIONS", "/open-referral/services", 204),
    ],
)
async def test_pages_of_other_sites_may_read_every_answer(
    house: House, method: str, path: str, status: int
) -> None:
    async with house.web() as client:
        response = await client.request(method, path)
    assert response.status_code == status
    assert response.headers.get_list("access-control-allow-origin") == ["*"]
    assert response.headers.get("x-content-type-options") == (None if method == "OPTIONS" else "nosniff")


@pytest.mark.parametrize("path", ["/health", "/chat", "/open-referrals", "/api/openapi.json"])
async def test_nothing_else_is_open_to_them(house: House, path: str) -> None:
    async with house.web() as client:
        response = await client.get(path)
    assert "access-control-allow-origin" not in response.headers


async def test_even_a_body_that_is_too_large_is_answered_with_the_header(house: House) -> None:
    async with house.web() as client:
        response = await client.post("/open-referral/services", content=b"x" * 20_000)
    assert response.status_code == 413
    assert response.headers["access-control-allow-origin"] == "*"


async def test_the_description_names_every_endpoint_and_parameter(house: House) -> None:
    made = (await get(house, "/openapi.json")).json()
    assert made["servers"] == [{"url": "http://localhost:8000/open-referral"}]
    assert [*made["paths"]] == [
        "/",
        *(
            path
            for name in ("services", "service_at_locations", "taxonomies", "taxonomy_terms", "organizations")
            for path in (f"/{name}", f"/{name}/{{id}}")
        ),
    ]
    asked = [one["name"] for one in made["paths"]["/service_at_locations"]["get"]["parameters"]]
    assert {*asked} == {
        *(
            "feed",
            "page",
            "per_page",
            "search",
            "taxonomy_term_id",
            "taxonomy_id",
            "minimum_age",
            "maximum_age",
        ),
        *("start_time", "end_time", "day", "postcode", "proximity"),
    }
    assert "422" not in str(made)


@pytest.mark.parametrize(
    "path", ["services", "service_at_locations", "taxonomies", "taxonomy_terms", "organizations"]
)
async def test_answers_are_as_described(open_house: House, path: str) -> None:
    made = (await get(open_house, "/openapi.json")).json()
    page = (await get(open_house, f"/{path}", per_page=5)).json()
    whole = (await get(open_house, f"/{path}/{page['contents'][0]['id']}")).json()
    error = await get(open_house, f"/{path}", page=0)
    for answer, of, status in ((page, "", "200"), (whole, "/{id}", "200"), (error.json(), "", "400")):
        answers = made["paths"][f"/{path}{of}"]["get"]["responses"]
        schema = answers[status]["content"]["application/json"]["schema"]
        Draft202012Validator({**schema, "components": made["components"]}).validate(answer)


async def test_the_description_can_be_read(house: House) -> None:
    page = await get(house, "/docs")
    assert page.headers["content-type"].startswith("text/html")
    assert "GET /service_at_locations/{id}" in page.text
    assert "<dt><code>proximity</code></dt>" in page.text
    assert "http" not in page.text.replace("http://localhost:8000/open-referral", "").replace(
        "https://www.bbc.co.uk", ""
    )


@needs_folder
@pytest.mark.parametrize(
    ("path", "lists", "whole"),
    [
        ("services", "service_list", "service"),
        ("service_at_locations", "service_at_location_list", "service_at_location"),
        ("taxonomies", "taxonomy", "taxonomy"),
        ("taxonomy_terms", "taxonomy_term", "taxonomy_term"),
        ("organizations", "organization_list", "organization"),
    ],
)
async def test_the_official_schemas_have_nothing_against_the_answers(
    house: House, path: str, lists: str, whole: str
) -> None:
    page = (await get(house, f"/{path}", per_page=500)).json()
    assert complaints(page, lists) == []
    for one in page["contents"][:5]:
        assert complaints((await get(house, f"/{path}/{one['id']}")).json(), whole) == []


async def test_other_protocols_pass() -> None:
    passed = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        passed.append(scope["type"])

    await OpenToAll(app, prefix="/open-referral")({"type": "lifespan"}, None, None)  # type: ignore[arg-type]
    assert passed == ["lifespan"]
