"""Every line of words.yml is said by somebody, with all its places filled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from rasa_sdk.interfaces import Action

from actions.about_shown import FACTS, ActionAboutShown
from actions.cards import Cards
from actions.explain_service import ActionExplainService
from actions.library import Library
from actions.pathway import ActionPathway
from actions.pathways import Pathways
from actions.signpost import ActionSignpost
from actions.words import Words
from services_directory.models import NATIONAL
from tests.actions.acting import CONTENT, Event, run, user

AREAS = (
    *("cambridgeshire", "peterborough", "blackburn-with-darwen", "cumberland"),
    *("westmorland-and-furness", NATIONAL),
)


@dataclass(frozen=True)
class Heard(Words):
    """Words that remember which of them were said."""

    names: set[str] = field(default_factory=set)

    def say(self, name: str, /, **values: object) -> str:
        self.names.add(name)
        return super().say(name, **values)

    def all(self, name: str) -> list[str]:
        self.names.add(name)
        return super().all(name)


def _lines(lines: dict[str, Any], above: str = "") -> Iterator[str]:
    for name, line in lines.items():
        if isinstance(line, dict):
            yield from _lines(line, f"{above}{name}.")
        elif not name.startswith("approved"):
            yield above + name


def _say_all(library: Library, cards: Cards) -> None:
    """Ask every action everything that it can be asked."""
    services = [str(service["name"]) for service in CONTENT.services]
    asked: list[tuple[Any, Event, dict[str, Any]]] = [
        (ActionAboutShown, user(intent), {"shown": [s["id"] for s in CONTENT.services]}) for intent in FACTS
    ]
    asked += [(ActionExplainService, user("ask_service", text=name), {}) for name in services]
    asked += [(ActionPathway, user("ask_pathway", text=text), {}) for text in ("section 117", "the form")]
    paid = {"decision": "stay", "fact": "paid", "answers": {"setting": "private"}}
    asked.append((ActionPathway, user("answer_fact", text="no", asked=paid), {"area": "peterborough"}))
    for area in (*AREAS[:-1], None):
        for audience in ("parent", "professional"):
            for ages in ([4], [17], []):
                slots = {"needs": ["sleep", "money"], "area": area, "audience": audience, "ages": ages}
                asked.append((ActionSignpost, user("inform", area=area), slots))
    pathways = Pathways(library, cards)
    for action, said, known in asked:
        makings = {ActionPathway: (pathways,), ActionSignpost: (library, cards, pathways)}
        made: Action = action(*makings.get(action, (library, cards)))
        run(made, said, **known)


def test_every_line_is_said(library: Library, cards: Cards) -> None:
    heard = Heard(Words.load().lines)
    _say_all(library, Cards(heard, cards.needs))
    for area in AREAS:
        heard.area(area)
    assert set(_lines(heard.lines)) - heard.names == set()


def test_a_line_by_its_path() -> None:
    words = Words({"a": {"b": "{name}: {cost}"}})
    assert words.say("a.b", name="X {y}", cost=1) == "X {y}: 1"


@pytest.mark.parametrize("name", ["nope", "a.c"])
def test_a_slip_is_an_error(name: str) -> None:
    with pytest.raises(KeyError):
        Words({"a": {"b": "c"}}).say(name)
