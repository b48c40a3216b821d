"""Which council: names with their spellings, everyday words that are places too, postcodes, and borders."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
import yaml

from bot.language import places
from bot.language.places import AMBIGUOUS, OUTSIDE, Places

PLACES = Places.load()
CONTENT = yaml.safe_load(Path(places.__file__).with_suffix(".yml").read_text(encoding="utf-8"))

CAMBRIDGESHIRE, PETERBOROUGH, BLACKBURN = "cambridgeshire", "peterborough", "blackburn-with-darwen"
CUMBERLAND, WESTMORLAND = "cumberland", "westmorland-and-furness"


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("We live in Kendal.", WESTMORLAND),
        ("WESTMORLAND & FURNESS", WESTMORLAND),
        ("millom", CUMBERLAND),
        ("peterbrough", PETERBOROUGH),
        ("p\u2019boro", PETERBOROUGH),
        ("st neot's", CAMBRIDGESHIRE),
        ("Darwen", BLACKBURN),
        ("moved from Leeds to Kendal", WESTMORLAND),
        ("Leeds", OUTSIDE),
        ("King\u2019s Lynn", OUTSIDE),
        ("cumbria", AMBIGUOUS),
        ("Cumbria, near Carlisle", CUMBERLAND),
        ("Carlisle or Kendal", AMBIGUOUS),
        ("Cambridgeshire and Peterborough", AMBIGUOUS),
        ("my son never sleeps", None),
        ("lovely, early, rely", None),
        ("", None),
    ],
)
def test_names(text: str, area: str | None) -> None:
    assert PLACES.area(text) == area


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("march", CAMBRIDGESHIRE),
        ("Eye.", PETERBOROUGH),
        ("we live in March", CAMBRIDGESHIRE),
        ("I'm from March", CAMBRIDGESHIRE),
        ("we're in barrow", WESTMORLAND),
        ("I live in Bury", OUTSIDE),
        ("he keeps smoking weed, Barrow", WESTMORLAND),
        ("excluded from school, 13, march.", CAMBRIDGESHIRE),
        ("no Barrow", WESTMORLAND),
        ("sorry, Hampton", PETERBOROUGH),
        ("actually st ives", CAMBRIDGESHIRE),
        ("it\u2019s Dalston", CUMBERLAND),
        ("its barrow!", WESTMORLAND),
        ("we sold the piano barrow", None),
        ("casino barrow", None),
        ("sorry, march has been hard", None),
        ("I cannot go on, it's over", None),
        ("no eye", None),
        ("this is my son, Preston", None),
        ("help for my daughter, Eden", None),
        ("off school from March to June", None),
        ("he came over from over there", None),
        ("his eye hurts", None),
        ("she had to bury her nan", None),
        ("our cat hunts", None),
        ("my brother Nelson", None),
    ],
)
def test_everyday_words_count_only_where_a_place_is_said(text: str, area: str | None) -> None:
    assert PLACES.area(text) == area


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("PE1 2AB", PETERBOROUGH),
        ("pe29", CAMBRIDGESHIRE),
        ("BB3 0AA", BLACKBURN),
        ("ca28", CUMBERLAND),
        ("la9", WESTMORLAND),
        ("PE7", AMBIGUOUS),
        ("bb1", AMBIGUOUS),
        ("he is in Y6", None),
    ],
)
def test_outward_postcodes(text: str, area: str | None) -> None:
    assert PLACES.area(text) == area


def test_every_name_leads_to_its_own_area() -> None:
    names = {name: area for area, rows in CONTENT["areas"].items() for row in rows for name in row}
    careful = {name: area for area, row in CONTENT["careful"].items() for name in row}
    found = {name: PLACES.area(name) for name in names | careful}
    assert found == names | careful


def test_no_name_stands_twice() -> None:
    lists = [name for rows in CONTENT["areas"].values() for row in rows for name in row]
    lists += [name for row in CONTENT["careful"].values() for name in row]
    lists += [*CONTENT["ambiguous"], *CONTENT["outside"]]
    assert [name for name, times in Counter(lists).items() if times > 1] == []


def test_words_and_names_are_careful_places() -> None:
    assert set(CONTENT["words_and_names"]) <= {name for row in CONTENT["careful"].values() for name in row}


def test_every_outward_code_has_letters_that_are_looked_at() -> None:
    codes = {code for row in CONTENT["outward_codes"].values() for code in row}
    assert {re.sub(r"\d.*", "", code) for code in codes} <= set(CONTENT["postcode_letters"])
