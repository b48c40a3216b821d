"""Checks of the content that no schema can make: every example must come out as its file says."""

from __future__ import annotations

from collections.abc import Iterator

from bot.safety.floors import Floor
from bot.safety.phrases import Phrase
from bot.safety.screen import Screen
from bot.safety.screening import ACTIONS, HANDED_OVER


def faults(screen: Screen) -> Iterator[str]:
    """Each example of phrases and context that does not come out as it should, in words."""
    for phrase in screen.phrases:
        yield from _phrase_faults(screen, phrase)
    for idiom in screen.context.idioms:
        yield from _quiet(screen, f"idiom '{idiom.say}'", idiom.quiet)
        yield from _loud(screen, f"idiom '{idiom.say}'", idiom.loud)
    for floor in screen.floors.entries:
        yield from _floor_faults(screen, floor)
    for frame in screen.context.frames:
        said = screen.by_phrases(frame["example"]).action
        if said != frame["to"]:
            yield f"frame '{frame['name']}': '{frame['example']}' gets {said}, not {frame['to']}"
        yield from _loud(screen, f"frame '{frame['name']}'", frame["loud"])


def _floor_faults(screen: Screen, floor: Floor) -> Iterator[str]:
    if screen.in_everyday_talk(floor.fires).action not in HANDED_OVER:
        yield f"floor '{floor.say}': '{floor.fires}' is not noticed in everyday talk"
    if floor in screen.floors_in(floor.silent):
        yield f"floor '{floor.say}' is found in '{floor.silent}'"


def _phrase_faults(screen: Screen, phrase: Phrase) -> Iterator[str]:
    said = screen.by_phrases(phrase.fires)
    if f"phrase {phrase.name}" not in [signal.noticed_by for signal in said.signals]:
        yield f"phrase {phrase.name} is not found in '{phrase.fires}'"
    elif ACTIONS.index(said.action) < ACTIONS.index(phrase.then):
        yield f"phrase {phrase.name}: '{phrase.fires}' gets {said.action}, not {phrase.then}"
    yield from _quiet(screen, f"phrase {phrase.name}", phrase.silent)


def _quiet(screen: Screen, name: str, text: str) -> Iterator[str]:
    said = screen.by_phrases(text)
    if said.action != "none":
        found = ", ".join(f"{signal.noticed_by} in '{signal.words}'" for signal in said.signals)
        yield f"{name}: '{text}' gets {said.action} ({found}), not none"


def _loud(screen: Screen, name: str, text: str) -> Iterator[str]:
    if screen.screen(text).action not in HANDED_OVER:
        yield f"{name}: '{text}' is not noticed"
