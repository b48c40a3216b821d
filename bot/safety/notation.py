"""The small notation in which phrases are written, and its parser.

want to die          these words, one after the other
(die|end it)         either
(really)?            may be left out
harm*                a word that begins so
N                    a number
..   ...             up to two, up to six other words of the same sentence (none of them a "not")
want to die .        the last word of a sentence or of a clause
{child}              any entry of that list in words.yml
self harm* + {child} both in one sentence, near each other, in either order
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Union

_TOKEN = re.compile(r"\.\.\.|\.\.?|\{\w+\}|[()|?+]|[\w'&]+\*?")
_GAPS = {"..": 2, "...": 6}
_SIGNS = frozenset("()|?+.") | _GAPS.keys()
_NUMBER = "N"


class NotationError(ValueError):
    """A phrase that is not written in the notation; the message says what is wrong."""


@dataclass(frozen=True)
class Gap:
    """Up to `most` words that do not matter."""

    most: int


@dataclass(frozen=True)
class End:
    """The end of a sentence or clause: takes no word."""


@dataclass(eq=False)  # compared by identity: looked up quickly, and many are made when the phrases are read
class Atom:
    """A single word: one of several, one that begins with one of several, or perhaps a number."""

    words: frozenset[str] = frozenset()
    beginnings: frozenset[str] = frozenset()
    number: bool = False

    def joined(self, other: Atom) -> Atom:
        """Either of the two."""
        return Atom(self.words | other.words, self.beginnings | other.beginnings, self.number or other.number)


@dataclass(eq=False)
class Choice:
    """One of several: a single word, or one of several runs of items."""

    atom: Atom
    runs: tuple[Run, ...] = ()
    optional: bool = False

    @cached_property
    def by_first_word(self) -> Mapping[str, tuple[Run, ...]]:
        """The runs by each word that they may begin with; under "" those that may begin in other ways."""
        runs: dict[str, tuple[Run, ...]] = defaultdict(tuple)
        for run in self.runs:
            first = first_of(run)
            plain = not (first.beginnings or first.number or not isinstance(run[0], Choice))
            for word in first.words if plain else ("",):
                runs[word] += (run,)
        return runs


Item = Union[Gap, End, Choice]  # noqa: UP007  (a forward reference to a type that is made of itself)
Run = tuple[Item, ...]


def first_of(run: Run) -> Atom:
    """The words with which a run may begin, past what may be left out."""
    first = Atom()
    for item in run:
        if isinstance(item, Choice):
            first = first.joined(item.atom)
            for inner in item.runs:
                first = first.joined(first_of(inner))
            if not item.optional:
                break
    return first


class Notation:
    """The notation with its lists: the entries of each `{name}`, themselves written in the notation."""

    def __init__(self, lists: Mapping[str, Sequence[str]]) -> None:
        self._lists = lists
        self._known: dict[str, Choice] = {}

    def parse(self, say: str) -> tuple[Run, ...]:
        """The parts of a phrase, of which all must be found: one part, or several joined by `+`.

        Raises `NotationError`.
        """
        return _Parser(say, self).parts()

    def named(self, name: str) -> Choice:
        """The choice that a list stands for. Raises `NotationError` if there is no such list."""
        if name not in self._known:
            if name not in self._lists:
                raise NotationError(f"there is no list '{name}' in words.yml")
            self._known[name] = _Parser(f"({'|'.join(self._lists[name])})", self).either()
        return self._known[name]


class _Parser:
    def __init__(self, say: str, notation: Notation) -> None:
        self.say = say
        self.notation = notation
        self.tokens = _TOKEN.findall(say)
        if "".join(self.tokens) != "".join(say.split()):
            raise NotationError(f"'{say}' holds a sign that the notation does not know")
        self.tokens.append("")
        self.place = 0

    def parts(self) -> tuple[Run, ...]:
        parts = [self.run()]
        while self.tokens[self.place] == "+":
            self.place += 1
            parts.append(self.run())
        if self.tokens[self.place]:
            raise NotationError(f"'{self.say}' has a '{self.tokens[self.place]}' too many")
        for part in parts:
            if not part or isinstance(part[0], (Gap, End)) or isinstance(part[-1], Gap):
                raise NotationError(f"'{self.say}' must not begin or end with dots or nothing")
        return tuple(parts)

    def run(self) -> Run:
        items: list[Item] = []
        while (sign := self.tokens[self.place]) not in ("", "|", ")", "+"):
            items.append(self.item(sign))
        return tuple(items)

    def item(self, sign: str) -> Item:
        if sign == "?":
            raise NotationError(f"'{self.say}': a question mark belongs behind brackets or a list")
        if sign == "(":
            return self.optional(self.either())
        self.place += 1
        if sign in _GAPS:
            return Gap(_GAPS[sign])
        if sign == ".":
            return End()
        if sign.startswith("{"):
            return self.optional(self.notation.named(sign[1:-1]))
        return Choice(_atom([sign]))

    def either(self) -> Choice:
        """What stands in brackets: single words go into one atom, which is quick to look up."""
        words: list[str] = []
        atom = Atom()
        runs: list[Run] = []
        while self.tokens[self.place] in ("(", "|"):
            word, after = self.tokens[self.place + 1 : self.place + 3]
            if after in ("|", ")") and word not in _SIGNS and word[0] != "{":
                words.append(word)
                self.place += 2
                continue
            self.place += 1
            run = self.run()
            only = run[0] if len(run) == 1 else None
            if isinstance(only, Choice) and not only.optional:
                atom = atom.joined(only.atom)
                runs.extend(only.runs)
            else:
                runs.append(run)
        if self.tokens[self.place] != ")":
            raise NotationError(f"'{self.say}' lacks a closing bracket")
        self.place += 1
        return Choice(atom.joined(_atom(words)) if words else atom, tuple(runs))

    def optional(self, choice: Choice) -> Choice:
        if self.tokens[self.place] != "?":
            return choice
        self.place += 1
        return replace(choice, optional=True)


def _atom(tokens: Sequence[str]) -> Atom:
    if not any(token[-1] == "*" or token == _NUMBER for token in tokens):
        return Atom(frozenset(tokens))
    return Atom(
        frozenset(token for token in tokens if token[-1] != "*" and token != _NUMBER),
        frozenset(token[:-1] for token in tokens if token[-1] == "*"),
        _NUMBER in tokens,
    )
