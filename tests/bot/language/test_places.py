"""Which council: names with their spellings, everyday words that are places too, postcodes, and borders."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from time import perf_counter

import pytest
import yaml

from bot.language import places
from bot.language.places import AMBIGUOUS, OUTSIDE, Places, full_postcodes

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
        ("LA20", AMBIGUOUS),
        ("CA10", AMBIGUOUS),
        ("PE77", AMBIGUOUS),  # not listed: perhaps a slip
        ("SG1", OUTSIDE),
        ("SG77", None),
        ("my son is in Z9", None),
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
    lists += [*CONTENT["ambiguous"], *(name for row in CONTENT["outside"] for name in row)]
    assert [name for name, times in Counter(lists).items() if times > 1] == []


def test_words_and_names_are_careful_places() -> None:
    assert set(CONTENT["words_and_names"]) <= {name for row in CONTENT["careful"].values() for name in row}


def test_no_outward_code_stands_twice() -> None:
    codes = [code for row in CONTENT["outward_codes"].values() for code in row]
    assert [code for code, times in Counter(codes).items() if times > 1] == []


def test_letters_that_are_asked_about_have_codes() -> None:
    codes = {code for row in CONTENT["outward_codes"].values() for code in row}
    assert set(CONTENT["postcode_letters"]) <= {re.sub(r"\d.*", "", code) for code in codes}


def test_places_on_a_border_are_places() -> None:
    outside = {name for row in CONTENT["outside"] for name in row}
    assert set(CONTENT["border"]) <= {*PLACES.names, *PLACES.careful, *outside}


def test_every_council_has_its_places() -> None:
    rows = {area: len(rows) + len(CONTENT["careful"][area]) for area, rows in CONTENT["areas"].items()}
    assert sum(rows.values()) >= 400
    assert min(rows.values()) >= 40


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("near Wisbech", AMBIGUOUS),
        ("in Wisbech", CAMBRIDGESHIRE),
        ("near Wisbech, in Cambridgeshire", CAMBRIDGESHIRE),
        ("just outside Kendal", WESTMORLAND),
        ("just outside Peterborough", AMBIGUOUS),
        ("a village close to Stamford", AMBIGUOUS),
        ("Stamford", OUTSIDE),
        ("not far from king's lynn", AMBIGUOUS),
    ],
)
def test_next_to_a_border_is_a_question(text: str, area: str) -> None:
    assert PLACES.area(text) == area


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("I live in Sutton Coldfield", OUTSIDE),
        ("we live in milton keynes", OUTSIDE),
        ("wisbech st mary", CAMBRIDGESHIRE),
        ("he has huntington's disease", None),
    ],
)
def test_the_longest_name_counts(text: str, area: str | None) -> None:
    assert PLACES.area(text) == area


@pytest.mark.parametrize(
    "text",
    [
        "can ne1 help me",
        "golf mk2",
        "room ip4",
        "at b4 3pm",
        "I'm in over my head",
        "we live in over crowded housing",
        "he comes from over the road",
        "she's in eye casualty",
        "he's in elm class",
        "he is in reach of the oven",
        "she's in bath now and then",
        "near bath time",
        "he's in sandy shoes",
        "she's in settle mode",
        "we live in guide dog boarding",
        "my social worker is Mrs Sudell",
        "ask Mr Bretton",
        "Miss Livesey is his teacher",
        "I bank with Halifax please",
        "only eats cumberland sausage",
        "bristol stool chart",
    ],
)
def test_no_place_is_meant(text: str) -> None:
    assert PLACES.area(text) is None


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("LS6 3HN", OUTSIDE),
        ("SW1A 1AA", OUTSIDE),
        ("we live in over, near swavesey", CAMBRIDGESHIRE),
        ("my mum lives at PE1 0AA, we live in Carlisle", AMBIGUOUS),
        ("my sister lives in barrow", WESTMORLAND),
    ],
)
def test_what_is_said_counts_whole(text: str, area: str) -> None:
    assert PLACES.area(text) == area


LOCATED = {"PE7 9ZX": "peterborough", "LA10 9ZY": OUTSIDE, "PE7 9ZY": "cambridgeshire"}


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("pe7 9zx", PETERBOROUGH),
        ("PE79ZY", CAMBRIDGESHIRE),
        ("la10 9zy", OUTSIDE),
        ("pe7 9aa", AMBIGUOUS),  # nobody knows where it lies
        ("we moved from LA10 9ZY to PE7 9ZX", PETERBOROUGH),
        ("nan is at PE7 9ZX, we live in Kendal", AMBIGUOUS),
    ],
)
def test_a_postcode_that_was_looked_up_counts_like_a_name(text: str, area: str) -> None:
    assert PLACES.area(text, located=LOCATED) == area


@pytest.mark.parametrize(
    "text", ["," * 8_000, "please" + "," * 7_990 + "x", "it's " * 1_600, "near " * 1_600]
)
def test_no_text_takes_long(text: str) -> None:
    words = " ".join(["word"] * (len(text) // 5))
    assert _steps(text) < 20 * _steps(words)


def _steps(text: str) -> float:
    """The least of some times that a text takes: a ratio of two of them tells little of the machine."""
    taken = []
    for _ in range(3):
        began = perf_counter()
        PLACES.area(text)
        taken.append(perf_counter() - began)
    return min(taken)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("we're at pe29 3tn", ["PE29 3TN"]),
        ("CB11AA or la9 4dl", ["CB1 1AA", "LA9 4DL"]),
        ("PE29", []),
        ("he is in year 9 and 3 boys", []),
    ],
)
def test_whole_postcodes(text: str, found: list[str]) -> None:
    assert full_postcodes(text) == found
