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
_GONE = frozenset({"without", "if"})
_TOO_SMALL = frozenset({"baby", "babies"})
_OURSELVES = _OBJECTS | _SUBJECTS | _OURS
_TOLD = frozenset({"told", "tell", "tells", "telling", "texted", "messaged", "showed", "rang", "said"})
_VICTIMS = frozenset({"him", "her", "them", "his", "their", "himself", "herself", "themself", "themselves"})
# Of these a phrase tells what somebody does themselves; in the others "he" is who harms.
_OWN_DEEDS = frozenset({"exploitation", "missing_or_homeless_tonight", "radicalisation", "eating_danger"})
# What others do to somebody: only "him" and "his" say of whom, and "he" is nobody to be helped.
_DONE_BY_OTHERS = frozenset(
    {"physical_abuse", "domestic_abuse", "sexual_abuse", "emotional_abuse", "faith_abuse", "forced_marriage"}
)
_FIRST = 3  # words at the head of a phrase in which whoever does it is named
_AFTER = 5  # words behind a phrase in which the person it happened to may still be named
FEW = 20  # in so few words, grammar tells best whom they are about; in more, what the whole sounds like
_CARED = 6  # words between "talk to" and the person ("talk to my nine year old son")
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
        self._sorts = {name: frozenset(lists[name]) for name in ("male", "female", "cares", "helps")}

    def cast(self, words: Words) -> Cast:
        """Everybody in a text."""
        found = [Mention(one.what, one.start, words.words[one.end - 1]) for one in self._finder.find(words)]
        return Cast(words, tuple(sorted(found, key=lambda one: one.at)), self._sorts)


@dataclass(frozen=True)
class Cast:
    """The people of one text, and who is meant by each phrase in it."""

    words: Words
    mentions: tuple[Mention, ...]
    sorts: Mapping[str, frozenset[str]]  # lists of words.yml by name: male, female, cares, helps

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

    def by_person(self, own: int, sounds: About, categories: Sequence[str] = ()) -> About:
        """Whom a text is about where its phrases do not say it, by the grammatical person. It begins at `own`.

        "He comes home with two phones": who speaks so of somebody is a grown-up who speaks of a child, unless they
        show to be young themselves. Who speaks of nobody else is taken as the text sounds.
        """
        words = self.words.words
        spoken_of = [at for at in range(own, len(words)) if words[at] in _HE | _SHE | _THEY]
        if not spoken_of:
            return sounds
        by_others = bool(categories) and _DONE_BY_OTHERS.issuperset(categories)
        suffers = _VICTIMS if by_others else _HE | _SHE | _THEY
        place = next((at for at in spoken_of if words[at] in suffers), None)
        if place is None:
            return "unknown"
        meant = self._meant(place)
        if meant != "unknown":
            return meant
        return self._of_nobody_named()

    def _of_nobody_named(self) -> About:
        return "other" if any(one.kind == "young_writer" for one in self.mentions) else "child"

    def as_told(self, own: int, sounds: About) -> About:
        """The same of a text in which no phrase was found: what it sounds like, unless its words say otherwise."""
        words = self.words.words
        named = [one for one in self.mentions if one.at >= own and one.kind in ("child", "other")]
        spoken_of = next((at for at in range(own, len(words)) if words[at] in _HE | _SHE | _THEY), None)
        if not named and spoken_of is None:
            return "self" if any(word in _OURSELVES for word in words[own:]) else sounds
        few = len(words) - own <= FEW
        if sounds == "other" and few and spoken_of is not None and all(spoken_of <= one.at for one in named):
            return self._of_nobody_named()  # "she gets picked up by men"
        if not named or sounds == "self":
            return sounds
        if any(one.kind == "child" and self._is_owned(one) for one in named):
            return "child"
        if all(words[one.at - 1] in _VICTIMS for one in named):  # "his stepdad": somebody else's
            return self.by_person(own, sounds)
        return "self" if few and self._done_to_writer(own) else sounds

    def _done_to_writer(self, own: int) -> bool:
        """Whether somebody does something to the writer: "older boys give me money"."""
        words = self.words.words
        return any(words[at] == "me" and words[at - 1] not in _TOLD for at in range(own + 1, len(words)))

    def _is_owned(self, one: Mention) -> bool:
        return any(word in _OURS for word in self.words.words[max(one.at - _OWNED, 0) : one.at])

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

    def _head(self, found: Found[Phrase]) -> str:
        """The pronoun next before a phrase, in its clause: "he has (been self harming)"."""
        places = range(found.start - 1, max(found.start - _FIRST, 0) - 1, -1)
        clause = self.words.clause
        near = (self.words.words[at] for at in places if clause[at] == clause[found.start])
        return next((word for word in near if word in _SUBJECTS | _HE | _SHE | _THEY), "")

    def _about(self, found: Found[Phrase]) -> About:
        wanted = found.what.about
        if wanted == "them" or (wanted == "self" and self._head(found) in _HE | _SHE | _THEY):
            return self._who_does(found)
        return wanted or self._who_suffers(found)

    def _who_does(self, found: Found[Phrase]) -> About:
        """The nearest person at or before a phrase that tells what somebody does or feels."""
        sentence = self.words.sentence_of(found.start)
        first = range(found.start, min(found.start + _FIRST, found.end))
        before = range(found.start - 1, sentence.start - 1, -1)
        for who in (*self._missed(found), *self._cared_for(found), *self._people_at(first)):
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

    def _missed(self, found: Found[Phrase]) -> Iterator[About]:
        """Who would be gone: "my kids would be better off without me", "no one would care if i died"."""
        words = self.words.words
        for place in range(found.start, found.end - 1):
            if words[place] in _GONE:
                yield from self._people_at(range(place + 1, place + 2))

    def _cared_for(self, found: Found[Phrase]) -> Iterator[About]:
        """Whom the writer speaks of as somebody who cares: "how do i talk to my teenager about self harm"."""
        words = self.words.words
        for place in range(found.start, found.end):
            if words[place] in self.sorts["cares"] | self.sorts["helps"] and words[place - 1] in _SUBJECTS | {
                "to"
            }:
                near = range(place + 1, min(place + 1 + _CARED, found.end))
                kinds = {one.kind for one in self.mentions if one.at in near}
                if "child" in kinds:
                    yield "child"
                elif "other" in kinds and words[place] in self.sorts["helps"]:
                    yield "other"

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
        if found.what.category in _OWN_DEEDS and self._subject(found.start) in _HE | _SHE:
            return self._meant_before(found.start)
        if self._is_subject(found, window):
            return "self"
        # "her uncle touches her": who is named there is not who suffers.
        return "unknown" if meant else self._somebody_named(window, sentence)

    def _is_subject(self, found: Found[Phrase], window: range) -> bool:
        """Whether "i" stands in or near a phrase, or "we" in its clause."""
        words, clause = self.words.words, self.words.clause
        return any(
            words[place] in _SUBJECTS and (words[place] != "we" or clause[place] == clause[found.start])
            for place in range(max(found.start - _FIRST, 0), window.stop)
        )

    def _somebody_named(self, window: range, sentence: range) -> About:
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
        named = self._named_before(place, pronoun) or self._named_after(place, pronoun)
        kinds = {one.kind for one in named}
        return "child" if "child" in kinds else "other" if kinds else "unknown"

    def _meant_before(self, place: int) -> About:
        """Whom the pronoun at the head of a phrase or shortly before it means."""
        head = range(place, max(place - _FIRST, self.words.sentence_of(place).start) - 1, -1)
        at = next(at for at in head if self.words.words[at] in _HE | _SHE | _THEY)
        return self._meant(at)

    def _named_after(self, place: int, pronoun: str) -> list[Mention]:
        """Those named later whom a pronoun may mean: not "his stepdad", who is somebody else's."""
        words = self.words.words
        everybody = self._named_before(len(words), pronoun)
        return [one for one in everybody if one.at > place and words[one.at - 1] not in _VICTIMS]

    def _named_before(self, place: int, pronoun: str) -> list[Mention]:
        wrong = "female" if pronoun in _HE else "male" if pronoun in _SHE else ""
        return [
            one
            for one in self.mentions
            if one.at < place and one.kind in ("child", "other") and one.word not in self.sorts.get(wrong, ())
        ]
