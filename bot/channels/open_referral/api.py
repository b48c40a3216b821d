"""The endpoints of Open Referral UK 3.0. They read only, and only what is public."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Query, Request, Response
from fastapi.responses import JSONResponse
from sqlalchemy.orm import Session

from bot.channels.open_referral.document import document, page_of, record_of
from bot.channels.open_referral.queries import OfFeed, Page, Search, Wanted
from bot.channels.pages.printing import print_page
from bot.database import reading
from bot.errors import BadRequest
from services_directory.open_referral import entities, listing
from services_directory.open_referral.listing import NoPostcode
from services_directory.open_referral.schema import UUID, Entity

PREFIX = "/open-referral"
VERSION = "HSDS-UK-3.0"
PROFILE = "https://docs.openreferraluk.org/en/latest/"

router = APIRouter(prefix=PREFIX, tags=["Open Referral UK"], default_response_class=JSONResponse)
_is_uuid = re.compile(UUID).fullmatch


def _uuid(id: str) -> str:
    if not _is_uuid(id):
        raise HTTPException(404)
    return id


Id = Annotated[str, Depends(_uuid)]


@contextmanager
def _reading(request: Request) -> Iterator[Session]:
    try:
        with reading(request.app.state.sessions) as session:
            yield session
    except NoPostcode as error:
        raise BadRequest from error


@router.get("", include_in_schema=False)
@router.get("/")
def about(request: Request) -> Response:
    """Say which version this is, and where its description is."""
    openapi_url = f"{request.app.state.settings.public_url}{PREFIX}/openapi.json"
    return JSONResponse({"version": VERSION, "profile": PROFILE, "openapi_url": openapi_url})


@router.get("/services", responses=page_of("service"))
def services(request: Request, asked: Annotated[Wanted, Query()]) -> Response:
    """List services, each without what it has several of."""
    with _reading(request) as session:
        return JSONResponse(listing.services(session, asked.feed, asked.filters, asked.paging))


@router.get("/services/{id}", responses=record_of("service"))
def service(request: Request, id: Id, asked: Annotated[OfFeed, Query()]) -> Response:
    """Give a whole service, with all that belongs to it nested."""
    with _reading(request) as session:
        return _found(listing.whole_services(session, asked.feed, [id]).get(id))


@router.get("/service_at_locations", responses=page_of("service_at_location"))
def service_at_locations(request: Request, asked: Annotated[Wanted, Query()]) -> Response:
    """List services at their locations, each without what it has several of."""
    with _reading(request) as session:
        return JSONResponse(listing.places(session, asked.feed, asked.filters, asked.paging))


@router.get("/service_at_locations/{id}", responses=record_of("service_at_location"))
def service_at_location(request: Request, id: Id, asked: Annotated[OfFeed, Query()]) -> Response:
    """Give a service at a location, with all that belongs to both nested."""
    with _reading(request) as session:
        return _found(listing.place(session, asked.feed, id))


@router.get("/taxonomies", responses=page_of("taxonomy"))
def taxonomies(request: Request, asked: Annotated[Page, Query()]) -> Response:
    """List taxonomies."""
    return _list(request, "taxonomy", asked)


@router.get("/taxonomies/{id}", responses=record_of("taxonomy"))
def taxonomy(request: Request, id: Id, asked: Annotated[OfFeed, Query()]) -> Response:
    """Give a taxonomy, with its terms."""
    return _one(request, "taxonomy", id, asked)


@router.get("/taxonomy_terms", responses=page_of("taxonomy_term"))
def taxonomy_terms(request: Request, asked: Annotated[Page, Query()]) -> Response:
    """List taxonomy terms."""
    return _list(request, "taxonomy_term", asked)


@router.get("/taxonomy_terms/{id}", responses=record_of("taxonomy_term"))
def taxonomy_term(request: Request, id: Id, asked: Annotated[OfFeed, Query()]) -> Response:
    """Give a taxonomy term."""
    return _one(request, "taxonomy_term", id, asked)


@router.get("/organizations", responses=page_of("organization"))
def organizations(request: Request, asked: Annotated[Search, Query()]) -> Response:
    """List organizations."""
    return _list(request, "organization", asked, search=asked.search)


@router.get("/organizations/{id}", responses=record_of("organization"))
def organization(request: Request, id: Id, asked: Annotated[OfFeed, Query()]) -> Response:
    """Give an organization, with its services."""
    return _one(request, "organization", id, asked)


@router.get("/openapi.json", include_in_schema=False)
def openapi(request: Request) -> Response:
    """Describe these endpoints as OpenAPI does."""
    return JSONResponse(_document(request))


@router.get("/docs", include_in_schema=False)
def page(request: Request) -> Response:
    """Print the same description to be read."""
    return print_page(request, "pages/open_referral.html", api=_document(request))


def _document(request: Request) -> dict[str, Any]:
    return document(router, f"{request.app.state.settings.public_url}{PREFIX}", PREFIX)


def _list(request: Request, entity: Entity, asked: Page, *, search: str | None = None) -> Response:
    with _reading(request) as session:
        return JSONResponse(entities.page(session, asked.feed, entity, asked.paging, search=search))


def _one(request: Request, entity: Entity, wanted: str, asked: OfFeed) -> Response:
    with _reading(request) as session:
        return _found(entities.whole(session, asked.feed, entity, wanted))


def _found(record: dict[str, Any] | None) -> Response:
    if record is None:
        raise HTTPException(404)
    return JSONResponse(record)
