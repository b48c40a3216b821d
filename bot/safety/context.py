"""What stands around a phrase and changes what it means: idioms, "not", and the frame of the sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from bot.language import content
from bot.safety.matching import Finder, Found, Words
from bot.safety.notation import Notation, Run
from bot.safety.phrases import Phrase
from bot.safety.screening import Action, highest, lowest

_FEW = 5  # words between a "not" and what it denies


@dataclass(frozen=True)
class Idiom:
    """Words that mean no harm, with a sentence that is quiet and one in which something else is loud."""

    say: str
    quiet: str
    loud: str


@dataclass(frozen=True)
class Frame:
    """A way of speaking that lowers or raises what is said in it.

    `where`: in the same sentence, or anywhere in the text. `topics_only`: statements stay as they are.
    `adult_only`: for a writer who shows to be an adult. `categories`: only these, if any are given.
    """

    name: str
    to: Action
    where: Literal["sentence", "text"] = "sentence"
    topics_only: bool = False
    adult_only: bool = False
    categories: tuple[str, ...] = ()
    raises: bool = False


@dataclass(frozen=True)
class Around:
    """All that was found around the phrases of one text."""

    idiom_places: frozenset[int]
    frames: tuple[Found[Frame], ...]
    lifted: tuple[Found[str], ...]
    grown_up: bool


class Context:
    """The rules of context.yml."""

    def __init__(self, raw: Mapping[str, Any], notation: Notation) -> None:
        negation = raw["negation"]
        self.stops = frozenset(negation["words"])
        self.breaks = frozenset(negation["breaks"])
        self.idioms = [Idiom(**entry) for entry in raw["idioms"]]
        self.frames: list[Mapping[str, Any]] = raw["frames"]
        self._fillers = frozenset(negation["fillers"])
        self._subjects = frozenset(negation["subjects"])
        idioms = [(idiom, notation.parse(idiom.say)) for idiom in self.idioms]
        self._idioms = Finder(idioms, stops=frozenset())
        frames = [(_frame(entry), entry) for entry in raw["frames"]]
        self._frames = Finder(_parsed(frames, "say", notation), stops=frozenset())
        unless = [(frame.name, entry) for frame, entry in frames]
        yet = [("yet", notation.parse(say)) for say in negation["yet"]]
        self._lifters = Finder([*_parsed(unless, "unless", notation), *yet], stops=frozenset())

    @classmethod
    def load(cls, path: Path, schema: Mapping[str, Any], notation: Notation) -> Context:
        """Read the rules. Raises `ContentError`, or `NotationError` for a phrase in them."""
        return cls(content.read(path, schema), notation)

    def around(self, words: Words, *, grown_up: bool) -> Around:
        """What there is of idioms and frames in a text."""
        places = (range(start, end) for found in self._idioms.find(words) for start, end in found.spans)
        return Around(
            frozenset(place for span in places for place in span),
            tuple(self._frames.find(words)),
            tuple(self._lifters.find(words)),
            grown_up,
        )

    def action(self, found: Found[Phrase], words: Words, around: Around) -> Action:
        """The action of a phrase where it stands."""
        if any(place in around.idiom_places for span in found.spans for place in range(*span)):
            return "none"
        if any(self._is_denied(start, words) for start, _ in found.spans):
            yet = any(one.what == "yet" and _same_sentence(one, found, words) for one in around.lifted)
            return lowest(["check_in", found.what.then]) if yet else "none"
        action = found.what.then
        for frame in around.frames:
            if self._applies(frame, found, words, around):
                both = (action, frame.what.to)
                action = highest(both) if frame.what.raises else lowest(both)
        return action

    def _applies(self, frame: Found[Frame], found: Found[Phrase], words: Words, around: Around) -> bool:
        rule = frame.what
        if rule.where == "sentence" and not _same_sentence(frame, found, words):
            return False
        if rule.categories and found.what.category not in rule.categories:
            return False
        if (rule.topics_only and not found.what.topic) or (rule.adult_only and not around.grown_up):
            return False
        return not any(
            one.what == rule.name and (rule.where == "text" or _same_sentence(one, found, words))
            for one in around.lifted
        )

    def _is_denied(self, start: int, words: Words) -> bool:
        """Whether a "not" stands before, in the same clause, with only small words between.

        Words that begin with who does it ("no i want to die") are not denied by what stands before them.
        """
        if words.words[start] in self._subjects:
            return False
        for place in range(start - 1, max(start - 1 - _FEW, -1), -1):
            if words.clause[place] != words.clause[start] or place + 1 in words.joints:
                return False
            if words.words[place] in self.stops:
                return True
            if words.words[place] not in self._fillers:
                return False
        return False


def _frame(entry: Mapping[str, Any]) -> Frame:
    fields = {name: value for name, value in entry.items() if name in Frame.__dataclass_fields__}
    return Frame(**{**fields, "categories": tuple(entry.get("categories", ()))})


def _parsed(
    rules: Sequence[tuple[Any, Mapping[str, Any]]], field: str, notation: Notation
) -> list[tuple[Any, tuple[Run, ...]]]:
    return [(rule, notation.parse(say)) for rule, entry in rules for say in entry.get(field, ())]


def _same_sentence(one: Found[Any], other: Found[Any], words: Words) -> bool:
    return words.sentence[one.start] == words.sentence[other.start]
