"""The description of the API as OpenAPI has it: made of the endpoints themselves and of the profile's schemas."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from fastapi.openapi.utils import get_openapi

from services_directory.open_referral.schema import Entity, components

_COUNTS = ("total_items", "total_pages", "page_number", "size")
_MARKS = ("first_page", "last_page", "empty")
_PAGE = {
    "type": "object",
    "required": [*_COUNTS, *_MARKS],
    "properties": {
        **{name: {"type": "integer"} for name in _COUNTS},
        **{name: {"type": "boolean"} for name in _MARKS},
    },
}
_ERROR = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "message"],
            "properties": {"code": {"type": "string"}, "message": {"type": "string"}},
        }
    },
}


def page_of(entity: Entity) -> dict[int | str, dict[str, Any]]:
    """The answers of an endpoint that gives a page of records."""
    contents = {"type": "array", "items": _record(entity)}
    schema = {
        "allOf": [{"$ref": "#/components/schemas/Page"}],
        "type": "object",
        "required": ["contents"],
        "properties": {"contents": contents},
    }
    return {200: _answer("A page.", schema), **_errors()}


def record_of(entity: Entity) -> dict[int | str, dict[str, Any]]:
    """The answers of an endpoint that gives one record."""
    return {
        200: _answer("The record.", _record(entity)),
        **_errors(),
        404: _error("There is none of this id."),
    }


def document(router: APIRouter, address: str, prefix: str) -> dict[str, Any]:
    """The OpenAPI document of a router, as seen from the address that its endpoints share."""
    made = get_openapi(
        title="Fingerpost: Open Referral UK",
        version="3.0",
        description=(
            "A directory of services for children and families as Open Referral UK 3.0 (HSDS-UK) has it. No key is "
            "needed. `active` is only what was confirmed with its owner; what a document names and nobody confirmed "
            "is `inactive`, what has ended `defunct`. Records that were imported from other councils are given out, "
            "as they came, where `feed` names their feed."
        ),
        routes=router.routes,
        servers=[{"url": address}],
        license_info={
            "name": "Open Referral UK: CC BY-SA 4.0",
            "url": "https://creativecommons.org/licenses/by-sa/4.0/",
        },
    )
    made["paths"] = {path.removeprefix(prefix): _without_422(item) for path, item in made["paths"].items()}
    made["components"] = {"schemas": {**components(), "Page": _PAGE, "Error": _ERROR}}
    return made


def _without_422(item: dict[str, Any]) -> dict[str, Any]:
    """What the framework would answer to a bad request is answered with 400."""
    for operation in item.values():
        operation["responses"].pop("422", None)
    return item


def _record(entity: Entity) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{entity}"}


def _errors() -> dict[int | str, dict[str, Any]]:
    return {400: _error("A value makes no sense."), 503: _error("The database cannot be read.")}


def _error(meaning: str) -> dict[str, Any]:
    return _answer(meaning, {"$ref": "#/components/schemas/Error"})


def _answer(meaning: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": meaning, "content": {"application/json": {"schema": schema}}}
