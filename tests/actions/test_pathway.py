"""The facts that matter asked one at a time, then the rules that apply, always with the councils they belong to."""

from __future__ import annotations

from typing import Any

import pytest
from rasa_sdk.interfaces import Action

from tests.actions.acting import Told, run, say, user


@pytest.fixture
def pathway(actions: dict[str, Action]) -> Action:
    return actions["action_pathway"]


UNKNOWN_AREA = say("pathway.area_unknown")
TWO = "Cambridgeshire and Peterborough"


def _names(told: Told) -> list[str]:
    return [
        message["custom"]["pathway"]["name"] for message in told.messages if "pathway" in message["custom"]
    ]


def _asked(told: Told) -> dict[str, Any]:
    asked: dict[str, Any] = told.message["custom"]["asked"]
    return asked


@pytest.mark.parametrize(
    ("text", "area", "rule", "areas", "more"),
    [
        ("section 117?", "cumberland", "Aftercare", say("areas.national"), ""),
        ("section 117?", None, "Aftercare", say("areas.national"), UNKNOWN_AREA),
        ("which is the form", "peterborough", "Local form", TWO, ""),
        ("which is the form", "cumberland", "Their form", "Cumberland", ""),
    ],
)
def test_rule(pathway: Action, text: str, area: str | None, rule: str, areas: str, more: str) -> None:
    told = run(pathway, user("ask_pathway", text=text), area=area)
    assert told.message["response"] == "utter_pathway"
    assert told.message["lead"] == f"{rule}. {say('pathway.areas', areas=areas)} {more}".strip()
    card = told.message["custom"]["pathway"]
    assert (told.message["custom"]["kind"], card["name"]) == ("pathway", rule)
    assert "Council page" in card["freshness"]
    assert card["next_steps"] == ["Ask.", "Write. When: at discharge."]
    assert told.slots == {"pathway_question": text, "needs": [], "ages": ["not_told"], "shown": []}


@pytest.mark.parametrize(("area", "alert"), [("cumberland", say("explain.wrong")), ("peterborough", None)])
def test_a_rule_that_was_found_wrong_says_so(pathway: Action, area: str, alert: str | None) -> None:
    told = run(pathway, user("ask_pathway", text="which is the form"), area=area)
    assert told.message["custom"]["pathway"].get("alert") == alert


def test_the_form_ends(pathway: Action) -> None:
    told = run(pathway, user("ask_pathway", text="section 117?"), area="cumberland")
    assert told.loop_ends


@pytest.mark.parametrize("area", ["blackburn-with-darwen", "outside"])
def test_no_rule_of_another_council(pathway: Action, area: str) -> None:
    told = run(pathway, user("ask_pathway", text="which is the form"), area=area)
    assert told.responses == ["utter_no_pathway"]


def test_councils_differ(pathway: Action) -> None:
    told = run(pathway, user("ask_pathway", text="which is the form"))
    assert told.responses == ["utter_pathway_area"]
    assert told.slots["pathway_question"] == "which is the form"


def test_the_council_is_an_answer_too(actions: dict[str, Action], pathway: Action) -> None:
    asked = _asked(run(pathway, user("ask_pathway", text="which is the form")))
    assert asked == {"decision": "form", "fact": "area", "answers": {}}
    for action, intent in (("action_pathway", "answer_fact"), ("action_signpost", "inform")):
        told = run(actions[action], user(intent, asked=asked, area="cumberland"), area="cumberland")
        assert _names(told) == ["Their form"]
    again = run(pathway, user("answer_fact", text="the moon", asked=asked))
    assert again.responses == ["utter_pathway_area"]


def test_the_council_told_afterwards_needs_no_fact_again(pathway: Action) -> None:
    told = run(pathway, user("ask_pathway", text="section 117?"))
    assert _asked(told) == {"decision": "aftercare", "fact": "area", "answers": {}}
    known = run(pathway, user("ask_pathway", text="section 117?"), area="peterborough")
    assert "asked" not in known.message["custom"]


def test_what_holds_everywhere_comes_before_the_council(pathway: Action) -> None:
    first = run(pathway, user("ask_pathway", text="in a crisis"))
    assert _asked(first)["fact"] == "danger"
    danger = run(pathway, user("answer_fact", text="yes", asked=_asked(first)))
    assert _names(danger) == ["Ring"]  # no rule of a council is left, so none is asked for
    no_danger = run(pathway, user("answer_fact", text="no", asked=_asked(first)))
    assert no_danger.responses == ["utter_pathway", "utter_pathway_area"]
    assert no_danger.messages[1]["custom"]["asked"] == {
        "decision": "crisis", "fact": "area", "answers": {"danger": "no"}
    }  # fmt: skip


def test_by_the_needs_of_this_question_alone(pathway: Action) -> None:
    assert run(pathway, user("ask_pathway", "sleep")).message["custom"]["pathway"]["id"] == "aftercare"
    earlier = run(pathway, user("describe_need", "sleep"), user("ask_pathway", "money"), needs=["sleep"])
    assert earlier.responses == ["utter_no_pathway"]


def test_a_fact_is_asked_for(pathway: Action) -> None:
    told = run(pathway, user("ask_pathway", text="a long stay"), area="peterborough")
    assert (told.responses, told.message["question"]) == (["utter_ask_fact"], "Who runs the setting?")
    assert told.message["buttons"] == [
        {"title": "The NHS", "payload": "/answer_fact(answer=public)"},
        {"title": "A private body", "payload": "/answer_fact(answer=private)"},
        {"title": say("pathway.unknown"), "payload": "/answer_fact(answer=unknown)"},
    ]
    assert _asked(told) == {"decision": "stay", "fact": "setting", "answers": {}}


def test_what_the_question_tells_is_not_asked(pathway: Action) -> None:
    told = run(pathway, user("ask_pathway", text="a long stay in an NHS hospital"), area="peterborough")
    assert _names(told) == ["Home council", "Tell the parents"]
    facts = say("pathway.told", facts="Who runs it: The NHS")
    assert told.messages[0]["lead"].endswith(facts)
    assert facts not in told.messages[1]["lead"]
    assert {message["custom"]["pathway"]["summary"] for message in told.messages} == {
        "/pathways/stay?area=peterborough&setting=public"
    }


def test_one_fact_after_the_other(pathway: Action) -> None:
    asked = {"decision": "stay", "fact": "setting", "answers": {}}
    told = run(pathway, user("answer_fact", asked=asked, answer="private"), area="peterborough")
    assert told.loop_ends
    assert _asked(told) == {"decision": "stay", "fact": "paid", "answers": {"setting": "private"}}
    told = run(pathway, user("answer_fact", text="No.", asked=_asked(told)), area="peterborough")
    assert _names(told) == ["Their council", "Tell the parents"]


PAID = {"decision": "stay", "fact": "paid", "answers": {"setting": "private"}}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("yes, the ICB", "Home council"),
        ("it does", "Home council"),
        ("no", "Their council"),
        ("it does not", "Their council"),
        ("I don't know", "Both councils"),
        ("not sure, could be", "Both councils"),
    ],
)
def test_an_answer_in_words(pathway: Action, text: str, expected: str) -> None:
    told = run(pathway, user("answer_fact", text=text, asked=PAID), area="peterborough")
    assert _names(told)[0] == expected


def test_what_is_no_answer_is_asked_again(pathway: Action) -> None:
    told = run(pathway, user("answer_fact", text="the moon", asked=PAID), area="peterborough")
    assert told.responses == ["utter_ask_fact_again"]
    assert _asked(told) == PAID


def test_something_else_of_use_is_no_reason_to_be_sorry(pathway: Action) -> None:
    said = user("answer_fact", text="in Peterborough", asked=PAID, area="peterborough")
    assert run(pathway, said, area="peterborough").responses == ["utter_ask_fact"]


def test_what_hangs_on_an_unknown_fact_is_said(pathway: Action) -> None:
    told = run(pathway, user("answer_fact", text="unsure", asked=PAID), area="peterborough")
    assert (told.responses[-1], told.messages[-1]["facts"]) == ("utter_pathway_unsettled", "Public money")


def test_another_question_is_taken_up(pathway: Action) -> None:
    told = run(pathway, user("ask_pathway", text="and section 117?", asked=PAID), area="peterborough")
    assert _names(told) == ["Aftercare"]


def test_an_answer_that_sounds_like_a_question(pathway: Action) -> None:
    told = run(pathway, user("ask_pathway", text="no, is that a long stay", asked=PAID), area="peterborough")
    assert _names(told)[0] == "Their council"


def test_no_rule(pathway: Action) -> None:
    told = run(pathway, user("ask_pathway", text="anything"), area="peterborough")
    assert told.responses == ["utter_no_pathway"]
