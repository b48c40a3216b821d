"""The directory's files: read, checked one by one, then checked against each other."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, repeat
from pathlib import Path
from typing import Any

from bot.language.content import ContentError, Document, Problem, read_document, suggestion
from bot.language.content import read as read_file
from services_directory.decision_check import conditions, faults

FOLDER = Path(__file__).parent

Entry = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Content:
    """Everything the directory holds: entries in the shape of schema.yml, needs by their id.

    A pathway has the id of its `decision` besides, and its `when` is always a list of conditions.
    """

    needs: Mapping[str, Entry]
    organizations: tuple[Entry, ...]
    services: tuple[Entry, ...]
    decisions: tuple[Entry, ...]
    pathways: tuple[Entry, ...]
    fingerprint: str


@dataclass(frozen=True)
class _Placed:
    """An entry and where it stands."""

    value: Entry
    document: Document
    place: tuple[str | int, ...]

    @property
    def address(self) -> str:
        """Short, to be read inside a message: `peterborough/early_help.yml, line 14`."""
        path = self.document.path
        return f"{path.parent.name}/{path.name}, line {self.problem('').line}"

    def problem(self, message: str, *place: str | int) -> Problem:
        return self.document.problem(message, *self.place, *place)


def read(folder: Path = FOLDER) -> Content:
    """All content of a folder: its needs.yml, and every YAML file under its areas/ and decisions/.

    Raises `ContentError` with every problem of every file.
    """
    seen = fingerprint(folder)
    needs, *areas = _read_documents(folder)
    decisions = [document for document in areas if "decision" in document.value]
    entries = {
        section: list(_entries(section, areas)) for section in ("organizations", "services", "pathways")
    }
    entries["decisions"] = [_Placed(one.value["decision"], one, ("decision",)) for one in decisions]
    problems = [*_cross_check(needs.value, **entries), *chain.from_iterable(map(_undecided, decisions))]
    if problems:
        raise ContentError(problems)
    return Content(
        needs=needs.value,
        organizations=_values(entries["organizations"]),
        services=_values(entries["services"]),
        decisions=_values(entries["decisions"]),
        pathways=tuple(chain.from_iterable(map(_rules, decisions))),
        fingerprint=seen,
    )


def _values(entries: Iterable[_Placed]) -> tuple[Entry, ...]:
    return tuple(entry.value for entry in entries)


def _rules(document: Document) -> Iterator[Entry]:
    decision = document.value["decision"]["id"]
    for rule in document.value["pathways"]:
        yield {**rule, "decision": decision, "when": conditions(rule["when"])}


def _undecided(document: Document) -> Iterator[Problem]:
    for message, place in faults(document.value):
        yield document.problem(message, *place)


def fingerprint(folder: Path = FOLDER) -> str:
    """A SHA-256 over the names and bytes of the files, in hexadecimal; it changes when a file does."""
    digest = hashlib.sha256()
    for path in _paths(folder):
        for part in (path.relative_to(folder).as_posix().encode(), path.read_bytes()):
            digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def _paths(folder: Path) -> list[Path]:
    """needs.yml first. Files named .yaml count too: an officer's file must not be passed over in silence."""
    parts = (sorted((folder / part).rglob("*.y*ml")) for part in ("areas", "decisions"))
    return [folder / "needs.yml", *chain.from_iterable(parts)]


def _read_documents(folder: Path) -> list[Document]:
    schemas = chain(
        [read_file(FOLDER / "needs_schema.yml", {})], repeat(read_file(FOLDER / "schema.yml", {}))
    )
    documents: list[Document] = []
    problems: list[Problem] = []
    for path, schema in zip(_paths(folder), schemas, strict=False):
        try:
            documents.append(read_document(path, schema))
        except ContentError as error:
            problems.extend(error.problems)
    if problems:
        raise ContentError(problems)
    return documents


def _entries(section: str, documents: Iterable[Document]) -> Iterator[_Placed]:
    for document in documents:
        for position, value in enumerate(document.value.get(section, ())):
            yield _Placed(value, document, (section, position))


def _cross_check(
    needs: Mapping[str, Entry],
    *,
    organizations: list[_Placed],
    services: list[_Placed],
    pathways: list[_Placed],
    decisions: list[_Placed],
) -> Iterator[Problem]:
    known = {entry.value["id"] for entry in organizations}
    for section in (organizations, services, pathways, decisions):
        yield from _repeated_ids(section)
    for service in services:
        yield from _unknown_organization(service, known)
        for check in (_ages, _hours, _needs_twice, _hidden_route):
            yield from check(service)
    for entry in chain(services, decisions):
        yield from _unknown_needs(entry, needs)


def _repeated_ids(entries: Iterable[_Placed]) -> Iterator[Problem]:
    first: dict[str, _Placed] = {}
    for entry in entries:
        other = first.setdefault(entry.value["id"], entry)
        if other is not entry:
            yield entry.problem(f"the id '{entry.value['id']}' is taken by {other.address}", "id")


def _unknown_organization(service: _Placed, known: set[str]) -> Iterator[Problem]:
    organization = service.value["organization"]
    if organization not in known:
        near = suggestion(organization, known)
        yield service.problem(f"there is no organization '{organization}'{near}", "organization")


def _unknown_needs(entry: _Placed, known: Mapping[str, Entry]) -> Iterator[Problem]:
    for field in ("needs", "also_needs"):
        for position, need in enumerate(entry.value.get(field, ())):
            if need not in known:
                message = f"there is no need '{need}' in needs.yml{suggestion(need, known)}"
                yield entry.problem(message, field, position)


def _needs_twice(service: _Placed) -> Iterator[Problem]:
    for position, need in enumerate(service.value.get("also_needs", ())):
        if need in service.value["needs"]:
            yield service.problem(f"'{need}' stands in 'needs' already: keep one", "also_needs", position)


def _ages(service: _Placed) -> Iterator[Problem]:
    youngest, oldest = service.value.get("minimum_age"), service.value.get("maximum_age")
    if youngest is not None and oldest is not None and youngest > oldest:
        yield service.problem(f"'minimum_age' {youngest} is above 'maximum_age' {oldest}", "minimum_age")


def _hours(service: _Placed) -> Iterator[Problem]:
    for position, schedule in enumerate(service.value.get("schedules", ())):
        if schedule["opens_at"] >= schedule["closes_at"]:
            message = f"opens at {schedule['opens_at']} but closes at {schedule['closes_at']}"
            yield service.problem(message, "schedules", position)


def _hidden_route(service: _Placed) -> Iterator[Problem]:
    """Grade X is a source that confirms nothing: what rests on it is never shown as a route."""
    unconfirmed = [proof for proof in service.value["evidence"] if proof.get("grade") == "X"]
    if any(proof["fact"] in ("all", "application_process") for proof in unconfirmed):
        for field in ("application_process", "professional_process"):
            if field in service.value:
                yield service.problem(
                    f"'{field}' rests on grade X: remove it, or name a better source", field
                )
