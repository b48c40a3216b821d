"""The card of a service: each fact there or said to be unknown, why it was chosen, and how fresh it is."""

from __future__ import annotations

import pytest

from actions.cards import Cards, joined
from actions.known import Known
from actions.library import Library
from services_directory.matching import Reason
from services_directory.models import Service
from services_directory.schedule import open_now
from tests.actions.acting import NOW, say

KNOWN = Known(needs=("sleep",), ages=(), area="peterborough", audience=None)


def _card(cards: Cards, library: Library, service_id: str, known: Known = KNOWN) -> dict[str, object]:
    with library.open() as session:
        service = session.get_one(Service, service_id)
        return cards.of_service(service, known, open_now=open_now(service.schedules, NOW))


CHECKED = say("freshness.checked", checked="1 November 2026")


def test_every_fact_is_there(cards: Cards, library: Library) -> None:
    card = _card(cards, library, "night-owls")
    assert (card["cost"], card["open_now"], card["area"]) == (say("cost.free"), True, "peterborough")
    source = say("freshness.source", source="Council early help strategy, 2021")
    assert card["freshness"] == f"{source} {CHECKED}"
    assert card["how_to_get"] == ["Ring them.", "Say when you can come."]


def test_no_fact_is_there(cards: Cards, library: Library) -> None:
    card = _card(cards, library, "moon-club")
    assert card["cost"] == say("cost.unknown")
    assert (card["open_now"], card["hours"], card["who_for"]) == (None, None, None)
    assert (card["how_to_get"], card["contacts"]) == ([], [])
    source = say("freshness.source", source="Council page")
    assert card["freshness"] == f"{source} {CHECKED} {say('freshness.unconfirmed')}"


def test_a_contact_that_was_found_wrong_is_left_out(cards: Cards, library: Library) -> None:
    card = _card(cards, library, "wrong-turn")
    assert (card["contacts"], card["no_contact"]) == ([], say("withheld"))


def test_where_it_is(cards: Cards, library: Library) -> None:
    assert _card(cards, library, "wrong-turn")["locations"] == "Darwen Family Hub and Livesey Family Hub"


def test_both_sides_of_sources_that_differ(cards: Cards, library: Library) -> None:
    both = "My sources differ on the oldest age. Old page: 16. New page: 18. Ask."
    assert _card(cards, library, "wrong-turn")["conflicts"] == both


@pytest.mark.parametrize(("service", "cost"), [("dream-line", "paid"), ("rest-team", "varies")])
def test_cost(cards: Cards, library: Library, service: str, cost: str) -> None:
    assert _card(cards, library, service)["cost"] == say(f"cost.{cost}")


def test_a_professional_reads_how_to_refer(cards: Cards, library: Library) -> None:
    known = Known(needs=(), ages=(), area=None, audience="professional")
    assert _card(cards, library, "night-owls", known)["how_to_get"] == ["Send the form."]


NEED = say("why.need", need="sleep")
ALSO = say("why.also_need", need="money worries")
HERE = say("why.area", area="Peterborough")


@pytest.mark.parametrize(
    ("reasons", "audience", "why"),
    [
        ([Reason("need", "sleep")], None, NEED),
        ([Reason("need", "sleep")], "professional", say("why.need_professional", need="sleep")),
        (
            [Reason("need", "sleep"), Reason("also_need", "money"), Reason("area", "peterborough")],
            None,
            f"{NEED}, {ALSO} and {HERE}",
        ),
        (
            [Reason("also_need", "money")],
            "professional",
            say("why.also_need_professional", need="money worries"),
        ),
        ([Reason("age", "5-11")], None, say("why.ages_between", youngest=5, oldest=11)),
        ([Reason("age", "16-")], None, say("why.ages_from", youngest=16)),
        ([Reason("age", "-18")], None, say("why.ages_up_to", oldest=18)),
        ([Reason("national", "national")], None, say("why.national")),
        ([Reason("level", "community")], None, say("why.national")),
        ([], None, say("why.national")),
    ],
)
def test_why_is_one_sentence(cards: Cards, reasons: list[Reason], audience: object, why: str) -> None:
    known = Known(needs=(), ages=(), area=None, audience=audience)  # type: ignore[arg-type]
    assert cards.why(reasons, known) == f"{why[0].upper()}{why[1:]}."


@pytest.mark.parametrize(
    ("source", "date", "told"),
    [
        ("A page", None, None),
        ("A page", "2021", "2021"),
        ("A page", "2021-04", "April 2021"),
        ("A page", "2021-04-09", "9 April 2021"),
        ("Council strategy, April 2021", "2021-04", None),  # its name says it already
    ],
)
def test_how_fresh(cards: Cards, source: str, date: str | None, told: str | None) -> None:
    made = {"evidence": {"source": source, "date": date, "grade": "A", "checked": "2026-11-01"}}
    name = "source_dated" if told else "source"
    assert cards.freshness(made) == f"{say(f'freshness.{name}', source=source, date=told)} {CHECKED}"


@pytest.mark.parametrize(
    ("parts", "said"), [(["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_a_list_as_people_say_it(parts: list[str], said: str) -> None:
    assert joined(parts) == said
