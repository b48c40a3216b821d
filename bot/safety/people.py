"""Whom a text speaks of: who is in danger, who does the harm, and whether the writer is grown up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.safety.matching import Finder, Found
from bot.safety.notation import Notation
from bot.safety.phrases import Lists, Phrase
from bot.safety.screening import About
from bot.safety.text import Words

Kind = Literal["child", "other", "adult_writer", "young_writer"]
_LISTS: Mapping[str, Kind] = {
    "child": "child",
    "young_sibling": "child",
    "other": "other",
    "adult_writer": "adult_writer",
    "young_writer": "young_writer",
}
_OBJECTS = frozenset({"me", "myself", "us", "ourselves"})
_SUBJECTS = frozenset({"i", "we", "ive", "im"})
_OURS = frozenset({"my", "our"})
_HE = frozenset({"he", "his", "him", "himself"})
_SHE = frozenset({"she", "her", "herself", "hers"})
_THEY = frozenset({"they", "them", "their", "themself", "themselves"})
_TOO_SMALL = frozenset({"baby", "babies"})
_TOLD = frozenset({"told", "tell", "tells", "telling", "texted", "messaged", "showed", "rang", "said"})
_VICTIMS = frozenset({"him", "her", "them", "his", "their", "himself", "herself", "themself", "themselves"})
_FIRST = 3  # words at the head of a phrase in which whoever does it is named
_AFTER = 5  # words behind a phrase in which the person it happened to may still be named
_OWNED = 4  # words between "my" and the person ("my nine year old son")


@dataclass(frozen=True)
class Mention:
    """Somebody who is named in a text, and at which word."""

    kind: Kind
    at: int
    word: str


class People:
    """The lists of people in words.yml."""

    def __init__(self, lists: Lists, notation: Notation, *, stops: frozenset[str]) -> None:
        parsed = [(kind, notation.parse(f"{{{name}}}")) for name, kind in _LISTS.items()]
        self._finder: Finder[Kind] = Finder(parsed, stops=stops)
        self._male = frozenset(lists["male"])
        self._female = frozenset(lists["female"])

    def cast(self, words: Words) -> Cast:
        """Everybody in a text."""
        found = [Mention(one.what, one.start, words.words[one.end - 1]) for one in self._finder.find(words)]
        return Cast(words, tuple(sorted(found, key=lambda one: one.at)), self._male, self._female)


@dataclass(frozen=True)
class Cast:
    """The people of one text, and who is meant by each phrase in it."""

    words: Words
    mentions: tuple[Mention, ...]
    male: frozenset[str]
    female: frozenset[str]

    @property
    def grown_up(self) -> bool:
        """Whether the writer shows that they are an adult, and nothing shows the opposite."""
        kinds = {mention.kind for mention in self.mentions}
        return "adult_writer" in kinds and "young_writer" not in kinds

    def about(self, found: Sequence[Found[Phrase]]) -> About:
        """Who is in danger, as most of the phrases have it."""
        counts = Counter(self._about(one) for one in found)
        counts["unknown"] = 0
        return counts.most_common(1)[0][0]

    def is_by_child(self, found: Found[Phrase]) -> bool:
        """Whether who does it ("he hits me") can only be the child that was named before.

        In doubt (nobody named, an adult named too, two people of one sex) it is not.
        """
        if any(found.start <= one.at < found.end and one.kind == "other" for one in self.mentions):
            return False
        subject = self._subject(found.start)
        harmed = set(self.words.words[found.start + 1 : found.end])
        if subject in _THEY or any(subject in group and harmed & group for group in (_HE, _SHE)):
            return False
        named = (one for one in self._named_before(found.start, subject) if one.word not in _TOO_SMALL)
        return {one.kind for one in named} == {"child"}

    def _subject(self, place: int) -> str:
        """The pronoun at the head of a phrase or shortly before it, else its first word."""
        head = self.words.words[max(place - _FIRST, self.words.sentence_of(place).start) : place + 1]
        return next((word for word in reversed(head) if word in _HE | _SHE | _THEY), head[-1])

    def _about(self, found: Found[Phrase]) -> About:
        wanted = found.what.about
        if wanted == "them":
            return self._who_does(found)
        return wanted or self._who_suffers(found)

    def _who_does(self, found: Found[Phrase]) -> About:
        """The nearest person at or before a phrase that tells what somebody does or feels."""
        sentence = self.words.sentence_of(found.start)
        first = range(found.start, min(found.start + _FIRST, found.end))
        before = range(found.start - 1, sentence.start - 1, -1)
        for who in self._people_at(first):
            return who
        if any(one.kind == "child" and found.start <= one.at < found.end for one in self.mentions):
            return "child"
        for who in self._people_at(before, objects=False):
            return who
        if len(found.spans) == 1 and found.start == sentence.start:
            return "self"  # "swallowed all of them": whoever writes leaves themselves out
        for who in self._people_at(range(found.start, found.end)):
            return who
        return "child" if any(one.kind == "child" for one in self._named_before(found.start, "")) else "self"

    def _who_suffers(self, found: Found[Phrase]) -> About:
        """The person whom a phrase says something was done to."""
        sentence = self.words.sentence_of(found.start)
        window = range(found.start, min(found.end + _AFTER, sentence.stop))
        words = self.words.words
        if any(words[place] in _OBJECTS and words[place - 1] not in _TOLD for place in window):
            return "self"
        if any(one.kind == "child" and one.at in window for one in self.mentions):
            return "child"
        if any(self._is_mine(place) for place in window):
            return "self"
        meant = [self._meant(place) for place in window if words[place] in _VICTIMS]
        if any(who != "unknown" for who in meant):
            return next(who for who in meant if who != "unknown")
        if any(words[place] in _SUBJECTS for place in range(max(found.start - _FIRST, 0), window.stop)):
            return "self"
        if any(one.kind == "other" and one.at in window[1:] for one in self.mentions):
            return "other"
        if any(one.kind == "child" for one in self.mentions):
            return "child"
        if any(one.kind == "other" and one.at in sentence for one in self.mentions):
            return "other"
        return "self" if self.words.places.any_of(_SUBJECTS) else "unknown"

    def _people_at(self, places: range, *, objects: bool = True) -> Iterator[About]:
        for place in places:
            word = self.words.words[place]
            kinds = {one.kind for one in self.mentions if one.at == place}
            if kinds & {"child", "other"}:
                yield "child" if "child" in kinds else "other"
            elif word in _SUBJECTS or (objects and (word in _OBJECTS or self._is_mine(place))):
                yield "self"
            elif word in _HE | _SHE | _THEY:
                yield self._meant(place)

    def _is_mine(self, place: int) -> bool:
        return self.words.words[place] in _OURS and not self._owns_person(place)

    def _owns_person(self, place: int) -> bool:
        named = (one.at for one in self.mentions if one.kind in ("child", "other"))
        return any(place < at <= place + _OWNED for at in named)

    def _meant(self, place: int) -> About:
        """Whom "he", "she" or "they" means: a child who was named before, else somebody else who was."""
        pronoun = self.words.words[place]
        named = self._named_before(place, pronoun) or self._named_before(len(self.words.words), pronoun)
        kinds = {one.kind for one in named}
        return "child" if "child" in kinds else "other" if kinds else "unknown"

    def _named_before(self, place: int, pronoun: str) -> list[Mention]:
        wrong = self.female if pronoun in _HE else self.male if pronoun in _SHE else frozenset()
        return [
            one
            for one in self.mentions
            if one.at < place and one.kind in ("child", "other") and one.word not in wrong
        ]
