"""Finding phrases in a text that was folded: where each begins and ends.

Places are kept as bits of a whole number, so one step of a phrase is taken from all places at once, and some
hundred phrases cost no more than a few thousand such steps.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from bot.safety.notation import Atom, Choice, End, Gap, Run, first_of
from bot.safety.text import Words

NEAR = 14  # words that may stand between two parts joined by +
_COMMON = frozenset(
    {"i", "me", "my", "we", "us", "he", "she", "they", "it", "you", "him", "her", "them", "his", "their"}
    | {"a", "an", "the", "and", "but", "or", "if", "so", "to", "in", "on", "at", "of", "for", "with", "when"}
    | {"is", "am", "are", "was", "be", "been", "has", "have", "had", "do", "does", "did", "will", "would"}
    | {"not", "no", "this", "that", "there", "now", "up", "out", "get", "got", "go", "going", "say", "said"}
    | {"son", "daughter", "child", "kids", "children", "mum", "dad", "school", "year", "want", "because"}
)

Name = TypeVar("Name")
Span = tuple[int, int]


@dataclass(frozen=True)
class Found(Generic[Name]):
    """A phrase that was found; `spans` are its parts, each from its first word up to behind its last."""

    what: Name
    spans: tuple[Span, ...]

    @property
    def start(self) -> int:
        """The place of the first word."""
        return min(start for start, _ in self.spans)

    @property
    def end(self) -> int:
        """The place behind the last word."""
        return max(end for _, end in self.spans)

    def touches(self, other: Found[Any]) -> bool:
        """Whether the two have a word in common, from the first to the last of each."""
        return self.start < other.end and other.start < self.end

    def is_within(self, other: Found[Any]) -> bool:
        """Whether it begins and ends within the other."""
        return other.start <= self.start and self.end <= other.end


@dataclass(frozen=True)
class _Part:
    """A run, and the words with which it may begin."""

    run: Run
    first: Atom


@dataclass(frozen=True)
class _Whole(Generic[Name]):
    """A phrase: its parts, and the atoms without which it cannot be found."""

    name: Name
    parts: tuple[_Part, ...]
    needed: frozenset[Atom]

    @classmethod
    def of(cls, name: Name, runs: tuple[Run, ...]) -> _Whole[Name]:
        parts = tuple(_Part(run, first_of(run)) for run in runs)
        choices = (item for run in runs for item in run if isinstance(item, Choice))
        needed = (choice.atom for choice in choices if not choice.optional and not choice.runs)
        return cls(name, parts, frozenset((*(part.first for part in parts), *needed)))


def _keys(atom: Atom) -> Iterator[str]:
    yield from atom.words
    yield from (f"{beginning}*" for beginning in atom.beginnings)
    if atom.number:
        yield "N"


def _width(atom: Atom) -> int:
    """How often an atom is met, roughly: a common word, a number or a beginning counts for several words."""
    common = len(atom.words & _COMMON)
    return len(atom.words) + 30 * common + 3 * len(atom.beginnings) + 50 * atom.number


class Finder(Generic[Name]):
    """Many phrases, looked for together."""

    def __init__(self, phrases: Iterable[tuple[Name, tuple[Run, ...]]], *, stops: frozenset[str]) -> None:
        """`stops` are the words of negation, which dots never pass over."""
        self._phrases = [_Whole.of(name, runs) for name, runs in phrases]
        self._stops = stops
        self._by_key: dict[str, list[int]] = defaultdict(list)
        for number, phrase in enumerate(self._phrases):
            for key in _keys(min(phrase.needed, key=_width)):
                self._by_key[key].append(number)

    def find(self, words: Words) -> Iterator[Found[Name]]:
        """Every phrase at every place where it begins, phrase by phrase."""
        places = words.places
        walk = _Walk(words, self._stops)
        candidates = {number for key in places.names() for number in self._by_key.get(key, ())}
        for number in sorted(candidates):
            phrase = self._phrases[number]
            if all(map(places.of, phrase.needed)):
                for spans in _together(words, [walk.spans(part) for part in phrase.parts]):
                    yield Found(phrase.name, spans)


class _Walk:
    """The steps of phrases through one text."""

    def __init__(self, words: Words, stops: frozenset[str]) -> None:
        self._places = words.places
        self._inside = ~words.starts
        self._pauses = words.pauses
        self._open = ~words.places.any_of(stops)

    def spans(self, part: _Part) -> list[Span]:
        """Where the part is in the text; from each place the shortest way."""
        starts = self._places.of(part.first)
        found: list[Span] = []
        if self._run(part.run, starts):
            for start in _bits(starts):
                ends = self._run(part.run, 1 << start)
                if ends:
                    found.append((start, next(_bits(ends))))
        return found

    def _run(self, run: Run, starts: int, rests: int = 0) -> int:
        """Where the run can end if it begins at one of the starts.

        `fresh` are places at which nothing was taken yet; from a place that was moved to, no step leads over
        the end of a sentence. `rests` are the places reached so far, for a run that is nothing but an end.
        """
        fresh, moved = starts, rests if isinstance(run[0], End) else 0
        for item in run:
            if isinstance(item, Gap):
                moved = self._gap(moved, item.most)
            elif isinstance(item, End):
                fresh, moved = 0, moved & self._pauses
            else:
                taken = self._choose(item, fresh | (moved & self._inside), fresh | moved)
                fresh, moved = (fresh, moved | taken) if item.optional else (0, taken)
            if not fresh | moved:
                return 0
        return moved

    def _gap(self, moved: int, most: int) -> int:
        step = moved
        for _ in range(most):
            step = (step & self._inside & self._open) << 1
            moved |= step
        return moved

    def _choose(self, choice: Choice, starts: int, rests: int) -> int:
        ends = (starts & self._places.of(choice.atom)) << 1
        if choice.runs:
            for run in self._places.possible(choice):
                ends |= self._run(run, starts, rests)
        return ends


def _bits(places: int) -> Iterator[int]:
    while places:
        lowest = places & -places
        yield lowest.bit_length() - 1
        places ^= lowest


def _together(words: Words, parts: list[list[Span]]) -> Iterator[tuple[Span, ...]]:
    """One span of each part, near the one of the first part and in the same sentence."""
    first, *rest = parts
    if not rest:
        yield from ((span,) for span in first)
    elif all(rest):
        for span in first:
            near = [next((one for one in spans if _is_near(words, span, one)), None) for spans in rest]
            if None not in near:
                yield (span, *(one for one in near if one))


def _is_near(words: Words, one: Span, other: Span) -> bool:
    left, right = sorted((one, other))
    one_sentence = words.sentence[left[0]] == words.sentence[right[0]]
    joined = any(left[0] < joint <= right[0] for joint in words.joints)
    return one_sentence and 0 <= right[0] - left[1] <= NEAR and not joined
