"""A tabular data package: a CSV file for each table of the profile, and datapackage.json that says what they hold."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from services_directory.open_referral.rows import APART, STATED, Cells, Records, Tables
from services_directory.open_referral.schema import Entity, tables
from services_directory.open_referral.taxonomies import Record

FILE = "datapackage.json"
_LONGEST = 2**31 - 1  # characters in a cell
_RECORDS = "fingerpost:records"  # the tables whose rows are the records that the package was made of


def write(folder: Path, name: str, records: Mapping[Entity, Iterable[Record]]) -> None:
    """Write records as a package. Of each entity no two may have the same id. Overwrites the files that it writes."""
    folder.mkdir(parents=True, exist_ok=True)
    taken = Tables([*records])
    for entity, its in records.items():
        for record in its:
            taken.add(entity, record)
    resources = [_write_table(folder, table, rows) for table, rows in taken.rows()]
    package = {
        "profile": "tabular-data-package",
        "name": name,
        _RECORDS: [*records],
        "resources": resources,
    }
    (folder / FILE).write_text(json.dumps(package, indent=2) + "\n", encoding="utf-8")


def read(folder: Path) -> dict[Entity, list[Record]]:
    """The records of a package that `write` wrote. Raises OSError, ValueError or KeyError if it is none."""
    csv.field_size_limit(_LONGEST)
    package = json.loads((folder / FILE).read_text(encoding="utf-8"))
    rows = {one["name"]: list(_read_table(folder, one)) for one in package["resources"]}
    records = Records(rows, package[_RECORDS])
    return {entity: list(records.of(entity)) for entity in package[_RECORDS]}


def _write_table(folder: Path, table: str, rows: Sequence[Cells]) -> dict[str, Any]:
    path = Path(tables()[table]["path"]).name
    types = {name: _type([row[name] for row in rows if name in row]) for name in _columns(table, rows)}
    with (folder / path).open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(types)
        for row in rows:
            lines.writerow(_cell(row[name], kind) if name in row else "" for name, kind in types.items())
    return {
        "name": table,
        "path": path,
        "profile": "tabular-data-resource",
        "encoding": "utf-8",
        "schema": {
            "fields": [{"name": name, "type": kind} for name, kind in types.items()],
            "primaryKey": "id",
        },
    }


def _read_table(folder: Path, resource: Mapping[str, Any]) -> Iterator[Cells]:
    types = {one["name"]: one["type"] for one in resource["schema"]["fields"]}
    with (folder / Path(resource["path"]).name).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield {name: _value(text, types[name]) for name, text in row.items() if text}


def _columns(table: str, rows: Sequence[Cells]) -> list[str]:
    """Those of the profile in its order, then what else there is, the marks last."""
    there = dict.fromkeys(name for row in rows for name in row)
    known = [name for name in tables()[table]["properties"] if name in there]
    marks = [name for name in (STATED, APART) if name in there]
    return [*known, *(name for name in there if name not in {*known, *marks}), *marks]


def _type(values: Sequence[Any]) -> str:
    """Of a column: text is written as it is, all else as JSON, and an empty cell is no value at all."""
    if all(isinstance(value, str) and value for value in values):
        return "string"
    if all(isinstance(value, int | float) and not isinstance(value, bool) for value in values):
        return "number"
    return "any"


def _cell(value: Any, kind: str) -> str:
    return str(value) if kind == "string" else json.dumps(value, ensure_ascii=False)


def _value(text: str, kind: str) -> Any:
    return text if kind == "string" else json.loads(text)
