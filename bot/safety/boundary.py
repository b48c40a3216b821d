"""Where one action ends and the next begins: the pairs of sentences of boundary.yml."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from bot.language import content
from bot.language.content import ContentError, Document, Problem
from bot.safety.screen import Screen
from bot.safety.screening import Action, Screening

FOLDER = Path(__file__).parent
Side = Literal["inside", "outside"]


@dataclass(frozen=True)
class Sentence:
    """One sentence of a pair: the action that it must get, and the cell of the table whose edge it marks."""

    says: str
    before: tuple[str, ...]
    action: Action
    clause: str
    voice: str
    turns_on: str
    side: Side
    known_gap: bool
    at: Problem  # where it stands in the file

    def fault(self, screen: Screen) -> Problem | None:
        """What is wrong with what the screen makes of it, in words. None when it comes out as the file says."""
        said = screen.screen(self.says, history=self.before)
        is_right = said.action == self.action
        if is_right != self.known_gap:
            return None
        return replace(self.at, problem=self._mended() if is_right else self._missed(said))

    def _missed(self, said: Screening) -> str:
        edge = (
            f"just {self.side} '{self.clause}', {self.voice.replace('_', ' ')}; it turns on: {self.turns_on}"
        )
        return f"'{self.says}' gets {said.action}{_because(said)}, not {self.action}. It lies {edge}"

    def _mended(self) -> str:
        return f"'{self.says}' gets {self.action} now, as it should: take its 'known_gap' away"


def load(folder: Path = FOLDER) -> list[Sentence]:
    """Every sentence of boundary.yml, in its order. Raises `ContentError`."""
    schema = content.read(folder / "boundary_schema.yml", {})
    document = content.read_document(folder / "boundary.yml", schema)
    if problems := list(_no_boundary(document)):
        raise ContentError(problems)
    return list(_sentences(document))


def faults(screen: Screen, sentences: Iterable[Sentence]) -> Iterator[str]:
    """Each sentence that does not come out as its file says, in words."""
    return (str(fault) for one in sentences if (fault := one.fault(screen)))


def _cells(
    document: Document,
) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any], tuple[str | int, ...]]]:
    """Each cell with its clause before it and its place in the file behind it."""
    for number, clause in enumerate(document.value["clauses"]):
        for at, cell in enumerate(clause["cells"]):
            yield clause, cell, ("clauses", number, "cells", at)


def _no_boundary(document: Document) -> Iterator[Problem]:
    for clause, cell, place in _cells(document):
        if cell["outside"]["gets"] == clause["action"]:
            problem = f"'{cell['outside']['says']}' gets {clause['action']} too: a sentence outside gets another action"
            yield document.problem(problem, *place, "outside")


def _sentences(document: Document) -> Iterator[Sentence]:
    for clause, cell, place in _cells(document):
        sides: tuple[Side, ...] = ("inside", "outside")
        for side in sides:
            one = cell[side]
            yield Sentence(
                says=one["says"],
                before=tuple(one.get("before", ())),
                action=one.get("gets", clause["action"]),
                clause=clause["when"],
                voice=cell["voice"],
                turns_on=cell["turns_on"],
                side=side,
                known_gap=one.get("known_gap", False),
                at=document.problem("", *place, side),
            )


def _because(said: Screening) -> str:
    """What the screen noticed, as far as it has words."""
    if not said.signals:
        return " (nothing was noticed)"
    noticed = (f"{one.noticed_by} in '{one.words}'" if one.words else one.noticed_by for one in said.signals)
    return f" ({', '.join(noticed)})"
