"""What stands around a phrase and changes what it means: idioms, "not", and the frame of the sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, TypeVar

from bot.language import content
from bot.language.content import Document
from bot.safety.matching import Finder, Found
from bot.safety.notation import Notation
from bot.safety.phrases import Phrase, check
from bot.safety.screening import Action, highest, lowest
from bot.safety.text import Words

Name = TypeVar("Name")
Place = tuple[str | int, ...]

_YET = "yet"
_FEW = 5  # words between a "not" and what it denies
_WRITER = frozenset({"i", "me", "myself"})
_JOINING = frozenset({"and", "but", "so"})
_PAST = frozenset({"was", "had", "used"})  # behind an "I" that tells of then
_CLOSE = 2  # words behind it, of which one may be "much"


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
    `adult_only`: for a writer who shows to be an adult. `categories`: only these, if any are given. `alone`: only
    phrases within its own words, and how a text sounds only if the writer tells nothing else of themselves.
    """

    name: str
    to: Action
    where: Literal["sentence", "text"] = "sentence"
    topics_only: bool = False
    adult_only: bool = False
    categories: tuple[str, ...] = ()
    raises: bool = False
    alone: bool = False


@dataclass(frozen=True)
class Around:
    """All that was found around the phrases of one text."""

    idiom_places: frozenset[int]
    frames: tuple[Found[str], ...]
    lifted: tuple[Found[str], ...]
    grown_up: bool


class Context:
    """The rules of context.yml."""

    def __init__(self, document: Document, notation: Notation) -> None:
        raw = document.value
        negation = raw["negation"]
        self.stops = frozenset(negation["words"])
        self.breaks = frozenset(negation["breaks"])
        self.idioms = [Idiom(**entry) for entry in raw["idioms"]]
        self.frames: list[Mapping[str, Any]] = raw["frames"]
        self._fillers = frozenset(negation["fillers"])
        self._partly = frozenset(negation["partly"])
        self._subjects = frozenset(negation["subjects"])
        self._rules = {entry["name"]: _frame(entry) for entry in self.frames}
        yet = ((_YET, say, ("negation", "yet", at)) for at, say in enumerate(negation["yet"]))
        idioms = ((idiom, idiom.say, ("idioms", at, "say")) for at, idiom in enumerate(self.idioms))
        self._idioms = _finder(document, notation, [*idioms])
        self._frames = _finder(document, notation, [*_says(self.frames, "say")])
        self._even_if = _finder(document, notation, [*_says(self.frames, "even_if")])
        self._lifters = _finder(document, notation, [*_says(self.frames, "unless"), *yet])

    @classmethod
    def load(cls, path: Path, schema: Mapping[str, Any], notation: Notation) -> Context:
        """Read the rules. Raises `ContentError`."""
        return cls(content.read_document(path, schema), notation)

    def around(self, words: Words, *, grown_up: bool) -> Around:
        """What there is of idioms and frames in a text."""
        places = (range(start, end) for found in self._idioms.find(words) for start, end in found.spans)
        return Around(
            frozenset(place for span in places for place in span),
            tuple(self._frames.find(words)),
            tuple(self._lifted(words)),
            grown_up,
        )

    def _lifted(self, words: Words) -> Iterator[Found[str]]:
        even_if = [*self._even_if.find(words)]
        for one in self._lifters.find(words):
            if not any(other.what == one.what and one.is_within(other) for other in even_if):
                yield one

    def action(self, found: Found[Phrase], words: Words, around: Around) -> Action:
        """The action of a phrase where it stands."""
        if any(place in around.idiom_places for span in found.spans for place in range(*span)):
            return "none"
        if self.denies(found, words):
            yet = any(one.what == _YET and _same_sentence(one, found, words) for one in around.lifted)
            return lowest(["check_in", found.what.then]) if yet else "none"
        return self._framed(found, words, around)

    def action_of_whole(self, whole: Phrase, words: Words, around: Around) -> Action:
        """The action of something that was noticed of the text as a whole: frames of a sentence count if it is all."""
        found = Found(whole, ((0, len(words.words)),))
        frames = (
            one
            for one in around.frames
            if (words.is_one_short_sentence or self._rules[one.what].where == "text")
            and not (self._rules[one.what].alone and _tells_more(one, words))
        )
        return self._framed(found, words, replace(around, frames=tuple(frames)), of_whole=True)

    def denies(self, found: Found[Phrase], words: Words) -> bool:
        """Whether a phrase is said not to be so. "I do not cut myself much" says that it is."""
        denied = any(self._is_denied(start, words) for start, _ in found.spans)
        return denied and not any(self._is_partly_so(end, words) for _, end in found.spans)

    def _framed(
        self, found: Found[Phrase], words: Words, around: Around, *, of_whole: bool = False
    ) -> Action:
        action = found.what.then
        for frame in around.frames:
            rule = self._rules[frame.what]
            if rule.alone and not of_whole and not found.is_within(frame):
                continue
            if self._applies(rule, frame, found, words, around):
                both = (action, rule.to)
                action = highest(both) if rule.raises else lowest(both)
        return action

    def _applies(
        self, rule: Frame, frame: Found[str], found: Found[Phrase], words: Words, around: Around
    ) -> bool:
        if not rule.raises and _is_own_clause(frame, found, words):
            return False
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

    def _is_partly_so(self, end: int, words: Words) -> bool:
        """Whether "much", "that often" or the like stands behind, in the same clause."""
        places = range(end, min(end + _CLOSE, len(words.words)))
        clause = words.clause[end - 1]
        return any(words.words[place] in self._partly and words.clause[place] == clause for place in places)


def _frame(entry: Mapping[str, Any]) -> Frame:
    fields = {name: value for name, value in entry.items() if name in Frame.__dataclass_fields__}
    return Frame(**{**fields, "categories": tuple(entry.get("categories", ()))})


def _says(frames: Sequence[Mapping[str, Any]], field: str) -> Iterator[tuple[str, str, Place]]:
    """What is looked for under a field of the frames: the frame's name, the phrase, its place in the file."""
    for at, frame in enumerate(frames):
        for number, say in enumerate(frame.get(field, ())):
            yield frame["name"], say, ("frames", at, field, number)


def _finder(document: Document, notation: Notation, says: Sequence[tuple[Name, str, Place]]) -> Finder[Name]:
    parsed = check(document, ((notation.parse, say, place) for _, say, place in says))
    return Finder(zip((name for name, _, _ in says), parsed, strict=True), stops=frozenset())


def _same_sentence(one: Found[Any], other: Found[Any], words: Words) -> bool:
    return words.sentence[one.start] == words.sentence[other.start]


def _tells_more(frame: Found[str], words: Words) -> bool:
    """Whether the writer speaks of themselves beside the words of a frame, but for the "I" that these belong to."""
    own = words.clause[frame.start]
    outside = [*range(frame.start), *range(frame.end, len(words.words))]
    places = [place for place in outside if words.words[place] in _WRITER]
    before = [place for place in places if place < frame.start and words.clause[place] == own]
    return len(places) > min(len(before), 1)


def _is_own_clause(frame: Found[str], found: Found[Any], words: Words) -> bool:
    """Whether a phrase stands in a clause behind that of a frame, one that begins anew: "and I slit my wrists"."""
    if found.start < frame.end or words.clause[found.start] == words.clause[frame.end - 1]:
        return False
    first = words.clause.index(words.clause[found.start])
    head = words.words[first : first + 3]
    return len(head) == 3 and head[0] in _JOINING and head[1] == "i" and head[2] not in _PAST
