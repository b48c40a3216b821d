"""The register of facts: what the sources name, and which entry stands for each of its rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path

from bot.language.content import Document, Problem, read, read_document, suggestion
from services_directory.content import FOLDER, Content, Entry

_REGISTER = "register.yml"
_NOT_SHOWN = "not_shown.yml"


def faults(content: Content, folder: Path = FOLDER) -> Iterator[str]:
    """Rows that no entry stands for and nobody put aside, those put aside in vain, and rows that do not exist.

    A folder without a register has no faults. Raises `ContentError` when one of its two files is wrong.
    """
    if not (folder / _REGISTER).exists():
        return
    register, aside = _read(folder, _REGISTER), _read(folder, _NOT_SHOWN)
    known = register.value["rows"]
    shown = {row for entry in _entries(content) for row in entry.get("register", ())}
    for entry in _entries(content):
        for row in entry.get("register", ()):
            if row not in known:
                yield f"'{entry['id']}' is made from row '{row}', which the register has not{suggestion(row, known)}"
    yield from map(str, _not_dealt_with(register, shown, _put_aside(aside)))
    yield from map(str, _in_vain(aside, shown, set(known)))


def rows(folder: Path = FOLDER) -> Mapping[str, Entry]:
    """The rows by their ids; none in a folder without a register."""
    if not (folder / _REGISTER).exists():
        return {}
    found: Mapping[str, Entry] = _read(folder, _REGISTER).value["rows"]
    return found


def _read(folder: Path, name: str) -> Document:
    schema = read(FOLDER / "register_schema.yml", {})
    return read_document(folder / name, {"$defs": schema["$defs"], "$ref": f"#/$defs/{Path(name).stem}"})


def _entries(content: Content) -> Iterator[Entry]:
    return chain(content.services, content.pathways)


def _put_aside(aside: Document) -> set[str]:
    return {row for rows in aside.value["rows"].values() for row in rows}


def _not_dealt_with(register: Document, shown: set[str], aside: set[str]) -> Iterator[Problem]:
    for row in register.value["rows"]:
        if row not in shown | aside:
            message = f"no entry is made from row '{row}', and {_NOT_SHOWN} does not say why"
            yield register.problem(message, "rows", row)


def _in_vain(aside: Document, shown: set[str], rows: set[str]) -> Iterator[Problem]:
    for reason, put_aside in aside.value["rows"].items():
        for place, row in enumerate(put_aside):
            where = ("rows", reason, place)
            if row in shown:
                yield aside.problem(f"an entry is made from row '{row}': take it out here", *where)
            elif row not in rows:
                yield aside.problem(f"the register has no row '{row}'{suggestion(row, rows)}", *where)
