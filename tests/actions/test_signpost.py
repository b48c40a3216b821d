"""What was told in, at most three services out, each with why it was chosen."""

from __future__ import annotations

from typing import Any

import pytest
from rasa_sdk.interfaces import Action

from tests.actions.acting import did, run, say, user

Actions = dict[str, Action]
HERE = say("lead.here", area="Peterborough")
ANYWHERE = say("lead.national")


@pytest.fixture
def signpost(actions: Actions) -> Action:
    return actions["action_signpost"]


def test_services_and_what_is_remembered(signpost: Action) -> None:
    told = run(signpost, user("describe_need", "sleep"), needs=["sleep"], area="peterborough", ages=[4])
    assert told.message["response"] == "utter_signpost"
    assert told.message["reflection"] == "That is hard."
    assert told.message["lead"] == HERE
    assert told.message["custom"]["kind"] == "services"
    assert 0 < len(told.ids) <= 3
    assert told.slots == {"needs": ["sleep"], "shown": told.ids, "seen": told.ids, "pathway_question": None}


@pytest.mark.parametrize(
    ("slots", "response", "lead"),
    [
        ({"area": "peterborough"}, "utter_signpost", HERE),
        ({"area": None}, "utter_signpost", ANYWHERE),
        ({"area": "not_told"}, "utter_signpost", ANYWHERE),
        ({"area": "outside"}, "utter_outside", ANYWHERE),
        (
            {"area": "peterborough", "audience": "professional"},
            "utter_signpost",
            say("lead.professional", area="Peterborough"),
        ),
        (
            {"area": "peterborough", "needs": []},
            "utter_nothing_found",
            HERE,
        ),
    ],
)
def test_response_and_lead(signpost: Action, slots: dict[str, Any], response: str, lead: str) -> None:
    told = run(signpost, user("inform", area="x"), **{"needs": ["sleep"], **slots})
    assert (told.message["response"], told.message["lead"]) == (response, lead)


def test_outside_only_what_works_anywhere(signpost: Action) -> None:
    told = run(signpost, user("inform", area="outside"), needs=["sleep"], area="outside")
    assert told.ids == ["dream-line"]


def test_nothing_found_shows_nothing(signpost: Action) -> None:
    told = run(signpost, user("describe_need", "money"), needs=["money"], area="blackburn-with-darwen")
    assert told.message["response"] == "utter_nothing_found"
    assert told.message["custom"] == {}
    assert told.slots["shown"] == []


@pytest.mark.parametrize(
    ("needs", "audience", "reflection"),
    [
        (["sleep"], None, "That is hard."),
        (["sleep"], "young_person", "That is hard for you."),
        (["sleep"], "professional", "You ask."),
        (["money", "sleep"], "young_person", "Money is tight."),
        ([], None, ""),
        (["unheard_of"], None, ""),
    ],
)
def test_reflection_in_the_voice_for_who_asks(
    signpost: Action, needs: list[str], audience: str | None, reflection: str
) -> None:
    told = run(signpost, user("inform", area="x"), needs=needs, audience=audience)
    assert told.message["reflection"] == reflection


@pytest.mark.parametrize(
    ("events", "slot", "needs"),
    [
        # told in two messages, while the form was asking
        ([user("describe_need", "sleep"), user("inform", "money", area="x")], ["money"], ["sleep", "money"]),
        ([user("describe_need", "sleep"), user("describe_need", "sleep")], ["sleep"], ["sleep"]),
        # services were shown, or all was forgotten, in between
        (
            [user("describe_need", "sleep"), did("action_signpost"), user("describe_need", "money")],
            ["money"],
            ["money"],
        ),
        (
            [user("describe_need", "sleep"), did("action_start_again"), user("describe_need", "money")],
            ["money"],
            ["money"],
        ),
        # a need in a message that was about something else
        ([user("out_of_scope", "money"), user("describe_need", "sleep")], ["sleep"], ["sleep"]),
        ([user("decline_to_say")], None, []),
    ],
)
def test_needs_told_together(
    signpost: Action, events: list[dict[str, Any]], slot: list[str] | None, needs: list[str]
) -> None:
    assert run(signpost, *events, needs=slot).slots["needs"] == needs


def test_a_guess_at_nonsense_is_not_answered_with_services(signpost: Action) -> None:
    told = run(signpost, user("describe_need", text="asdf"), needs=["sleep"])
    assert told.responses == ["utter_nlu_fallback"]
    assert told.slots == {}


@pytest.mark.parametrize("ages", [None, [], "not_told", ["not_told"]])
def test_an_age_that_was_not_told_keeps_nobody_out(signpost: Action, ages: Any) -> None:
    told = run(signpost, user("describe_need", "sleep"), needs=["sleep"], area="peterborough", ages=ages)
    assert "night-owls" in told.ids


@pytest.mark.parametrize(
    ("ages", "audience", "absent"),
    [
        ([8], None, "night-owls"),
        ([8], None, "dream-line"),
        ([4], None, "sleep-panel"),
        ([20], None, "rest-team"),
    ],
)
def test_who_may_not_have_it_is_not_offered_it(
    signpost: Action, ages: list[float], audience: str | None, absent: str
) -> None:
    slots = {"needs": ["sleep"], "area": "peterborough", "ages": ages, "audience": audience}
    assert absent not in run(signpost, user("describe_need", "sleep"), **slots).ids


def test_the_council_told_after_a_question_about_a_rule(signpost: Action) -> None:
    """The rule is told again for that council, and no services are shown."""
    where = user("inform", area="cumberland")
    told = run(signpost, where, area="cumberland", needs=[], pathway_question="which is the form")
    assert told.message["custom"]["pathway"]["name"] == "Their form"
