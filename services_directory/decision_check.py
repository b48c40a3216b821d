"""What no schema can see in a decision: rules that contradict each other, ways that lead nowhere, cases that fail."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Any

from bot.language.content import suggestion
from services_directory.deciding import UNKNOWN, Answers, Condition, Rules, decide
from services_directory.models import NATIONAL

CASES_A_RULE = 2
_MOST_COMBINATIONS = 50_000

Place = tuple[str | int, ...]
Fault = tuple[str, Place]  # a message, and where in the file it belongs


def conditions(when: Any) -> list[Condition]:
    """A rule's `when` in one shape, whichever of the shapes of schema.yml a file uses."""
    groups = when if isinstance(when, list) else [when]
    return [
        {fact: [fit] if isinstance(fit, str) else list(fit) for fact, fit in group.items()}
        for group in groups
    ]


@dataclass(frozen=True)
class _Rule:
    position: int
    entry: Mapping[str, Any]
    when: Sequence[Condition]

    @property
    def id(self) -> str:
        return str(self.entry["id"])

    def is_in(self, area: str) -> bool:
        return not {area, NATIONAL}.isdisjoint(self.entry["areas"])


def _whens(rules: Sequence[_Rule]) -> Rules:
    return {rule.id: rule.when for rule in rules}


def faults(file: Mapping[str, Any]) -> Iterator[Fault]:
    """All faults of a decision file that fits the schema; those of its names first, as the rest needs them."""
    rules = [_Rule(place, one, conditions(one["when"])) for place, one in enumerate(file["pathways"])]
    facts = file["decision"]["facts"]
    found = [*_unknown_names(facts, rules, file["cases"])]
    yield from found
    if found:
        return
    combinations_ = [*_combinations(facts)]
    if len(combinations_) > _MOST_COMBINATIONS:
        yield f"{len(combinations_)} combinations of answers: split the decision", ("decision", "facts")
        return
    yield from _dead_ends(facts, rules, combinations_)
    yield from _contradictions(rules, combinations_, facts)
    yield from _out_of_reach(facts, rules)
    yield from _cases(facts, rules, file["cases"])


def _unknown_names(
    facts: Sequence[Mapping[str, Any]], rules: Sequence[_Rule], cases: Sequence[Any]
) -> Iterator[Fault]:
    answers = {fact["id"]: {UNKNOWN, *(answer["id"] for answer in fact["answers"])} for fact in facts}
    told: list[tuple[Place, Condition]] = [
        (("pathways", rule.position, "when"), group) for rule in rules for group in rule.when
    ]
    told += [
        (("cases", number, "facts"), {fact: [one] for fact, one in case["facts"].items()})
        for number, case in enumerate(cases)
    ]
    for place, group in told:
        for fact, fitting in group.items():
            if fact not in answers:
                yield f"there is no fact '{fact}' in this file{suggestion(fact, answers)}", place
            for answer in set(fitting) - answers.get(fact, set(fitting)):
                yield f"'{fact}' has no answer '{answer}'{suggestion(answer, answers[fact])}", place
    known = {rule.id for rule in rules}
    for number, case in enumerate(cases):
        for name in set(case["apply"]) - known:
            yield (
                f"there is no rule '{name}' in this file{suggestion(name, known)}",
                ("cases", number, "apply"),
            )


def _combinations(facts: Sequence[Mapping[str, Any]]) -> Iterator[Answers]:
    """Every combination of answers, also of those that were not given."""
    choices = [[None, UNKNOWN, *(answer["id"] for answer in fact["answers"])] for fact in facts]
    for chosen in product(*choices):
        yield {fact["id"]: answer for fact, answer in zip(facts, chosen, strict=True) if answer is not None}


def _areas(rules: Sequence[_Rule]) -> list[str]:
    return sorted({area for rule in rules for area in rule.entry["areas"]})


def _dead_ends(facts: Any, rules: Sequence[_Rule], combined: Sequence[Answers]) -> Iterator[Fault]:
    for area in _areas(rules):
        its = [rule for rule in rules if rule.is_in(area)]
        for answers in combined:
            decided = decide(facts, _whens(its), answers)
            if not decided.apply and decided.asks is None:
                yield f"a dead end in {area}: no rule for {_said(answers)}", ("decision", "facts")
                break


def _contradictions(rules: Sequence[_Rule], combined: Sequence[Answers], facts: Any) -> Iterator[Fault]:
    for one, other in combinations(rules, 2):
        clash = [
            key
            for key, value in one.entry.get("settles", {}).items()
            if other.entry.get("settles", {}).get(key, value) != value
        ]
        if clash and any(one.is_in(area) and other.is_in(area) for area in _areas([one, other])):
            both = (
                answers for answers in combined if len(decide(facts, _whens([one, other]), answers).apply) > 1
            )
            if (answers := next(both, None)) is not None:
                message = f"contradicts '{one.id}' about {clash[0]}: both apply to {_said(answers)}"
                yield message, ("pathways", other.position, "settles")


def _out_of_reach(facts: Sequence[Mapping[str, Any]], rules: Sequence[_Rule]) -> Iterator[Fault]:
    """Rules that nobody can get to: they need an answer that is neither asked for nor told by any words or age.

    What is asked for is always reached: a fact is asked while a rule that needs it can still apply.
    """
    told_by = {"phrases", "minimum_age", "maximum_age"}
    silent = {
        (fact["id"], answer["id"])
        for fact in facts
        if fact.get("only_if_told")
        for answer in fact["answers"]
        if told_by.isdisjoint(answer)
    }
    for rule in rules:
        ways = ({(fact, one) for fact, fit in group.items() for one in fit} for group in rule.when)
        if all(way & silent for way in ways):
            yield (
                "out of reach: no words and no age tell an answer that it needs",
                ("pathways", rule.position, "when"),
            )


def _cases(facts: Any, rules: Sequence[_Rule], cases: Sequence[Mapping[str, Any]]) -> Iterator[Fault]:
    for place, case in enumerate(cases):
        its = [rule for rule in rules if rule.is_in(case["area"])]
        found = decide(facts, _whens(its), case["facts"]).apply
        if sorted(found) != sorted(case["apply"]):
            yield f"the rules say: {', '.join(found) or 'nothing'}", ("cases", place, "apply")
    for rule in rules:
        held = sum(rule.id in case["apply"] for case in cases)
        if held < CASES_A_RULE:
            message = f"{held} of the {CASES_A_RULE} cases that a rule needs name '{rule.id}'"
            yield message, ("pathways", rule.position, "id")


def _said(answers: Answers) -> str:
    return ", ".join(f"{fact}: {answer}" for fact, answer in answers.items()) or "no answer at all"
