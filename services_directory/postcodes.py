"""Which council each postcode lies in, from the ONS Postcode Directory."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from sqlalchemy import Engine, delete, insert, select
from sqlalchemy.orm import Session

from bot.language.content import read
from bot.language.places import COUNCILS, OUTSIDE, Places, full_postcodes
from services_directory.lock import alone
from services_directory.models import Postcode

_CODES = Path(__file__).with_name("councils.yml")
_COLUMNS: Mapping[
    str, re.Pattern[str]
] = {  # older names first, then those of files since 2024, such as lad25cd
    "postcode": re.compile(r"pcds|pcd[78]?"),
    "county": re.compile(r"oscty|cty\d\dcd"),
    "district": re.compile(r"oslaua|lad\d\dcd"),
}
_AT_ONCE = 5_000  # rows in one statement

Tell = Callable[[int], object]


class NoPostcodes(ValueError):
    """The file is not a postcode directory; the message says what is missing."""


@dataclass(frozen=True)
class Imported:
    """How many postcodes a file holds, and how many of them can be asked about: `kept`."""

    read: int
    kept: int


def import_file(engine: Engine, path: Path, *, tell: Tell = lambda _: None) -> Imported:
    """Replace the postcodes by those of a CSV file. `tell` is called with the number of characters as they are read.

    Kept are those of our councils, and those elsewhere with an outward code of the gazetteer. The whole file is read
    before the database is touched: messages wait for a few seconds at most. Raises NoPostcodes, and changes nothing,
    when the file is not the whole directory.
    """
    kept: dict[str, str] = {}
    number = 0
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for number, (postcode, area) in enumerate(_rows(file, tell), start=1):  # noqa: B007
                if area:
                    kept[postcode] = area
    except (UnicodeDecodeError, csv.Error) as error:
        raise NoPostcodes(f"{path.name} is no CSV file: if it is a ZIP file, unpack it first.") from error
    if missing := {*COUNCILS} - {*kept.values()}:
        councils = ", ".join(sorted(missing))
        raise NoPostcodes(
            f"{path.name} has no postcode of {councils}: is it the whole ONS Postcode Directory?"
        )
    _replace(engine, [*kept.items()])
    return Imported(number, len(kept))


def located(session: Session, text: str) -> dict[str, str]:
    """Where the whole postcodes of a text lie, as far as that is known: a council, or `outside`."""
    said = full_postcodes(text)
    rows = session.scalars(select(Postcode).where(Postcode.postcode.in_(said))) if said else ()
    return {row.postcode: row.area for row in rows}


def _replace(engine: Engine, rows: Sequence[tuple[str, str]]) -> None:
    with Session(engine) as session, session.begin():
        alone(session.connection())
        session.execute(delete(Postcode))
        for start in range(0, len(rows), _AT_ONCE):
            some = rows[start : start + _AT_ONCE]
            session.execute(insert(Postcode), [{"postcode": one, "area": area} for one, area in some])


def _rows(file: TextIO, tell: Tell) -> Iterator[tuple[str, str | None]]:
    """Each postcode as `PE29 3TN`, with its council, `outside`, or None where nobody would ask about it."""
    lines = csv.reader(_told(file, tell))
    postcode, county, district = _places_of_columns(next(lines, []))
    councils = read(_CODES, {})
    outward_codes = Places.load().outward_codes
    for row in lines:
        if len(row) <= max(postcode, county, district):
            continue  # cut off in the middle
        outward, inward = row[postcode][:-3].strip().upper(), row[postcode][-3:].upper()
        area = councils["district"].get(row[district]) or councils["county"].get(row[county])
        yield f"{outward} {inward}", area or (OUTSIDE if outward in outward_codes else None)


def _told(file: TextIO, tell: Tell) -> Iterator[str]:
    for line in file:
        tell(len(line))
        yield line


def _places_of_columns(names: Sequence[str]) -> list[int]:
    found = []
    for meaning, pattern in _COLUMNS.items():
        at = [place for place, name in enumerate(names) if pattern.fullmatch(name.strip().lower())]
        if not at:
            wanted = pattern.pattern.replace("|", " or ").replace(r"\d\d", "25").replace("[78]?", "")
            raise NoPostcodes(f"There is no column for the {meaning}: the first line should name {wanted}.")
        found.append(at[0])
    return found
