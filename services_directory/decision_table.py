"""The pathways as tables that a lawyer can read: the questions, then each rule with when, what, law and source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment

from services_directory.content import Content, Entry
from services_directory.deciding import UNKNOWN

_TEMPLATE = Path(__file__).with_name("decision_table.md")


def decision_table(content: Content) -> str:
    """All decisions as Markdown, in the order of their names."""
    environment = Environment(trim_blocks=True, lstrip_blocks=True)  # noqa: S701  (Markdown)
    environment.filters["cell"] = _cell
    template = environment.from_string(_TEMPLATE.read_text(encoding="utf-8"))
    decisions = sorted(content.decisions, key=lambda decision: str(decision["name"]).casefold())
    return template.render(decisions=[_shown(decision, content.pathways) for decision in decisions])


def _shown(decision: Entry, pathways: Iterable[Entry]) -> Mapping[str, Any]:
    rules = [rule for rule in pathways if rule["decision"] == decision["id"]]
    return {
        **decision,
        "rules": [
            {**rule, "when_told": [*_when(rule, decision)], "sources": _sources(rule)} for rule in rules
        ],
    }


def _when(rule: Entry, decision: Entry) -> Iterator[str]:
    """Each condition of a rule in the words of its facts."""
    facts = {fact["id"]: fact for fact in decision["facts"]}
    for condition in rule["when"]:
        told = [
            f"{facts[fact]['name']}: {_titles(facts[fact], fitting)}" for fact, fitting in condition.items()
        ]
        yield "; ".join(told) or "always"


def _titles(fact: Entry, fitting: Iterable[str]) -> str:
    titles = {UNKNOWN: "not known", **{answer["id"]: answer["title"] for answer in fact["answers"]}}
    return " or ".join(titles[answer] for answer in fitting)


def _sources(rule: Entry) -> list[str]:
    return list(dict.fromkeys(proof["source"] for proof in rule["evidence"]))


def _cell(text: str) -> str:
    """A text that stays in one cell of a table."""
    return " ".join(text.split()).replace("|", "\\|")
