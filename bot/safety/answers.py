"""How a direct question was answered: yes, not sure, no, or something else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from bot.language import content
from bot.language.normalise import Spelling

Answer = Literal["yes", "not_sure", "no", "other"]
_BUTTON = "safety:"
_FEW = 8  # words
_PLAIN: tuple[Answer, ...] = ("yes", "not_sure", "no")
# Where several fit, the answer that lets the least danger pass comes first.
_YES_IS_DANGER: tuple[Answer, ...] = ("not_sure", "yes", "no")
_YES_IS_SAFE: tuple[Answer, ...] = ("not_sure", "no", "yes")


@dataclass(frozen=True)
class Reading:
    """How the answers to one sort of question are spelled: whole, or as they begin.

    The `good` answer is the one after which nobody is in danger; with a hedge it is `hedged`. A yes that goes on counts
    as good where it `says_safe` too.
    """

    order: Sequence[Answer]
    whole: Mapping[Answer, frozenset[str]]
    first: Mapping[Answer, tuple[str, ...]]
    hedges: frozenset[str]
    hedged: Answer
    says_safe: tuple[str, ...] = ()

    def read(self, words: str) -> Answer:
        """The answer that folded words give. "No, but sometimes" is not a no."""
        for name in self.order:
            if words in self.whole[name]:
                return name
        good = self.order[-1]
        name = good if self._says_safe(words) else self._begun(words)
        return self.hedged if name == good and self.hedges & set(words.split()) else name

    def is_plain(self, words: str) -> bool:
        """Whether folded words are an answer and nothing more."""
        if any(words in spellings for spellings in self.whole.values()):
            return True
        few = len(words.split()) <= _FEW
        return few and self._says_safe(words) and self.read(words) == self.order[-1]

    def _says_safe(self, words: str) -> bool:
        first, _, rest = words.partition(" ")
        return first in self.whole["yes"] and any(f" {entry} " in f" {rest} " for entry in self.says_safe)

    def _begun(self, words: str) -> Answer:
        """The answer with the longest beginning that fits: "yes i am safe" says more than "yes"."""
        fitting = [
            (len(beginning), -place, name)
            for place, name in enumerate(self.order)
            for beginning in self.first[name]
            if f"{words} ".startswith(beginning)
        ]
        return max(fitting)[2] if fitting else "other"


class Answers:
    """The spellings of yes, not sure and no in answers.yml, folded as the text will be."""

    def __init__(self, raw: Mapping[str, Any], spelling: Spelling) -> None:
        safe = raw["yes_is_safe"]
        self._it_is_me = tuple(f" {_bare(spelling.fold(entry))} " for entry in raw["it_is_me"])
        self._no_answers = tuple(f"{entry} " for entry in raw["begins"]["other"])
        whole, first = _whole(raw, spelling), _first(raw)
        hedges = frozenset(raw["hedges"])
        self._danger = Reading(_YES_IS_DANGER, whole, first, hedges, "other")
        self._safe = Reading(
            _YES_IS_SAFE,
            _over(whole, _whole(safe, spelling), dropped=safe["other"]),
            _over(first, _first(safe), dropped=[f"{entry} " for entry in safe["begins"]["other"]]),
            hedges | {*safe["hedges"]},
            "not_sure",
            tuple(safe["says_safe"]),
        )

    @classmethod
    def load(cls, path: Path, schema: Mapping[str, Any], spelling: Spelling) -> Answers:
        """Read the spellings. Raises `ContentError`."""
        return cls(content.read(path, schema), spelling)

    def read(self, text: str, folded: str, *, yes_is_safe: bool = False) -> Answer:
        """The answer that a text gives to a question, by whether its yes is the good or the dangerous answer."""
        button = text.strip().removeprefix(_BUTTON)
        if button in ("yes", "not_sure", "no"):
            return button  # type: ignore[return-value]
        words = _bare(folded)
        if f"{words} ".startswith(self._no_answers):
            return "other"
        return (self._safe if yes_is_safe else self._danger).read(words)

    def says_it_is_me(self, folded: str) -> bool:
        """Whether somebody owns up in few words: it was about themselves."""
        words = _bare(folded)
        return len(words.split()) <= _FEW and any(entry in f" {words} " for entry in self._it_is_me)

    def is_plain(self, folded: str, *, yes_is_safe: bool = False) -> bool:
        """Whether a text is an answer and nothing more."""
        reading = self._safe if yes_is_safe else self._danger
        return reading.is_plain(_bare(folded))


def _whole(raw: Mapping[str, Any], spelling: Spelling) -> dict[Answer, frozenset[str]]:
    return {name: frozenset(_bare(spelling.fold(entry)) for entry in raw[name]) for name in _PLAIN}


def _first(raw: Mapping[str, Any]) -> dict[Answer, tuple[str, ...]]:
    return {name: tuple(f"{entry} " for entry in raw["begins"][name]) for name in _PLAIN}


def _over(
    shared: Mapping[Answer, Any], own: Mapping[Answer, Any], *, dropped: Iterable[str]
) -> dict[Answer, Any]:
    """The shared spellings but those that mean something else or nothing here, and the own ones."""
    moved = {*dropped, *(entry for entries in own.values() for entry in entries)}
    return {
        name: type(entries)([*(entry for entry in entries if entry not in moved), *own[name]])
        for name, entries in shared.items()
    }


def _bare(folded: str) -> str:
    return " ".join(word for word in folded.split() if word not in (".", ",", "?"))
