"""Facts in, the rules that apply out, and the next fact that can still change them. No database, no words."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Literal

from services_directory.words import holds, words

UNKNOWN = "unknown"  # the answer of who does not know

Answers = Mapping[str, str]  # the id of a fact: the id of its answer, or `unknown`
Condition = Mapping[str, Collection[str]]  # the answers to each fact that fit, all facts together
Rules = Mapping[str, Sequence[Condition]]  # the id of a rule: its conditions, of which one must hold
Facts = Sequence[Mapping[str, Any]]  # as schema.yml describes a fact, in the order in which they are asked


@dataclass(frozen=True)
class Decided:
    """The ids of the rules that apply, that still may, and that hang on what nobody knows; and the fact to ask next."""

    apply: tuple[str, ...]
    open: tuple[str, ...]
    unsettled: tuple[str, ...]
    asks: str | None


def decide(facts: Facts, rules: Rules, answers: Answers) -> Decided:
    """Decide as far as the answers go. Rules keep their order."""
    states = {rule: _state(when, answers) for rule, when in rules.items()}
    found = {state: tuple(rule for rule in rules if states[rule] == state) for state in _STATES}
    wanted = {fact for rule in found["open"] for fact in _missing(rules[rule], answers)}
    asked = (fact["id"] for fact in facts if fact["id"] in wanted and not fact.get("only_if_told"))
    return Decided(found["applies"], found["open"], found["unsettled"], next(asked, None))


_State = Literal["applies", "open", "unsettled", "out"]
_STATES: tuple[_State, ...] = ("applies", "open", "unsettled", "out")  # the best first


def _state(when: Sequence[Condition], answers: Answers) -> _State:
    """The best of what the conditions are: one that holds is enough."""
    found = {_holds(condition, answers) for condition in when}
    return next(state for state in _STATES if state in found)


def _holds(condition: Condition, answers: Answers) -> _State:
    """A fact that nobody knows leaves a condition unsettled, unless it asks for just that."""
    is_unsettled = is_open = False
    for fact, fitting in condition.items():
        answer = answers.get(fact)
        if answer is None:
            is_open = True
        elif answer not in fitting:
            if answer != UNKNOWN:
                return "out"
            is_unsettled = True
    return "unsettled" if is_unsettled else "open" if is_open else "applies"


def _missing(when: Sequence[Condition], answers: Answers) -> Iterator[str]:
    open_ones = (condition for condition in when if _holds(condition, answers) == "open")
    return (fact for fact in chain.from_iterable(open_ones) if fact not in answers)


def recap(facts: Facts, answers: Answers, *, unknown: str) -> list[tuple[str, str]]:
    """Each fact that was told, as its name and the title of its answer, in the order of asking."""
    titles = {
        fact["id"]: {UNKNOWN: unknown, **{one["id"]: one["title"] for one in fact["answers"]}}
        for fact in facts
    }
    return [
        (fact["name"], titles[fact["id"]][answers[fact["id"]]]) for fact in facts if fact["id"] in answers
    ]


def told(facts: Facts, text: str, *, ages: Collection[float] = ()) -> dict[str, str]:
    """The answers that a text and the ages it names tell by themselves; the longest phrase of a fact counts."""
    said = words(text)
    found = {fact["id"]: _told(fact, said) or _of_ages(fact, ages) for fact in facts}
    return {fact: answer for fact, answer in found.items() if answer}


def _told(fact: Mapping[str, Any], said: list[str]) -> str | None:
    lengths = {
        answer["id"]: max(
            (len(phrase) for phrase in map(words, answer.get("phrases", ())) if holds(said, phrase)),
            default=0,
        )
        for answer in fact["answers"]
    }
    longest = max(lengths.values())
    best = [answer for answer, length in lengths.items() if length == longest]
    return best[0] if longest and len(best) == 1 else None


def _of_ages(fact: Mapping[str, Any], ages: Collection[float]) -> str | None:
    """The answer that all ages fall under. A year counts until the next birthday."""
    bounded = [one for one in fact["answers"] if "minimum_age" in one or "maximum_age" in one]
    fits = (
        one["id"]
        for one in bounded
        if ages and one.get("minimum_age", 0) <= min(ages) and max(ages) < one.get("maximum_age", 150) + 1
    )
    return next(fits, None)
