"""A folded text, cut into words: which sentence and clause each belongs to, and where each word stands.

A set of places in a text is a whole number: bit 3 stands for the fourth word.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bot.safety.notation import Atom, Choice, Run

_SHORT = 14  # words
JOIN = "|"  # stands between two texts that are read together
_NUMBER_WORDS = frozenset(
    {"one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"}
    | {"thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"}
    | {"twenty", "thirty", "forty", "fifty", "hundred"}
)


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

    @property
    def is_one_short_sentence(self) -> bool:
        """Whether the text is a single sentence, and not one that runs on without full stops."""
        return 0 < len(self.words) <= _SHORT and self.sentence[-1] == self.sentence[0]

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
