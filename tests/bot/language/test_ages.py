"""Ages as people write them: what is an age, what only looks like one, and in which order."""

from __future__ import annotations

import pytest

from bot.language.ages import find_ages


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("my son is 4", [4]),
        ("she's 14", [14]),
        ("I\u2019m 15", [15]),
        ("he is seven and he never sleeps", [7]),
        ("Jack is 9", [9]),
        ("my 9 year old", [9]),
        ("my nine-year-old", [9]),
        ("9yo son", [9]),
        ("my 14 yr old daughter", [14]),
        ("a 3yr old", [3]),
        ("aged 10", [10]),
        ("age: 12", [12]),
        ("at the age of five", [5]),
        ("she just turned 13", [13]),
        ("she'll be 5 soon", [5]),
        ("my son (8) has a rash", [8]),
        ("my daughter, 12, is anxious", [12]),
        ("for a 10 year-old boy", [10]),
    ],
)
def test_an_age(text: str, ages: list[float]) -> None:
    assert find_ages(text) == ages


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("eating disorder 14 Ely", [14]),
        ("eating disorder, 14 Ely", [14]),
        ("young carer 9 in peterborough", [9]),
        ("school refusal 12 near Darwen, what helps", [12]),
        ("self harm 15 st bees", [15]),
        ("excluded from school, 13, Cambridge", [13]),
        ("hes kicking off, 8, wisbech", [8]),
        ("eating disorder, 14", [14]),
        ("my 2 kids, 4 and 12", [4, 12]),
        ("my kids, 4, 9 and 12, they fight", [4, 9, 12]),
        ("2 boys 5 and 7", [5, 7]),
        ("my grandson 5", [5]),
        ("my son 7 wont sleep", [7]),
        ("my daughter 12 is anxious", [12]),
        ("girl, 11, penrith", [11]),
    ],
)
def test_an_age_that_only_stands_beside_what_it_is_about(text: str, ages: list[float]) -> None:
    assert find_ages(text) == ages


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("17 and a half", [17.5]),
        ("she is 9½", [9.5]),
        ("he is 2.5", [2.5]),
        ("she's nearly 3", [2.9]),
        ("my daughter is almost 18", [17.9]),
        ("8 months old", [0.7]),
        ("aged 18 months", [1.5]),
        ("he's 18 months", [1.5]),
        ("she is 14 months", [1.2]),
        ("newborn", [0]),
    ],
)
def test_parts_of_a_year(text: str, ages: list[float]) -> None:
    assert find_ages(text) == pytest.approx(ages)


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("Year 4", [8]),
        ("she's in year 10", [14]),
        ("Y6", [10]),
        ("yr 13", [17]),
        ("my year 9s", [13]),
        ("he starts reception", [4]),
        ("reception", [4]),
    ],
)
def test_a_school_year_is_the_age_it_begins_with(text: str, ages: list[float]) -> None:
    assert find_ages(text) == ages


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("7", [7]),
        ("about 7", [7]),
        ("0", [0]),
        ("twelve", [12]),
        (" 16 years.", [16]),
        ("25", [25]),
        ("26", []),
        ("100", []),
    ],
)
def test_a_message_that_is_only_a_number(text: str, ages: list[float]) -> None:
    assert find_ages(text) == ages


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("they are 3, 5 and 8", [3, 5, 8]),
        ("they're 7 & 9", [7, 9]),
        ("8, 5 and 3 year olds", [8, 5, 3]),
        ("he is 6 and his sister is 9", [6, 9]),
        ("I've a two year old and a five year old", [2, 5]),
        ("he is 6, yes 6 years old", [6]),
    ],
)
def test_several_each_once_in_the_order_of_the_text(text: str, ages: list[float]) -> None:
    assert find_ages(text) == ages


@pytest.mark.parametrize(
    "text",
    [
        "I am 40",
        "we have waited 2 years",
        "the waiting list is 18 months",
        "he is 10 minutes late",
        "it's 9 o'clock",
        "he wakes at 3",
        "I have 2 kids",
        "she has 3 siblings",
        "i'm 16 weeks pregnant",
        "he's 5ft tall",
        "she is 5 stone",
        "year 2 ago",
        "aged 10 minutes",
        "we live here 10 doors down",
        "top 10",
        "up 5 times",
        "room 12",
        "room 12 in Cambridge",
        "at 9",
        "at 9 in Ely",
        "2 kids",
        "2 kids in Ely",
        "section 17",
        "section 17 Cambridgeshire",
        "tier 4, 3 Cambridge",
        "line 3",
        "chapter 6",
        "bus 7",
        "bus 7 Ely",
        "bus, 7, Ely",
        "in march 5 people",
        "since 7",
        "since 7, Ely",
        "till 11",
        "about 3 weeks",
        "year of 12 pupils",
        "111 option 2",
        "111 option 2 Carlisle",
        "section 85",
        "ring 101",
        "ring me tomorrow, 9, please",
        "call me, 9.30",
        "I rang, 5, 6 times",
        "we live at Mill Road, 12, Cambridge",
        "our address 12 Ely Road",
        "our address 12 Cambridge Street, Ely",
        "my son 3 times a night",
        "my daughter 2 hours late",
        "my brother 2 years older",
        "child 1 and child 2",
        "I've done the toddler one, now the teen",
        "Centre 33 in Ely",
        "la9 4 kendal",
        "hello",
        "",
    ],
)
def test_numbers_that_are_no_age(text: str) -> None:
    assert find_ages(text) == []
