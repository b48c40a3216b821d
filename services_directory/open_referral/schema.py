"""The schemas of the UK profile: whether a record fits, and what its tables and fields are."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

Entity = Literal["service", "organization", "service_at_location", "taxonomy", "taxonomy_term"]
ENTITIES: tuple[Entity, ...] = get_args(Entity)  # what a feed holds records of

UUID = "^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$"

_FOLDER = Path(__file__).with_name("schema")
_NESTED_BESIDES: Mapping[
    str, Mapping[str, Any]
] = {  # what whole records hold, though the schema of their table has it not
    "organization": {"services": {"type": "array", "items": {"$ref": "service.json"}}},
    "service_at_location": {"service": {"$ref": "service.json"}},
}
_TELLING: Mapping[Entity, frozenset[str]] = {  # fields that no other entity has, the surest first
    "service_at_location": frozenset({"location", "service", "location_id"}),
    "taxonomy_term": frozenset({"term", "taxonomy", "taxonomy_id", "term_uri", "parent_id"}),
    "taxonomy": frozenset({"taxonomy_terms", "version"}),
    "service": frozenset(
        {"status", "organization", "organization_id", "schedules", "contacts", "cost_options"}
    ),
    "organization": frozenset({"services", "organization_identifiers", "website", "logo", "uri", "email"}),
}
_TYPES = {
    "array": "a list",
    "boolean": "true or false",
    "integer": "a whole number",
    "number": "a number",
    "object": "a group of named fields",
    "string": "text",
}
_FORMATS = {
    "uuid": "a UUID",
    "email": "an email address",
    "date-time": "a date and time",
}
_checker = FormatChecker(formats=("uuid", "email"))


@_checker.checks("date-time", raises=ValueError)
def _is_date_time(value: object) -> bool:
    return not isinstance(value, str) or bool(datetime.fromisoformat(value))


def faults(entity: Entity, record: object) -> list[str]:
    """What is wrong with a record, in words; nothing when it fits the profile and can be kept."""
    if (unfit := _unfit(record)) is not None:
        return [unfit]
    return sorted({_in_words(error) for error in _validator(entity).iter_errors(record)})


def entity_of(record: Mapping[str, Any]) -> Entity:
    """What a record is one of, told by its fields; a service where they tell nothing."""
    return next((entity for entity, telling in _TELLING.items() if telling & record.keys()), "service")


def tables() -> Mapping[str, Mapping[str, Any]]:
    """The schema of each table, such as `service_area`, in the order of their names."""
    return _tables()


@cache
def _tables() -> dict[str, Any]:
    paths = sorted(_FOLDER.glob("*.json"))
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in paths}


def components() -> dict[str, Any]:
    """The schemas under `components` of an OpenAPI document, pointing to each other there."""
    return {
        name: {"type": "object", "required": table["required"], "properties": dict(_properties(name, table))}
        for name, table in _tables().items()
    }


def _properties(name: str, table: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for field, schema in {**table["properties"], **_NESTED_BESIDES.get(name, {})}.items():
        kept = {word: schema[word] for word in ("type", "format", "enum", "description") if word in schema}
        if "items" in schema:
            kept["items"] = {"$ref": _component(schema["items"]["$ref"])}
        yield field, {"$ref": _component(schema["$ref"])} if "$ref" in schema else kept


def _component(reference: str) -> str:
    return f"#/components/schemas/{reference.removesuffix('.json')}"


@cache
def _validator(entity: Entity) -> Draft202012Validator:
    resources = [
        (f"{name}.json", Resource.from_contents(table, default_specification=DRAFT202012))
        for name, table in _tables().items()
    ]
    registry: Registry[Any] = Registry().with_resources(resources)
    whole = {"$ref": f"{entity}.json", "properties": _NESTED_BESIDES.get(entity, {})}
    return Draft202012Validator(whole, registry=registry, format_checker=_checker)


def _unfit(record: object) -> str | None:
    """What no database or file can hold: a number without end, a character that stands for nothing."""
    if not isinstance(record, dict):
        return "it is no group of named fields"
    try:
        text = json.dumps(record, ensure_ascii=False, allow_nan=False)
        text.encode()
    except ValueError:
        return "it holds a number or a character that cannot be stored"
    return "it holds a character that cannot be stored" if "\\u0000" in text else None


def _in_words(error: ValidationError) -> str:
    place = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in error.absolute_path)
    name = place.lstrip(".") or "the record"
    asked: Any = error.validator_value
    match error.validator:
        case "required":
            held: Any = error.instance
            missing = [field for field in asked if field not in held]
            return f"{name} has no {' and no '.join(missing)}"
        case "type":
            wanted = _TYPES.get(str(asked), asked)
            return f"{name} is {'empty' if error.instance is None else 'something else'} where {wanted} is needed"
        case "enum":
            return f"{name} is {_short(error.instance)}, which is none of: {', '.join(asked)}"
        case "format":
            wanted = _FORMATS.get(str(asked), asked)
            return f"{name} is {_short(error.instance)}, which is not {wanted}"
    return f"{name}: {error.message[:200]}"


def _short(value: object) -> str:
    text = str(value)
    return f"'{text[:60]}…'" if len(text) > 60 else f"'{text}'"
