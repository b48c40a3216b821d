"""The screen: what a message says of risk, from phrases and what stands around them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from bot.language import content
from bot.language.encoder import Encoder
from bot.language.normalise import Spelling
from bot.safety.answers import Answers
from bot.safety.cast import FEW, Cast
from bot.safety.context import Context
from bot.safety.floors import Floor, Floors
from bot.safety.grammar import Grammar
from bot.safety.languages import Languages
from bot.safety.lately import Lately
from bot.safety.literals import Literals
from bot.safety.matching import Finder, Found
from bot.safety.meanings import FOLDER as LEARNED
from bot.safety.meanings import Heard, Meanings
from bot.safety.notation import Notation
from bot.safety.people import People
from bot.safety.phrases import Phrase, read_lists, read_phrases
from bot.safety.protocol import Protocol
from bot.safety.questions import UNKNOWN, UNTOLD, read_questions
from bot.safety.readable import Reader
from bot.safety.screening import (
    ACTIONS,
    HANDED_OVER,
    NOTICED_BY_MEANING,
    About,
    Action,
    Screening,
    Signal,
    highest,
)
from bot.safety.text import JOIN, Words

FOLDER = Path(__file__).parent
NOTICED_AS_OWN = "it is about the writer"
NOTICED_AS_ANSWER = "answer"
NOTICED_AS_UNREADABLE = "readable"
_HISTORY = 3
_ENDLESS = 25  # words: a sentence of somebody who writes without full stops
_NEXT_TO_IT = 5  # words on either side of a phrase, which are read instead of such a sentence
_SAYS_LITTLE = 4  # words: so few are no talk of their own, but part of what was said before

Said = TypeVar("Said")

log = logging.getLogger(__name__)


def safest() -> Screening:
    """What to take for granted when nothing can be screened at all."""
    return Screening("escalate", ("unscreened",), signals=(Signal("unscreened", "", "nothing"),))


class Screen:
    """Notices risk in a message. `load` reads the content once; keep the object.

    Its layers: phrases with what stands around them, plain phrases of other languages, likeness to what others told
    (meanings), what was said and asked before, and, should one of them fail, plain pieces of text (literals). Each can
    raise the action. In what is plainly everyday talk only floors count: what is said plainly, of the writer, now.
    """

    def __init__(self, folder: Path, meanings: Meanings, protocol: Path | None = None) -> None:
        schema = schemas(folder)
        self.protocol = Protocol.load(protocol or folder / "protocol.yml", schema["protocol"])
        notation = Notation(read_lists(folder / "words.yml", schema["words"]))
        self.spelling = Spelling.load()
        self.context = Context.load(folder / "context.yml", schema["context"], notation)
        self.questions = read_questions(folder)
        files = sorted((folder / "phrases").glob("*.yml"))
        parsed = [entry for path in files for entry in read_phrases(path, schema["phrases"], notation)]
        self.phrases = [phrase for phrase, _ in parsed]
        self._finder = Finder(parsed, stops=self.context.stops)
        self._people = People(notation, stops=self.context.stops)
        self.floors = Floors.load(folder / "floors.yml", schema["floors"], notation, stops=self.context.stops)
        self._grammar = Grammar.load(folder / "grammar.yml", schema["grammar"])
        self._answers = Answers.load(folder / "answers.yml", schema["answers"], self.spelling)
        self._reader = Reader.load(folder / "english.yml", schema["english"])
        self._languages = Languages.load(folder / "languages.yml", schema["languages"])
        self._literals = Literals.load(folder / "literals.txt")
        self._meanings = meanings
        self._heard = Lately(meanings.hear)
        self._abouts = Lately(lambda text: self.screen(text).about)

    @classmethod
    def load(cls, folder: Path = FOLDER, *, learned: Path = LEARNED, protocol: Path | None = None) -> Screen:
        """Read all content of a folder, what was learned, and perhaps the deployer's own protocol.

        Raises `ContentError` with file and line if any of it is wrong, MeaningsMissing or EncoderMissing.
        """
        return cls(folder, Meanings.load(learned), protocol)

    @property
    def encoder(self) -> Encoder:
        """The sentence encoder that the meanings are read with."""
        return self._meanings.encoder

    def screen(self, text: str, *, history: Sequence[str] = (), asked: str | None = None) -> Screening:
        """What the text says of risk, after up to three earlier texts and perhaps a direct question `asked`.

        Never raises. If a layer fails the others answer with the literals, and the screening says `impaired`; if all
        of them fail, the message counts as a disclosure.
        """
        heard = _attempt(lambda: self._hear(self.spelling.fold(text)))
        found = _attempt(lambda: self._understood(text, history, asked, heard or Heard("none")))
        if heard and found:
            return self.protocol.apply(found)
        plain = _attempt(lambda: self._literals.screen(str(text), sure=found is not None))
        sounds = _as_it_sounds(heard) if heard else None
        left = [one for one in (found, sounds, plain) if one is not None]
        return replace(self.protocol.apply(_joined(left) if left else safest()), impaired=True)

    def listen(self, text: str) -> None:
        """Do the slow part of `screen` beforehand, while nobody waits for the database. Never raises."""
        with suppress(Exception):  # `screen` meets the same failure, and says so
            self._hear(self.spelling.fold(text))

    def about(self, text: str) -> About:
        """Whom a text is about, by itself. Never raises."""
        return self._abouts.read(text)

    def grown_up(self, texts: Iterable[str]) -> bool:
        """Whether one of the texts says that the writer is an adult, and none the opposite. Never raises."""
        with suppress(Exception):  # `screen` meets the same failure, and says so
            words, _ = self._words("", [*map(self.spelling.fold, texts)])
            return self._cast(words).surely_grown_up
        return False

    def is_question(self, text: str) -> bool:
        """Whether a text asks something, by its first word or its mark."""
        first = self.spelling.fold(text).split()[:1]
        return "?" in text or not self._grammar.asks.isdisjoint(first)

    def by_phrases(self, text: str) -> Screening:
        """What phrases alone say. Raises whatever a fault in the content raises."""
        return self._understood(text, (), None, Heard("none"))

    def _cast(self, words: Words) -> Cast:
        return Cast(words, self._people.named(words), self._grammar)

    def in_everyday_talk(self, text: str) -> Screening:
        """What counts of a text whatever it sounds like. Raises as `by_phrases` does."""
        return self._understood(text, (), None, Heard("none", everyday=True))

    def floors_in(self, text: str) -> list[Floor]:
        """Which floors are in a text."""
        words, _ = self._words(self.spelling.fold(text), [])
        return [found.what for found in self.floors.find(words)]

    def _hear(self, folded: str) -> Heard:
        return self._heard.read(folded)

    def _understood(self, text: str, history: Sequence[str], asked: str | None, heard: Heard) -> Screening:
        folded = self.spelling.fold(text)
        before = [self.spelling.fold(earlier) for earlier in history[-_HISTORY:]]
        found = self._by_person(self._with_history(text, folded, before, heard), folded, before, heard)
        if found.action not in HANDED_OVER and self._answers.says_it_is_me(folded):
            found = self._owned_up(found, history)
        return self._answered(found, text, folded, history, asked) if asked else found

    def _with_history(self, text: str, folded: str, before: Sequence[str], heard: Heard) -> Screening:
        """Read a text together with what was said before.

        That may raise its action and tell whom it is about. It never changes what was noticed in the text alone:
        what was said before may be about somebody else.
        """
        alone = self._screen(text, folded, [], heard)
        if not any(before):
            return alone
        everyday = heard.everyday and len(folded.split()) > _SAYS_LITTLE
        together = self._screen(text, folded, before, Heard("none", everyday=everyday))
        if ACTIONS.index(together.action) > ACTIONS.index(alone.action):
            return together
        return replace(alone, about=together.about) if alone.about in ("unknown", "other") else alone

    def _screen(self, text: str, folded: str, history: Sequence[str], heard: Heard) -> Screening:
        words, own = self._words(folded, history)
        found = [one for one in self._finder.find(words) if one.end > own]
        foreign = self._foreign(text, folded)
        if foreign.categories == ("unreadable",):
            heard = Heard("none")  # what texts sound like was learned in English
        said = [*self._in_context(found, heard, words), foreign]
        joined = _joined(said)
        if len(words.words) - own > FEW:
            return joined
        return replace(joined, about=_about([one for one in said if not one.is_by_meaning]))

    def _words(self, folded: str, before: Sequence[str]) -> tuple[Words, int]:
        """The words of a text behind those of earlier ones, and the place at which its own begin."""
        texts = [*(earlier for earlier in before if earlier), folded]
        words = Words.of(f" {JOIN} ".join(texts), breaks=self.context.breaks)
        return words, words.joints[-1] if len(texts) > 1 else 0

    def _by_person(self, found: Screening, folded: str, before: Sequence[str], heard: Heard) -> Screening:
        """The same, and whom it is about, where the words of danger do not say it."""
        if found.action == "none" or found.about != "unknown":
            return found
        words, own = self._words(folded, before)
        cast = self._cast(words)
        if found.is_by_meaning:
            return replace(found, about=cast.as_told(own, heard.about))
        return replace(found, about=cast.by_person(own, heard.about, found.categories))

    def _foreign(self, text: str, folded: str) -> Screening:
        """What can be told of a text that is not English: a plain phrase of danger, or that nobody here can read it."""
        if phrases := [*self._languages.find(text)]:
            signals = tuple(one.signal for one in phrases)
            categories = tuple(dict.fromkeys(signal.category for signal in signals))
            return Screening("escalate", categories, signals=signals, language=phrases[0].language)
        reading = self._reader.read(text, folded)
        return Screening() if reading.is_english else _unreadable(reading.language)

    def _in_context(self, found: Sequence[Found[Phrase]], heard: Heard, words: Words) -> Iterator[Screening]:
        """What the phrases say where they stand, and what the text sounds like under the same frames."""
        if not found and heard.action == "none":
            return
        cast = self._cast(words)
        around = self.context.around(words, grown_up=cast.grown_up)
        noticed = [
            (self.context.action(one, words, around), one)
            for one in found
            if not (one.what.by_adult and cast.is_by_child(one))
        ]
        if noticed := [*self._that_count(noticed, heard, words)]:
            yield _noticed(noticed, words, cast)
        if heard.action != "none" and not self._only_denied(found, words):
            whole = Phrase(heard.category, 0, "", heard.action, "", "", topic=True)
            yield _as_it_sounds(replace(heard, action=self.context.action_of_whole(whole, words, around)))

    def _that_count(
        self, noticed: Sequence[tuple[Action, Found[Phrase]]], heard: Heard, words: Words
    ) -> Iterator[tuple[Action, Found[Phrase]]]:
        """What was noticed and means something. In plainly everyday talk that is a caring question, a floor, and what
        stands out of it.
        """
        floors = self.floors.find(words) if heard.everyday else []
        for action, one in noticed:
            counts = not heard.everyday or action == "check_in" or any(one.touches(floor) for floor in floors)
            if action != "none" and (counts or self._stands_out(one, words)):
                yield action, one

    def _stands_out(self, found: Found[Phrase], words: Words) -> bool:
        """Whether the sentence of a phrase, or the words next to it, sound like danger torn out of a longer text."""
        sentence = words.sentence_of(found.start)
        start, stop = sentence.start, sentence.stop
        if len(sentence) > _ENDLESS:
            start, stop = max(start, found.start - _NEXT_TO_IT), min(stop, found.end + _NEXT_TO_IT)
        return stop - start < len(words.words) and self._hear(words.text(start, stop)).action != "none"

    def _only_denied(self, found: Sequence[Found[Phrase]], words: Words) -> bool:
        """Whether the text is one short sentence in which every phrase is said not to be so."""
        denied = all(self.context.denies(one, words) for one in found)
        return words.is_one_short_sentence and bool(found) and denied

    def _answered(
        self, found: Screening, text: str, folded: str, history: Sequence[str], asked: str
    ) -> Screening:
        """What was found in an answer, with what the answer itself says."""
        question = self.questions.get(asked, UNKNOWN)
        answer = self._answers.read(text, folded, yes_is_safe=question.yes_is_safe)
        meaning = question.meaning(answer)
        if found.is_by_meaning and self._answers.is_plain(folded, yes_is_safe=question.yes_is_safe):
            found = Screening()  # "im safe" says no more than that, whatever else it may sound like
        if meaning is None or (meaning == "safe" and found.action != "none"):
            return replace(found, asked_again=True)
        if meaning == "safe":
            return replace(found, answered=meaning, answered_no=answer == "no")
        told = self._told_before(history)
        categories = (question.category,) if question.category else told.categories or (UNTOLD,)
        abouts = [found.about, question.about, told.about]
        if found.is_by_meaning:  # a few words of an answer sound like anybody's
            abouts = [*abouts[1:], found.about]
        return replace(
            found,
            action=highest([found.action, question.leads_to(meaning)]),
            categories=tuple(dict.fromkeys((*found.categories, *categories))),
            about=next((one for one in abouts if one != "unknown"), "unknown"),
            signals=(*found.signals, Signal(categories[0], answer, NOTICED_AS_ANSWER)),
            answered=None if meaning == "not_sure" and found.action in HANDED_OVER else meaning,
        )

    def _owned_up(self, found: Screening, history: Sequence[str]) -> Screening:
        """What was asked in general, or told of a friend, is about the writer after all."""
        told = self._told_before(history, least="check_in")
        if told.action == "none":
            return found
        categories = tuple(one for one in told.categories if one != "hypothetical") or (UNTOLD,)
        signal = Signal(categories[0], "", NOTICED_AS_OWN)
        action = highest([told.action, "escalate"])
        return replace(told, action=action, categories=categories, about="self", signals=(signal,))

    def _told_before(self, history: Sequence[str], *, least: Action = "escalate") -> Screening:
        """What the last earlier text that called for at least that was about."""
        for place in range(len(history) - 1, -1, -1):
            told = self.screen(history[place], history=history[:place])
            if ACTIONS.index(told.action) >= ACTIONS.index(least):
                return told
        return Screening()


def _attempt(layer: Callable[[], Said]) -> Said | None:
    """What a layer says, or None: whatever it raises, the others must still speak."""
    try:
        return layer()
    except Exception as error:
        log.critical("a layer of the screen failed: %s", type(error).__name__)
        return None


def _as_it_sounds(heard: Heard) -> Screening:
    if heard.action == "none":
        return Screening()
    signal = Signal(heard.category, "", NOTICED_BY_MEANING)
    return Screening(heard.action, (heard.category,), heard.about, (signal,))


def _joined(found: Sequence[Screening]) -> Screening:
    """All that the layers say: the highest action, and its categories first."""
    ordered = sorted(found, key=lambda one: -ACTIONS.index(one.action))
    first = ordered[0]
    loud = [one for one in ordered if one.action != "none"]
    categories = dict.fromkeys(category for one in loud for category in one.categories)
    if len(categories) > 1:  # something was understood after all
        categories.pop("unreadable", None)
    return Screening(
        action=first.action,
        categories=tuple(categories),
        about=_about(loud),
        signals=tuple(dict.fromkeys(signal for one in loud for signal in one.signals)),
        answered=next((one.answered for one in found if one.answered), None)
        if first.action == "none"
        else None,
        answered_no=first.action == "none" and any(one.answered_no for one in found),
        asked_again=any(one.asked_again for one in found),
        language=next((one.language for one in found if one.language), None),
    )


def _about(found: Sequence[Screening]) -> About:
    """Whom the first of those is about that noticed something and knows."""
    return next((one.about for one in found if one.action != "none" and one.about != "unknown"), "unknown")


def _noticed(noticed: Sequence[tuple[Action, Found[Phrase]]], words: Words, cast: Cast) -> Screening:
    ordered = sorted(noticed, key=lambda one: -ACTIONS.index(one[0]))
    action = ordered[0][0]
    signals = (
        Signal(one.what.category, words.text(one.start, one.end), f"phrase {one.what.name}")
        for _, one in ordered
    )
    return Screening(
        action=action,
        categories=tuple(dict.fromkeys(one.what.category for _, one in ordered)),
        about=cast.about([one for its, one in ordered if its == action]),
        signals=tuple(dict.fromkeys(signals)),
    )


def _unreadable(language: str | None) -> Screening:
    signal = Signal("unreadable", "", NOTICED_AS_UNREADABLE)
    return Screening("check_in", ("unreadable",), signals=(signal,), language=language)


def schemas(folder: Path) -> dict[str, dict[str, Any]]:
    """The JSON Schemas of schema.yml by name, each able to refer to the others."""
    whole: dict[str, Any] = content.read(folder / "schema.yml", {})
    return {name: {"$defs": whole["$defs"], "$ref": f"#/$defs/{name}"} for name in whole["$defs"]}
