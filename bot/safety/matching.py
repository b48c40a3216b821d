"""Finding phrases in a text that was folded: where each begins and ends.

A set of places in a text is a whole number: bit 3 stands for the fourth word. So one step of a phrase is
taken from all places at once, and some hundred phrases cost no more than a few thousand such steps.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from bot.safety.notation import Atom, Choice, End, Gap, Run, first_of

NEAR = 14  # words that may stand between two parts joined by +
JOIN = "|"  # stands between two texts that are read together
_NUMBER_WORDS = frozenset(
    ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    + ["thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
    + ["twenty", "thirty", "forty", "fifty", "hundred"]
)

Name = TypeVar("Name")
Span = tuple[int, int]


class Places:
    """Where each word of a text stands, and each beginning of a word, as bits."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words: dict[str, int] = defaultdict(int)
        for place, word in enumerate(words):
            self._words[word] |= 1 << place
        self._beginnings: dict[str, int] = defaultdict(int)
        self._numbers = 0
        for word, places in self._words.items():
            for length in range(1, len(word) + 1):
                self._beginnings[word[:length]] |= places
            if is_number(word):
                self._numbers |= places
        self._vocabulary = frozenset(self._words)
        self._known: dict[Atom, int] = {}
        self._possible: dict[Choice, list[Run]] = {}

    def of(self, atom: Atom) -> int:
        """The places at which a word fits the atom."""
        if atom not in self._known:
            places = self._numbers if atom.number else 0
            for word in atom.words & self._vocabulary:
                places |= self._words[word]
            if atom.beginnings:
                for beginning in atom.beginnings & self._beginnings.keys():
                    places |= self._beginnings[beginning]
            self._known[atom] = places
        return self._known[atom]

    def possible(self, choice: Choice) -> list[Run]:
        """Those runs of a choice of which the first word is in the text."""
        if choice not in self._possible:
            runs = choice.by_first_word
            first = (run for word in runs.keys() & self._vocabulary for run in runs[word])
            self._possible[choice] = [*first, *runs.get("", ())]
        return self._possible[choice]

    def any_of(self, words: frozenset[str]) -> int:
        """The places at which one of these words stands."""
        places = 0
        for word in words & self._vocabulary:
            places |= self._words[word]
        return places

    def names(self) -> Iterator[str]:
        """Every word, every beginning with a star, and N if there is a number: to look phrases up with."""
        yield from self._words
        yield from (f"{beginning}*" for beginning in self._beginnings)
        if self._numbers:
            yield "N"


@dataclass(frozen=True)
class Words:
    """A folded text as words. For each word: the number of its sentence and of its clause.

    `joints` are places where one text ends and the next begins. As bits: `starts`, the places at which a
    sentence begins, and `pauses`, those at which a clause begins or the text has ended.
    """

    words: tuple[str, ...]
    sentence: tuple[int, ...]
    clause: tuple[int, ...]
    joints: tuple[int, ...]
    starts: int
    pauses: int
    places: Places = field(repr=False, compare=False)

    @classmethod
    def of(cls, folded: str, *, breaks: frozenset[str] = frozenset()) -> Words:
        """Read what `Spelling.fold` wrote. A word in `breaks` ("but", "because") begins a new clause."""
        words: list[str] = []
        sentence: list[int] = []
        clause: list[int] = []
        joints: list[int] = []
        number = part = 0
        for sign in folded.split():
            if sign in (".", "?"):
                number, part = number + 1, part + 1
            elif sign == ",":
                part += 1
            elif sign == JOIN:
                joints.append(len(words))
                part += 1
            else:
                part += sign in breaks
                words.append(sign)
                sentence.append(number)
                clause.append(part)
        starts, pauses = _changes(sentence), _changes(clause) | 1 << len(words)
        return cls(tuple(words), tuple(sentence), tuple(clause), tuple(joints), starts, pauses, Places(words))

    def text(self, start: int, end: int) -> str:
        """The words from `start` up to `end`."""
        return " ".join(self.words[start:end])

    def sentence_of(self, place: int) -> range:
        """The places of the sentence in which a word stands."""
        number = self.sentence[place]
        first = self.sentence.index(number)
        return range(first, first + self.sentence.count(number))


def _changes(numbers: Sequence[int]) -> int:
    """The places at which a number differs from the one before, the first among them, as bits."""
    before = [None, *numbers]
    return sum(1 << place for place, number in enumerate(numbers) if number != before[place])


def is_number(word: str) -> bool:
    """Digits, or a number word up to twenty and the tens."""
    return word.isdigit() or word in _NUMBER_WORDS


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
    """How common an atom is, roughly: a beginning counts for three words, a number for many."""
    return len(atom.words) + 3 * len(atom.beginnings) + 50 * atom.number


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
