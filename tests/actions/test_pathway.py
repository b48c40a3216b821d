"""The rule that applies, always with the councils it belongs to."""

from __future__ import annotations

import pytest
from rasa_sdk.interfaces import Action

from tests.actions.acting import run, say, user


@pytest.fixture
def pathway(actions: dict[str, Action]) -> Action:
    return actions["action_pathway"]


UNKNOWN_AREA = say("pathway.area_unknown")
TWO = "Cambridgeshire and Peterborough"


@pytest.mark.parametrize(
    ("text", "area", "rule", "areas", "more"),
    [
        ("section 117?", "cumberland", "Aftercare", say("areas.national"), ""),
        ("section 117?", None, "Aftercare", say("areas.national"), UNKNOWN_AREA),
        ("which is the form", "peterborough", "Local form", TWO, ""),
        ("which is the form", "cumberland", "Their form", "Cumberland", ""),
        ("which is the form", "outside", "Local form", TWO, UNKNOWN_AREA),
    ],
)
def test_rule(pathway: Action, text: str, area: str | None, rule: str, areas: str, more: str) -> None:
    told = run(pathway, user("ask_pathway", text=text), area=area)
    assert told.message["response"] == "utter_pathway"
    assert told.message["lead"] == f"{rule}. {say('pathway.areas', areas=areas)} {more}".strip()
    card = told.message["custom"]["pathway"]
    assert (told.message["custom"]["kind"], card["name"]) == ("pathway", rule)
    assert "Council page" in card["freshness"]
    assert told.slots == {"pathway_question": text, "needs": [], "ages": ["not_told"], "shown": []}


def test_councils_differ(pathway: Action) -> None:
    told = run(pathway, user("ask_pathway", text="which is the form"))
    assert told.responses == ["utter_pathway_area"]
    assert told.slots["pathway_question"] == "which is the form"


def test_by_the_needs_of_this_question_alone(pathway: Action) -> None:
    assert run(pathway, user("ask_pathway", "sleep")).message["custom"]["pathway"]["id"] == "aftercare"
    earlier = run(pathway, user("describe_need", "sleep"), user("ask_pathway", "money"), needs=["sleep"])
    assert earlier.responses == ["utter_no_pathway"]


def test_no_rule(pathway: Action) -> None:
    told = run(pathway, user("ask_pathway", text="anything"), area="peterborough")
    assert told.responses == ["utter_no_pathway"]
