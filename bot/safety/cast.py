"""Who is meant by what a text says: who is in danger, who does the harm, and whether the writer is grown up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.safety.grammar import Grammar
from bot.safety.matching import Found
from bot.safety.people import Kind, Mention
from bot.safety.phrases import Phrase
from bot.safety.screening import About
from bot.safety.text import Words

_FIRST = 3  # words at the head of a phrase in which whoever does it is named
_AFTER = 5  # words behind a phrase in which the person it happened to may still be named
FEW = 20  # in so few words, grammar tells best whom they are about; in more, what the whole sounds like
_CARED = 6  # words between "talk to" and the person ("talk to my nine year old son")
_OWNED = 4  # words between "my" and the person ("my nine year old son")


@dataclass(frozen=True)
class Cast:
    """The people of one text, and who is meant by each phrase in it."""

    words: Words
    mentions: tuple[Mention, ...]
    grammar: Grammar

    @property
    def grown_up(self) -> bool:
        """Whether the writer shows that they are an adult, and nothing shows the opposite."""
        return self._shows("adult_writer")

    @property
    def surely_grown_up(self) -> bool:
        """Whether the writer says so, and nothing shows the opposite."""
        return self._shows("surely_adult")

    def _shows(self, kind: Kind) -> bool:
        kinds = {mention.kind for mention in self.mentions}
        return kind in kinds and "young_writer" not in kinds

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
        spoken_of = [at for at in range(own, len(words)) if words[at] in self.grammar.others]
        if not spoken_of:
            return sounds
        by_others = categories[0] in self.grammar.done_by_others if categories else False
        suffers = self.grammar.victims if by_others else self.grammar.others
        place = next((at for at in spoken_of if words[at] in suffers), None)
        if place is None:
            return "unknown"
        meant = self._meant(place)
        if meant != "unknown":
            return meant
        lost = not self.grammar.own_dangers.isdisjoint(categories) and self._is_left_alone(own)
        return "self" if lost else self._of_nobody_named()

    def _of_nobody_named(self) -> About:
        return "other" if any(one.kind == "young_writer" for one in self.mentions) else "child"

    def _is_left_alone(self, own: int) -> bool:
        """Whether all others in the text are only lost to the writer: "she died and i can not go on without her"."""
        words = self.words.words
        places = range(own, len(words))
        named = {one.at: one.kind for one in self.mentions if one.kind in ("child", "other")}
        others = [at for at in places if at in named or words[at] in self.grammar.others]
        speaks = any(
            words[at] in self.grammar.subjects | self.grammar.objects or self._is_mine(at) for at in places
        )
        return speaks and bool(others) and all(self._is_lost(at) for at in others)

    def _is_lost(self, place: int) -> bool:
        """Whether somebody has died, or left the writer: "she has passed away", "he left me", "without her"."""
        words, clause = self.words.words, self.words.clause
        if self._before(place) in self.grammar.missing:
            return True
        for at in range(place + 1, min(place + 1 + _FIRST, len(words))):
            if clause[at] != clause[place] or words[at] in self.grammar.pronouns:
                return False
            if words[at] in self.grammar.lost:
                return True
            if words[at] in self.grammar.left:
                whom, *rest = (*words[at + 1 : at + 3], "")
                return whom in self.grammar.objects and rest[0] not in self.grammar.not_left
        return False

    def as_told(self, own: int, sounds: About) -> About:
        """The same of a text in which no phrase was found: what it sounds like, unless its words say otherwise."""
        words = self.words.words
        named = [one for one in self.mentions if one.at >= own and one.kind in ("child", "other")]
        spoken_of = next((at for at in range(own, len(words)) if words[at] in self.grammar.others), None)
        if not named and spoken_of is None:
            if self._done_to_writer(own) or self._says_how_they_are(own):
                return "self"
            speaks = any(word in self.grammar.writer for word in words[own:])
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
        return any(verb == "am" and how not in self.grammar.tells_of_others for verb, how in after)

    def _is_elses(self, one: Mention, spoken_of: int | None) -> bool:
        """Whether somebody named is another's: "his stepdad", and the stepdad of whom "she" cannot be said."""
        if self._before(one.at) in self.grammar.victims:
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
        if words[place] != "me" or self._before(place) in self.grammar.informed:
            return False
        return not (self._before(place) in ("to", "up") and self._before(place - 1) in self.grammar.spoken)

    def _is_owned(self, one: Mention) -> bool:
        return any(word in self.grammar.ours for word in self.words.words[max(one.at - _OWNED, 0) : one.at])

    def is_by_child(self, found: Found[Phrase]) -> bool:
        """Whether who does it ("he hits me") can only be the child that was named before.

        In doubt (nobody named, an adult named too, two people of one sex) it is not.
        """
        if any(found.start <= one.at < found.end and one.kind == "other" for one in self.mentions):
            return False
        subject = self._subject(found.start)
        harmed = set(self.words.words[found.start + 1 : found.end])
        if subject in self.grammar.they or any(
            subject in group and harmed & group for group in (self.grammar.he, self.grammar.she)
        ):
            return False
        named = (
            one for one in self._named_before(found.start, subject) if one.word not in self.grammar.too_small
        )
        return {one.kind for one in named} == {"child"}

    def _subject(self, place: int) -> str:
        """The pronoun at the head of a phrase or shortly before it, else its first word."""
        head = self.words.words[max(place - _FIRST, self.words.sentence_of(place).start) : place + 1]
        return next((word for word in reversed(head) if word in self.grammar.others), head[-1])

    def _head(self, found: Found[Phrase]) -> str:
        """The pronoun next before a phrase, in its clause: "he has (been self harming)", "he makes me (want to)"."""
        places = range(found.start - 1, max(found.start - _FIRST, 0) - 1, -1)
        clause = self.words.clause
        near = (at for at in places if clause[at] == clause[found.start])
        pronouns = self.grammar.pronouns
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
        if wanted == "them" or (wanted == "self" and self._head(found) in self.grammar.others):
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
        words, clause, others = self.words.words, self.words.clause, self.grammar.others
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
            if words[place] in self.grammar.gone:
                yield from self._people_at(range(place + 1, place + 2))

    def _cared_for(self, found: Found[Phrase]) -> Iterator[About]:
        """Whom the writer speaks of as somebody who cares: "how do i talk to my teenager about self harm"."""
        words = self.words.words
        for place in range(found.start, found.end):
            cares = words[place] in self.grammar.cares | self.grammar.helps
            if cares and self._before(place) in self.grammar.subjects | {"to"}:
                near = range(place + 1, min(place + 1 + _CARED, found.end))
                kinds = {one.kind for one in self.mentions if one.at in near}
                if "child" in kinds:
                    yield "child"
                elif "other" in kinds and words[place] in self.grammar.helps:
                    yield "other"

    def _who_suffers(self, found: Found[Phrase]) -> About:
        """The person whom a phrase says something was done to."""
        sentence = self.words.sentence_of(found.start)
        window = range(found.start, min(found.end + _AFTER, sentence.stop))
        words = self.words.words
        if any(
            words[place] in self.grammar.objects and self._before(place) not in self.grammar.told
            for place in window
        ):
            return "self"
        if any(one.kind == "child" and one.at in window for one in self.mentions):
            return "child"
        if any(self._is_mine(place) for place in window):
            return "self"
        meant = [self._meant(place) for place in window if words[place] in self.grammar.victims]
        if any(who != "unknown" for who in meant):
            return next(who for who in meant if who != "unknown")
        if (
            found.what.category in self.grammar.own_deeds
            and self._subject(found.start) in self.grammar.he_or_she
        ):
            return self._meant_before(found.start)
        if self._is_subject(found, window):
            return "self"
        # "her uncle touches her": who is named there is not who suffers.
        return "unknown" if meant else self._somebody_named(window, sentence)

    def _is_subject(self, found: Found[Phrase], window: range) -> bool:
        """Whether "i" stands in or near a phrase, or "we" in its clause."""
        words, clause = self.words.words, self.words.clause
        return any(
            words[place] in self.grammar.subjects
            and (words[place] != "we" or clause[place] == clause[found.start])
            for place in range(max(found.start - _FIRST, 0), window.stop)
        )

    def _somebody_named(self, window: range, sentence: range) -> About:
        if any(one.kind == "other" and one.at in window[1:] for one in self.mentions):
            return "other"
        if any(one.kind == "child" for one in self.mentions):
            return "child"
        if any(one.kind == "other" and one.at in sentence for one in self.mentions):
            return "other"
        return "self" if self.words.places.any_of(self.grammar.subjects) else "unknown"

    def _is_silenced(self, found: Found[Phrase]) -> bool:
        """Whether the writer is threatened for telling: "if i tell anyone he will hurt my mum"."""
        if found.what.category not in self.grammar.done_by_others | {"exploitation"}:
            return False
        its = self.words.sentence_of(found.start)
        words = self.words.words[its.start : its.stop]
        threes = zip(words, words[1:], words[2:], strict=False)
        told = any((one, two) == ("if", "i") and three in self.grammar.silenced for one, two, three in threes)
        return told and self.grammar.victims.isdisjoint(words)

    def _people_at(self, places: range, *, objects: bool = True) -> Iterator[About]:
        for place in places:
            word = self.words.words[place]
            kinds = {one.kind for one in self.mentions if one.at == place}
            if kinds & {"child", "other"}:
                yield "child" if "child" in kinds else "other"
            elif word in self.grammar.subjects or (
                objects and (word in self.grammar.objects or self._is_mine(place))
            ):
                yield "self"
            elif word in self.grammar.others:
                yield self._meant(place)

    def _is_mine(self, place: int) -> bool:
        return self.words.words[place] in self.grammar.ours and not self._owns_person(place)

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
        at = next(at for at in head if self.words.words[at] in self.grammar.others)
        return self._meant(at)

    def _named_after(self, place: int, pronoun: str) -> list[Mention]:
        """Those named later whom a pronoun may mean: not "his stepdad", who is somebody else's."""
        everybody = self._named_before(len(self.words.words), pronoun)
        return [
            one for one in everybody if one.at > place and self._before(one.at) not in self.grammar.victims
        ]

    def _named_before(self, place: int, pronoun: str) -> list[Mention]:
        grammar = self.grammar
        wrong = grammar.female if pronoun in grammar.he else grammar.male if pronoun in grammar.she else ()
        return [
            one
            for one in self.mentions
            if one.at < place and one.kind in ("child", "other") and one.word not in wrong
        ]
