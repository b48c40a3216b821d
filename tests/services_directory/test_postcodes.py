"""The postcode directory: whatever the year's names of its columns, and where each postcode of ours lies.

The files are made up: codes and columns as the Office for National Statistics writes them, postcodes of no real street.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, delete
from sqlalchemy.orm import Session

from services_directory.models import Postcode
from services_directory.postcodes import Imported, NoPostcodes, import_file, located
from tests.services_directory.conftest import Fill

Row = tuple[str, str, str, str | None]
Columns = tuple[str, str, str]

COUNTY, NONE = "E10000003", "E99999999"
ROWS: list[Row] = [
    ("PE29 9ZZ", COUNTY, "E07000011", "cambridgeshire"),
    ("PE7  9ZY", COUNTY, "E07000011", "cambridgeshire"),
    ("PE7  9ZX", NONE, "E06000031", "peterborough"),
    ("BB3  9ZZ", NONE, "E06000008", "blackburn-with-darwen"),
    ("CA9  9ZZ", NONE, "E06000063", "cumberland"),
    ("LA10 9ZZ", NONE, "E06000064", "westmorland-and-furness"),
    ("LA10 9ZY", "E10000023", "E07000163", "outside"),
    ("ZE1  9ZZ", "S99999999", "S12000027", None),
]
OLD, NEW = ("pcd", "oscty", "oslaua"), ("pcds", "cty25cd", "lad25cd")


@pytest.fixture(autouse=True)
def no_postcodes(engine: Engine) -> Iterator[None]:
    yield
    with Session(engine) as session, session.begin():
        session.execute(delete(Postcode))


def made(folder: Path, columns: Columns, rows: list[Row]) -> Path:
    """A file with a column before, between and behind those that are read."""
    file = folder / "ONSPD.csv"
    postcode, county, district = columns
    lines = [f'dointr,{postcode},{county},ward,"{district}",imd']
    lines += [f'199606,"{one}","{cty}",E05000000,"{lad}",1' for one, cty, lad, _ in rows]
    file.write_text("\n".join(lines), encoding="utf-8-sig")
    return file


def areas(session: Session) -> dict[str, str]:
    return {row.postcode: row.area for row in session.query(Postcode)}


@pytest.mark.parametrize("columns", [OLD, NEW])
def test_columns_of_any_year(
    engine: Engine, session: Session, tmp_path: Path, columns: tuple[str, str, str]
) -> None:
    assert import_file(engine, made(tmp_path, columns, ROWS)) == Imported(read=8, kept=7)
    assert areas(session) == {" ".join(one.split()): area for one, _, _, area in ROWS if area}


def test_a_new_file_takes_the_place_of_the_old_one(engine: Engine, session: Session, tmp_path: Path) -> None:
    import_file(engine, made(tmp_path, OLD, ROWS))
    import_file(engine, made(tmp_path, NEW, ROWS[1:]))
    assert "PE29 9ZZ" not in areas(session)
    assert len(areas(session)) == 6


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("we are at pe7 9zx", {"PE7 9ZX": "peterborough"}),
        ("PE79ZY please", {"PE7 9ZY": "cambridgeshire"}),
        ("la10 9zy or la10 9zz", {"LA10 9ZY": "outside", "LA10 9ZZ": "westmorland-and-furness"}),
        ("la10 8aa", {}),
        ("PE7", {}),
        ("no postcode", {}),
    ],
)
def test_where_postcodes_lie(
    engine: Engine, session: Session, tmp_path: Path, text: str, found: dict[str, str]
) -> None:
    import_file(engine, made(tmp_path, NEW, ROWS))
    assert located(session, text) == found


def test_new_content_leaves_postcodes_alone(
    engine: Engine, session: Session, tmp_path: Path, fill: Fill
) -> None:
    import_file(engine, made(tmp_path, NEW, ROWS))
    fill([{"id": "it"}])
    assert len(areas(session)) == 7


@pytest.mark.parametrize(
    ("columns", "rows", "problem"),
    [
        (
            ("code", "oscty", "oslaua"),
            ROWS,
            "no column for the postcode: the first line should name pcds or pcd",
        ),
        (
            ("pcd", "cty", "lad25cd"),
            ROWS,
            "no column for the county: the first line should name oscty or cty25cd",
        ),
        (
            NEW,
            ROWS[:3],
            "ONSPD.csv has no postcode of blackburn-with-darwen, cumberland, westmorland-and-furness",
        ),
    ],
)
def test_a_file_that_is_no_postcode_directory(
    engine: Engine, session: Session, tmp_path: Path, columns: Columns, rows: list[Row], problem: str
) -> None:
    import_file(engine, made(tmp_path, NEW, ROWS))
    with pytest.raises(NoPostcodes, match=problem):
        import_file(engine, made(tmp_path, columns, rows))
    assert len(areas(session)) == 7


def test_a_file_that_was_not_unpacked(engine: Engine, tmp_path: Path) -> None:
    file = tmp_path / "ONSPD.zip"
    file.write_bytes(b"PK\x03\x04\xff\xfe" * 100)
    with pytest.raises(NoPostcodes, match=r"ONSPD\.zip is no CSV file"):
        import_file(engine, file)


def test_a_line_that_was_cut_off_is_passed_over(engine: Engine, session: Session, tmp_path: Path) -> None:
    file = made(tmp_path, NEW, ROWS)
    file.write_text(file.read_text(encoding="utf-8-sig") + '\n199606,"PE29', encoding="utf-8")
    assert import_file(engine, file).kept == 7


def test_it_says_how_far_it_is(engine: Engine, tmp_path: Path) -> None:
    file, told = made(tmp_path, NEW, ROWS), list[int]()
    import_file(engine, file, tell=told.append)
    assert sum(told) == len(file.read_text(encoding="utf-8-sig"))
