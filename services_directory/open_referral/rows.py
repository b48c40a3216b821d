"""Records taken apart into the rows of the profile's tables, and put together again. Nothing is lost.

What the tables have no place for stays in the row as it is, and so does a nested record that differs from the row of
its id. Two columns, there only where they are needed, say which links a record states itself (STATED), and which of
those nest nothing (APART).
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

from services_directory.open_referral.relations import ENTITY, One, Relations, within
from services_directory.open_referral.taxonomies import Record

STATED, APART = "fingerpost:stated", "fingerpost:apart"

Cells = dict[str, Any]


class _DoesNotFit(Exception):
    """A nested record cannot be a row: a row of its id says something else, or it has no id."""


@dataclass(frozen=True)
class _Row:
    """`said` is what a record says itself, `holds` and `lists` what is nested in it, `inside` what it is nested in."""

    number: int
    said: Record
    holds: dict[str, str]
    lists: dict[str, list[str]]
    inside: dict[str, str]

    def merged(self, other: _Row) -> _Row:
        """Both in one, if they are the same record. Raises _DoesNotFit."""
        alike = all(_same(getattr(self, name), getattr(other, name)) for name in ("said", "holds", "lists"))
        inside = {**self.inside, **other.inside}
        if not alike or {**inside, **self.inside} != inside:
            raise _DoesNotFit
        return replace(self, inside=inside)

    def cells(self, links: Collection[str]) -> Cells:
        nested = {**self.holds, **self.inside}
        stated = [link for link in sorted(links) if link in self.said]
        apart = [link for link in stated if link not in nested]
        marks = {STATED: " ".join(stated), APART: " ".join(apart)}
        return {**self.said, **nested, **{name: mark for name, mark in marks.items() if mark}}


@dataclass
class Tables:
    """Takes records apart. `roots` are the tables that the records belong to."""

    roots: Collection[str]
    _rows: dict[str, dict[str, _Row]] = field(default_factory=lambda: defaultdict(dict))
    _undo: list[tuple[str, str, _Row | None]] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=count)

    def __post_init__(self) -> None:
        self._relations = Relations(self.roots)

    def add(self, table: str, record: Record) -> None:
        """Take a record of a table of `roots`; no other of that table may have its id."""
        self._take(table, record, {})
        self._undo.clear()

    def rows(self) -> Iterator[tuple[str, list[Cells]]]:
        """Each table that has rows, and its rows as they were taken."""
        for table in sorted(self._rows):
            links = self._relations.links(table)
            if its := [row.cells(links) for row in self._rows[table].values()]:
                yield table, its

    def _take(self, table: str, record: Record, inside: dict[str, str]) -> _Row:
        row = _Row(next(self._numbers), dict(record), {}, {}, inside)
        for many in self._relations.many.get(table, ()):
            parent = within(table, record["id"], many)
            if self._fits(self._list, many.table, record.get(many.field), parent):
                row.lists[many.field] = [one["id"] for one in row.said.pop(many.field)]
        for one in self._relations.one.get(table, ()):
            if self._fits(self._hold, one, record):
                row.holds[one.link] = row.said.pop(one.field)["id"]
        return self._put(table, record["id"], row)

    def _list(self, table: str, records: Any, inside: dict[str, str]) -> None:
        if not isinstance(records, list) or not records:
            raise _DoesNotFit
        numbers = [self._nest(table, record, inside).number for record in records]
        if numbers != sorted({*numbers}):
            raise _DoesNotFit  # rows would not keep the order of the list

    def _hold(self, one: One, record: Record) -> None:
        nested = self._nest(one.field, record.get(one.field), {}).said["id"]
        if record.get(one.link, nested) != nested:
            raise _DoesNotFit

    def _nest(self, table: str, record: Any, inside: dict[str, str]) -> _Row:
        if not isinstance(record, dict) or not isinstance(record.get("id"), str) or not record["id"]:
            raise _DoesNotFit
        if any(record.get(link, parent) != parent for link, parent in inside.items()):
            raise _DoesNotFit
        return self._take(table, record, inside)

    def _fits(self, attempt: Callable[..., None], *values: Any) -> bool:
        """Whether an attempt succeeds; one that fails leaves nothing behind."""
        before = len(self._undo)
        try:
            attempt(*values)
        except _DoesNotFit:
            while len(self._undo) > before:
                table, record_id, row = self._undo.pop()
                if row is None:
                    del self._rows[table][record_id]
                else:
                    self._rows[table][record_id] = row
            return False
        return True

    def _put(self, table: str, record_id: str, row: _Row) -> _Row:
        there = self._rows[table].get(record_id)
        row = row if there is None else there.merged(row)
        self._undo.append((table, record_id, there))
        self._rows[table][record_id] = row
        return row


class Records:
    """Puts records together again from the rows of all tables."""

    def __init__(self, tables: Mapping[str, Sequence[Cells]], roots: Collection[str]) -> None:
        self._relations = Relations(roots)
        self._rows = {
            table: {str(cells["id"]): self._read(table, cells) for cells in its}
            for table, its in tables.items()
        }
        self._inside: dict[tuple[str, str, str, str | None], list[str]] = defaultdict(list)
        for table, its in self._rows.items():
            for record_id, (_, nested) in its.items():
                for link, parent in nested.items():
                    self._inside[table, link, parent, nested.get(ENTITY)].append(record_id)

    def of(self, table: str) -> Iterator[Record]:
        """The records of a table of the roots, in their order."""
        return (self._whole(table, record_id) for record_id in self._rows.get(table, ()))

    def _read(self, table: str, cells: Cells) -> tuple[Record, dict[str, str]]:
        """What the record says itself, and its links to what it nests or is nested in."""
        links = self._relations.links(table)
        stated, apart = (str(cells.get(mark, "")).split() for mark in (STATED, APART))
        said = {
            name: value
            for name, value in cells.items()
            if name not in (STATED, APART) and (name not in links or name in stated)
        }
        return said, {link: cells[link] for link in links if link in cells and link not in apart}

    def _whole(self, table: str, record_id: str) -> Record:
        said, nested = self._rows[table][record_id]
        record = dict(said)
        for one in self._relations.one.get(table, ()):
            if one.link in nested:
                record[one.field] = self._whole(one.field, nested[one.link])
        for many in self._relations.many.get(table, ()):
            entity = within(table, record_id, many).get(ENTITY)
            if inside := self._inside.get((many.table, many.link, record_id, entity)):
                record[many.field] = [self._whole(many.table, each) for each in inside]
        return record


def _same(one: Any, other: Any) -> bool:
    """Whether JSON has no difference: 1 is not 1.0."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
