"""Messages about content files: the right line, and words that a council officer can act on."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.language.content import ContentError, Problem, read, read_document

SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["services"],
    "properties": {
        "services": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/service"}},
        "words": {"propertyNames": {"pattern": "^[a-z]+$", "description": "in small letters"}},
        "either": {"anyOf": [{"type": "string"}, {"type": "array", "items": {"enum": ["east", "west"]}}]},
    },
    "$defs": {
        "service": {
            "type": "object",
            "additionalProperties": False,
            "required": ["id", "standing"],
            "properties": {
                "id": {"type": "string", "pattern": "^[a-z-]+$", "description": "letters and hyphens"},
                "standing": {"enum": ["confirmed", "unconfirmed", "ended"]},
                "minimum_age": {"type": "integer", "minimum": 0},
                "date": {"type": "string", "description": "a year or a day"},
                "checked": {"type": "string", "format": "date", "description": "a day: 2021-04-30"},
                "free": {"type": "boolean"},
                "areas": {"type": "array", "uniqueItems": True, "items": {"type": "string"}},
                "name": {"type": "string", "minLength": 2},
            },
        }
    },
}
SERVICE = "services:\n- id: sleep\n  standing: confirmed\n"


def _write(folder: Path, text: str) -> Path:
    path = folder / "early_help.yml"
    path.write_text(text, encoding="utf-8")
    return path


def _problems(path: Path, schema: Mapping[str, Any] = SCHEMA) -> list[tuple[int, str]]:
    with pytest.raises(ContentError) as caught:
        read(path, schema)
    return [(problem.line, problem.problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        (SERVICE + "  standng: ended\n", 4, "'standng' is not a known field; did you mean 'standing'?"),
        (SERVICE + "  zebra: ended\n", 4, "'zebra' is not a known field"),
        ("services:\n- id: sleep\n", 2, "'standing' is missing from 'sleep'"),
        ("services:\n- standing: ended\n", 2, "'id' is missing"),
        (
            "services:\n- id: sleep\n  standing: confirmd\n",
            3,
            "'confirmd' is not allowed for 'standing'; write one of: confirmed, unconfirmed, ended; "
            "did you mean 'confirmed'?",
        ),
        (SERVICE + "  minimum_age: four\n", 4, "'minimum_age' must be a whole number, not 'four'"),
        (SERVICE + "  minimum_age: -3\n", 4, "'minimum_age' must be 0 or more"),
        (SERVICE + "  date: 2021\n", 4, "'date' must be text: put it in quotes, \"2021\""),
        (SERVICE + "  date: 10:00\n", 4, "'date' must be text: put it in quotes, \"10:00\""),
        (SERVICE + "  name: true\n", 4, "'name' must be text: put it in quotes, \"true\""),
        (SERVICE + "  name:\n", 4, "'name' must be text, but nothing is written"),
        (SERVICE + "  name: x\n", 4, "'name' needs 2 or more characters"),
        (SERVICE + "  name:\n    first: x\n", 4, "'name' must be text"),
        (SERVICE + "  free: free\n", 4, "'free' must be true or false, not 'free'"),
        (SERVICE + "  checked: 2021-02-30\n", 4, "'2021-02-30' does not fit 'checked': a day: 2021-04-30"),
        (SERVICE + "  areas:\n  - x\n  - 7\n", 6, "entry 2 of 'areas' must be text: put it in quotes, \"7\""),
        (SERVICE + "  areas: [x, x]\n", 4, "'areas' holds the same entry twice"),
        ("services:\n- id: SLEEP\n  standing: ended\n", 2, "'SLEEP' does not fit 'id': letters and hyphens"),
        ("services: []\n", 1, "'services' needs 1 or more entries"),
        ("services:\n- sleep\n", 2, "entry 1 of 'services' must be a group of named fields, not 'sleep'"),
        (SERVICE + "words:\n  fine: 1\n  Bad: 1\n", 6, "'Bad' may not be a name here: in small letters"),
        (
            SERVICE + "either: [up]\n",
            4,
            "'up' is not allowed for entry 1 of 'either'; write one of: east, west",
        ),
        ("", 1, "the file must be a group of named fields, but nothing is written"),
        ("- a\n- b\n", 1, "the file must be a group of named fields"),
    ],
)
def test_schema_problem_has_its_line_and_says_what_to_write(
    tmp_path: Path, text: str, line: int, problem: str
) -> None:
    assert _problems(_write(tmp_path, text), SCHEMA) == [(line, problem)]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (SERVICE + "  name: Help: for you\n", 4, "a text with a colon and a space in it needs quotes"),
        (SERVICE + "\tname: Help\n", 4, "indent with spaces, not tabs"),
        (SERVICE + "  name: 'Help\n\n\n", 4, "a quotation mark that opens here is never closed"),
        (SERVICE + "  areas: [x, y\n", 5, "did not find expected"),
        (SERVICE + "  name: \x07\n", 4, "a character that does not print"),
        (SERVICE + "  name: !!python/name:os.system\n", 4, "could not determine a constructor"),
        (SERVICE + "  name: Help\n  name: Help\n", 5, "'name' stands here twice, first on line 4"),
        (SERVICE + "services: []\n", 4, "'services' stands here twice, first on line 1"),
        (SERVICE + "  7: Help\n", 4, 'a field name must be text: put it in quotes, "7"'),
        (SERVICE + "  [a, b]: Help\n", 4, 'a field name must be text: put it in quotes, "this field name"'),
    ],
)
def test_yaml_problem_has_its_line(tmp_path: Path, text: str, line: int, words: str) -> None:
    [(found, problem)] = _problems(_write(tmp_path, text))
    assert found == line
    assert words in problem


def test_bytes_that_are_not_utf8_are_named_by_line(tmp_path: Path) -> None:
    path = tmp_path / "old.yml"
    path.write_bytes(SERVICE.encode() + "  name: café\n".encode("latin-1"))
    assert _problems(path) == [(4, "a character is not UTF-8: save the file as UTF-8")]


def test_every_problem_is_reported_in_the_order_of_lines(tmp_path: Path) -> None:
    text = "services:\n- id: sleep\n  nam: x\n  standin: y\n- {}\n"
    path = _write(tmp_path, text)
    assert _problems(path) == [
        (2, "'standing' is missing from 'sleep'"),
        (3, "'nam' is not a known field; did you mean 'name'?"),
        (4, "'standin' is not a known field; did you mean 'standing'?"),
        (5, "'id' is missing"),
        (5, "'standing' is missing"),
    ]


def test_error_carries_the_first_problem_and_prints_them_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _write(tmp_path, SERVICE + "  standng: ended\n  zebra: 1\n")
    monkeypatch.chdir(tmp_path.parent)
    with pytest.raises(ContentError) as caught:
        read(path, SCHEMA)
    error = caught.value
    assert (error.path, error.line) == (path, 4)
    assert error.problem == "'standng' is not a known field; did you mean 'standing'?"
    assert str(error).splitlines() == [
        f"{tmp_path.name}/early_help.yml, line 4: 'standng' is not a known field; did you mean 'standing'?",
        f"{tmp_path.name}/early_help.yml, line 5: 'zebra' is not a known field",
    ]


def test_good_file_gives_its_value_and_what_looks_like_a_date_or_a_yes_stays_text(tmp_path: Path) -> None:
    path = _write(tmp_path, "\ufeff" + SERVICE + "  checked: 2021-04-30\n  areas: [no]\n  free: true\n")
    service = {"id": "sleep", "standing": "confirmed", "checked": "2021-04-30", "areas": ["no"], "free": True}
    assert read(path, SCHEMA) == {"services": [service]}


def test_an_empty_schema_reads_any_file_such_as_a_schema(tmp_path: Path) -> None:
    assert read(_write(tmp_path, "type: object\n"), {}) == {"type": "object"}


def test_anchors_and_merged_fields_keep_a_line(tmp_path: Path) -> None:
    text = "services:\n- &first {id: a, standing: ended, zebra: 1}\n- <<: *first\n  id: B\n"
    assert _problems(_write(tmp_path, text)) == [
        (2, "'zebra' is not a known field"),
        (4, "'B' does not fit 'id': letters and hyphens"),
    ]


def test_document_says_where_a_part_stands_for_checks_of_its_reader(tmp_path: Path) -> None:
    path = _write(tmp_path, SERVICE + "  areas:\n  - x\n  - y\n")
    document = read_document(path, SCHEMA)
    assert document.problem("wrong", "services", 0, "areas", 1) == Problem(path, 6, "wrong")
    assert document.problem("wrong", "services", 0, "areas") == Problem(path, 4, "wrong")
    assert document.problem("wrong", "services", 0, "absent") == Problem(path, 2, "wrong")
