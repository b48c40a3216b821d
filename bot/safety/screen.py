"""The screen: what a message says of risk, from phrases and what stands around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot.language import content
from bot.language.normalise import Spelling
from bot.safety.answers import Answer, Answers
from bot.safety.context import Context
from bot.safety.literals import Literals
from bot.safety.matching import Finder, Found
from bot.safety.notation import Notation
from bot.safety.people import Cast, People
from bot.safety.phrases import Phrase, read_lists, read_phrases
from bot.safety.readable import Reader
from bot.safety.screening import ACTIONS, About, Action, Screening, Signal, highest
from bot.safety.text import JOIN, Words

FOLDER = Path(__file__).parent
NOTICED_AS_ANSWER = "answer"
NOTICED_AS_UNREADABLE = "readable"
_HISTORY = 3
# What a fault in the phrases or in the screen may raise; after any of them there must still be an answer.
_FAULTS = (
    ArithmeticError,
    AttributeError,
    LookupError,
    MemoryError,
    RuntimeError,
    TypeError,
    ValueError,
    re.error,
)


@dataclass(frozen=True)
class Question:
    """A direct question that a card may ask: the category that a yes means, and whom it is about."""

    category: str
    about: About


_UNKNOWN_QUESTION = Question("unscreened", "unknown")


def safest() -> Screening:
    """What to take for granted when nothing can be screened at all."""
    return Screening("escalate", ("unscreened",), signals=(Signal("unscreened", "", "nothing"),))


class Screen:
    """Notices risk in a message. `load` reads the content once; keep the object."""

    def __init__(self, folder: Path) -> None:
        schema = schemas(folder)
        lists = read_lists(folder / "words.yml", schema["words"])
        notation = Notation(lists)
        self.spelling = Spelling.load()
        self.context = Context.load(folder / "context.yml", schema["context"], notation)
        self.questions = _questions(folder)
        files = sorted((folder / "phrases").glob("*.yml"))
        parsed = [entry for path in files for entry in read_phrases(path, schema["phrases"], notation)]
        self.phrases = [phrase for phrase, _ in parsed]
        self._finder = Finder(parsed, stops=self.context.stops)
        self._people = People(lists, notation, stops=self.context.stops)
        self._answers = Answers.load(folder / "answers.yml", schema["answers"], self.spelling)
        self._reader = Reader.load(folder / "english.yml", schema["english"])
        self._literals = Literals.load(folder / "literals.txt")

    @classmethod
    def load(cls, folder: Path = FOLDER) -> Screen:
        """Read all content of a folder. Raises `ContentError` with file and line if any of it is wrong."""
        return cls(folder)

    def screen(self, text: str, *, history: Sequence[str] = (), asked: str | None = None) -> Screening:
        """What the text says of risk, after up to three earlier texts and perhaps a direct question `asked`.

        Never raises: if the phrases cannot be used, a list of plain pieces of text answers.
        """
        try:
            folded = self.spelling.fold(text)
            before = [self.spelling.fold(earlier) for earlier in history[-_HISTORY:]]
            found = self._with_history(self._screen(text, folded, []), text, folded, before)
            return self._answered(found, self._answers.read(text, folded), asked) if asked else found
        except _FAULTS:
            return self._literals.screen(str(text))

    def _with_history(self, alone: Screening, text: str, folded: str, before: Sequence[str]) -> Screening:
        """Read a text together with what was said before.

        That may raise its action and tell whom it is about. It never changes what was noticed in the text alone:
        what was said before may be about somebody else.
        """
        if not any(before):
            return alone
        together = self._screen(text, folded, before)
        if ACTIONS.index(together.action) > ACTIONS.index(alone.action):
            return together
        return replace(alone, about=together.about) if alone.about in ("unknown", "other") else alone

    def _screen(self, text: str, folded: str, history: Sequence[str]) -> Screening:
        before = f" {JOIN} ".join(earlier for earlier in history if earlier)
        words = Words.of(f"{before} {JOIN} {folded}" if before else folded, breaks=self.context.breaks)
        own = words.joints[-1] if before else 0
        noticed = self._in_context([found for found in self._finder.find(words) if found.end > own], words)
        if noticed:
            return noticed
        return Screening() if self._reader.can_read(text, folded) else _unreadable()

    def _in_context(self, found: Sequence[Found[Phrase]], words: Words) -> Screening | None:
        if not found:
            return None
        cast = self._people.cast(words)
        around = self.context.around(words, grown_up=cast.grown_up)
        noticed = [
            (self.context.action(one, words, around), one)
            for one in found
            if not (one.what.by_adult and cast.is_by_child(one))
        ]
        noticed = [(action, one) for action, one in noticed if action != "none"]
        return _noticed(noticed, words, cast) if noticed else None

    def _answered(self, found: Screening, answer: Answer, asked: str) -> Screening:
        if answer == "no" and found.action == "none":
            return replace(found, answered_no=True)
        if answer not in ("yes", "not_sure"):
            return replace(found, asked_again=True)
        question = self.questions.get(asked, _UNKNOWN_QUESTION)
        category = question.category
        return replace(
            found,
            action=highest([found.action, "escalate"]),
            categories=tuple(dict.fromkeys((*found.categories, category))),
            about=question.about if found.about == "unknown" else found.about,
            signals=(*found.signals, Signal(category, answer, NOTICED_AS_ANSWER)),
        )


def _noticed(noticed: Sequence[tuple[Action, Found[Phrase]]], words: Words, cast: Cast) -> Screening:
    ordered = sorted(noticed, key=lambda one: -ACTIONS.index(one[0]))
    action = ordered[0][0]
    signals = (
        Signal(one.what.category, words.text(one.start, one.end), f"phrase {one.what.name}")
        for _, one in ordered
    )
    return Screening(
        action=action,
        categories=tuple(dict.fromkeys(one.what.category for _, one in ordered)),
        about=cast.about([one for its, one in ordered if its == action]),
        signals=tuple(dict.fromkeys(signals)),
    )


def _unreadable() -> Screening:
    return Screening("check_in", ("unreadable",), signals=(Signal("unreadable", "", NOTICED_AS_UNREADABLE),))


def schemas(folder: Path) -> dict[str, dict[str, Any]]:
    """The JSON Schemas of schema.yml by name, each able to refer to the others."""
    whole: dict[str, Any] = content.read(folder / "schema.yml", {})
    return {name: {"$defs": whole["$defs"], "$ref": f"#/$defs/{name}"} for name in whole["$defs"]}


def _questions(folder: Path) -> dict[str, Question]:
    raw = content.read(folder / "cards.yml", content.read(folder / "cards_schema.yml", {}))
    return {one["id"]: Question(one["category"], one.get("about", "unknown")) for one in raw["questions"]}
