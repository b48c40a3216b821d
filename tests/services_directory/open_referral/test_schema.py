"""What is said of records that do not fit the profile."""

from __future__ import annotations

from typing import Any

import pytest

from services_directory.open_referral.schema import components, faults
from tests.services_directory.open_referral.official import examples, needs_folder

ID = "ac148810-d857-441c-9679-408f346de14b"
SERVICE = {"id": ID, "name": "Counselling", "status": "active"}


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({}, []),
        ({"something_else": {"of": "their own"}}, []),
        (
            {"status": "open"},
            ["status is 'open', which is none of: active, inactive, defunct, temporarily closed"],
        ),
        ({"id": "12"}, ["id is '12', which is not a UUID"]),
        ({"name": None}, ["name is empty where text is needed"]),
        ({"minimum_age": "5"}, ["minimum_age is something else where a number is needed"]),
        ({"email": "nobody"}, ["email is 'nobody', which is not an email address"]),
        ({"last_modified": "yesterday"}, ["last_modified is 'yesterday', which is not a date and time"]),
        ({"contacts": [{"name": "Ann"}]}, ["contacts[0] has no id"]),
        ({"contacts": [{"id": ID}, None]}, ["contacts[1] is empty where a group of named fields is needed"]),
        ({"organization": {"id": ID}}, ["organization has no name and no description"]),
        ({"description": "\x00"}, ["it holds a character that cannot be stored"]),
        ({"description": "\ud800"}, ["it holds a number or a character that cannot be stored"]),
        ({"minimum_age": float("inf")}, ["it holds a number or a character that cannot be stored"]),
    ],
)
def test_what_is_wrong_is_said_in_words(more: dict[str, Any], said: list[str]) -> None:
    assert faults("service", {**SERVICE, **more}) == said


def test_every_missing_field_is_named() -> None:
    assert faults("service", {"name": "Counselling"}) == ["the record has no id and no status"]
    assert faults("service", [SERVICE]) == ["it is no group of named fields"]


def test_what_is_nested_is_checked_too() -> None:
    assert faults("organization", {"id": ID, "name": "A", "description": "B", "services": [{}]}) == [
        "services[0] has no id and no name and no status"
    ]
    assert faults("service_at_location", {"id": ID, "service": {**SERVICE, "status": "open"}})


def test_components_point_to_each_other_only() -> None:
    found = components()
    pointed = {word for word in str(found).split("'") if word.startswith("#/components/schemas/")}
    assert pointed <= {f"#/components/schemas/{name}" for name in found}


@needs_folder
def test_the_official_examples_fit() -> None:
    read = [*examples()]
    assert len(read) == 10
    for name, entity, record in read:
        assert faults(entity, record) == [], name
