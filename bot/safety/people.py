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
# "His teacher phoned me": who is reached so is told of somebody, and nothing was done to them.
_REACHED = _TOLD | {
    "phoned",
    "called",
    "asked",
    "asks",
    "emailed",
    "contacted",
    "sent",
    "sends",
    "let",
    "lets",
    "left",
    "leaves",
}
_SPOKEN = frozenset(
    {"came", "comes", "come", "talk", "talks", "talked", "speak", "speaks", "spoke", "said", "says"}
)
_SPOKEN |= {"admitted", "confessed", "confided", "opened", "turned", "talking", "speaking"}
_SILENCED = frozenset({"tell", "told", "say", "said", "talk", "speak", "snitch", "grass"})  # "if i tell"
# In these "i" is who is in danger, unless somebody else does or feels it.
_OWN_DANGERS = frozenset({"suicide", "self_harm", "despair"})
# "She died", "he left me": of whom this is said the writer has lost, and they do not want to die themselves.
_LOST = frozenset({"died", "passed", "dumped", "hates", "hate", "hated", "cheated", "divorced", "ghosted"})
_LEFT = frozenset({"left", "leaves", "leaving"})
_NOT_LEFT = frozenset(
    {"a", "an", "the", "this", "these", "notes", "letters", "messages", "her", "his", "some"}
)
# "I keep hearing", "i am worried": so speaks who tells of others, if the whole sounds like it.
_TELLS_OF_OTHERS = frozenset(
    {"worried", "concerned", "hearing", "calling", "ringing", "reporting", "a", "the"}
)
_MISSING = frozenset(
    {"without", "lost", "losing", "lose", "miss", "missed", "loved", "love", "need", "needed"}
)
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
        lost = not _OWN_DANGERS.isdisjoint(categories) and self._is_left_alone(own)
        return "self" if lost else self._of_nobody_named()

    def _of_nobody_named(self) -> About:
        return "other" if any(one.kind == "young_writer" for one in self.mentions) else "child"

    def _is_left_alone(self, own: int) -> bool:
        """Whether all others in the text are only lost to the writer: "she died and i can not go on without her"."""
        words = self.words.words
        places = range(own, len(words))
        named = {one.at: one.kind for one in self.mentions if one.kind in ("child", "other")}
        others = [at for at in places if at in named or words[at] in _HE | _SHE | _THEY]
        speaks = any(words[at] in _SUBJECTS | _OBJECTS or self._is_mine(at) for at in places)
        return speaks and bool(others) and all(self._is_lost(at) for at in others)

    def _is_lost(self, place: int) -> bool:
        """Whether somebody has died, or left the writer: "she has passed away", "he left me", "without her"."""
        words, clause = self.words.words, self.words.clause
        if self._before(place) in _MISSING:
            return True
        for at in range(place + 1, min(place + 1 + _FIRST, len(words))):
            if clause[at] != clause[place] or words[at] in _SUBJECTS | _HE | _SHE | _THEY:
                return False
            if words[at] in _LOST:
                return True
            if words[at] in _LEFT:
                whom, *rest = (*words[at + 1 : at + 3], "")
                return whom in _OBJECTS and rest[0] not in _NOT_LEFT
        return False

    def as_told(self, own: int, sounds: About) -> About:
        """The same of a text in which no phrase was found: what it sounds like, unless its words say otherwise."""
        words = self.words.words
        named = [one for one in self.mentions if one.at >= own and one.kind in ("child", "other")]
        spoken_of = next((at for at in range(own, len(words)) if words[at] in _HE | _SHE | _THEY), None)
        if not named and spoken_of is None:
            if self._done_to_writer(own) or self._says_how_they_are(own):
                return "self"
            speaks = any(word in _OURSELVES for word in words[own:])
            return "self" if speaks and sounds in ("self", "unknown") else sounds
        if self._is_left_alone(own):
            return "self"
        few = len(words) - own <= FEW
        my_child = any(one.kind == "child" and self._is_owned(one) for one in named)
        if few and not my_child and self._done_to_writer(own):
            return "self"
        if sounds == "other" and few and spoken_of is not None and all(spoken_of <= one.at for one in named):
            return self._of_nobody_named()  # "she gets picked up by men"
        if not named or sounds == "self":
            return sounds
        if my_child:
            return "child"
        if all(self._is_elses(one, spoken_of) for one in named):
            return self.by_person(own, sounds)
        return sounds

    def _says_how_they_are(self, own: int) -> bool:
        """Whether the writer says of themselves how they are: "i am not safe"."""
        words = (*self.words.words, "", "")
        after = [words[at + 1 : at + 3] for at in range(own, len(words) - 2) if words[at] == "i"]
        after += [("am", words[at + 1]) for at in range(own, len(words) - 2) if words[at] == "im"]
        return any(verb == "am" and how not in _TELLS_OF_OTHERS for verb, how in after)

    def _is_elses(self, one: Mention, spoken_of: int | None) -> bool:
        """Whether somebody named is another's: "his stepdad", and the stepdad of whom "she" cannot be said."""
        if self._before(one.at) in _VICTIMS:
            return True
        return spoken_of is not None and not self._is_owned(one) and self._meant(spoken_of) == "unknown"

    def _before(self, place: int) -> str:
        """The word before a place, or nothing at the beginning."""
        return self.words.words[place - 1] if place > 0 else ""

    def _done_to_writer(self, own: int) -> bool:
        """Whether somebody does something to the writer: "older boys give me money"."""
        return any(self._suffers_deed(at) for at in range(own + 1, len(self.words.words)))

    def _suffers_deed(self, place: int) -> bool:
        """Whether "me" stands at a place, as one to whom something is done and who is not just told of it."""
        words = self.words.words
        if words[place] != "me" or self._before(place) in _REACHED:
            return False
        return not (self._before(place) in ("to", "up") and self._before(place - 1) in _SPOKEN)

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
        """The pronoun next before a phrase, in its clause: "he has (been self harming)", "he makes me (want to)"."""
        places = range(found.start - 1, max(found.start - _FIRST, 0) - 1, -1)
        clause = self.words.clause
        near = (at for at in places if clause[at] == clause[found.start])
        pronouns = _SUBJECTS | _HE | _SHE | _THEY
        return next(
            (
                self.words.words[at]
                for at in near
                if self.words.words[at] in pronouns or self._suffers_deed(at)
            ),
            "",
        )

    def _about(self, found: Found[Phrase]) -> About:
        wanted = found.what.about
        about: About
        if wanted == "them" or (wanted == "self" and self._head(found) in _HE | _SHE | _THEY):
            about = self._who_does(found)
        else:
            about = wanted or self._who_suffers(found)
        return "self" if about == "other" and self._is_silenced(found) else about

    def _who_does(self, found: Found[Phrase]) -> About:
        """The nearest person at or before a phrase that tells what somebody does or feels."""
        sentence = self.words.sentence_of(found.start)
        first = range(found.start, min(found.start + _FIRST, found.end))
        before = range(found.start - 1, sentence.start - 1, -1)
        for who in (*self._missed(found), *self._cared_for(found)):
            return who
        if self._is_driven(found):
            return "self"
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

    def _is_driven(self, found: Found[Phrase]) -> bool:
        """Whether others bring the writer to it: "he makes me (self harm)", and not "she told me she (self harms)"."""
        words, clause, others = self.words.words, self.words.clause, _HE | _SHE | _THEY
        for place in range(found.end - 1, max(found.start - _FIRST, 0) - 1, -1):
            if words[place] in others or clause[place] != clause[found.start]:
                return False
            if self._suffers_deed(place):
                named = {one.at for one in self.mentions if one.kind in ("child", "other")}
                before = (at for at in range(max(place - _OWNED, 0), place) if clause[at] == clause[place])
                return any(words[at] in others or at in named for at in before)
        return False

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
            cares = words[place] in self.sorts["cares"] | self.sorts["helps"]
            if cares and self._before(place) in _SUBJECTS | {"to"}:
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
        if any(words[place] in _OBJECTS and self._before(place) not in _TOLD for place in window):
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

    def _is_silenced(self, found: Found[Phrase]) -> bool:
        """Whether the writer is threatened for telling: "if i tell anyone he will hurt my mum"."""
        if found.what.category not in _DONE_BY_OTHERS | {"exploitation"}:
            return False
        its = self.words.sentence_of(found.start)
        words = self.words.words[its.start : its.stop]
        threes = zip(words, words[1:], words[2:], strict=False)
        told = any((one, two) == ("if", "i") and three in _SILENCED for one, two, three in threes)
        return told and _VICTIMS.isdisjoint(words)

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
        everybody = self._named_before(len(self.words.words), pronoun)
        return [one for one in everybody if one.at > place and self._before(one.at) not in _VICTIMS]

    def _named_before(self, place: int, pronoun: str) -> list[Mention]:
        wrong = "female" if pronoun in _HE else "male" if pronoun in _SHE else ""
        return [
            one
            for one in self.mentions
            if one.at < place and one.kind in ("child", "other") and one.word not in self.sorts.get(wrong, ())
        ]
