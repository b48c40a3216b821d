"""What somebody worries about once they have told: which worry a message is, and the words that answer it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.safety.screen import NOTICED_AS_ANSWER, Screen
from bot.safety.screening import Screening
from bot.safety.worries import LIGHT, MORE_TOLD, Worries

FEW_WORDS = 10
_NO_NEWS = frozenset({"hypothetical"})  # asked after something was told, it is about that


@dataclass(frozen=True)
class WorryReader:
    """Reads a message after something was told: a worry about that, or news?"""

    screen: Screen
    worries: Worries

    def read(self, text: str, found: Screening, *, told: tuple[str, ...], professional: bool) -> str | None:
        """Return which of WORRIES a message is, or MORE_TOLD; None for anything else, for an answer and for news.

        `found` is what the screen said of it, `told` the categories that were told before it.
        """
        if found.answered or any(signal.noticed_by == NOTICED_AS_ANSWER for signal in found.signals):
            return None
        if found.is_by_meaning:  # it may have been raised to what was told: what does it say by itself?
            found = self.screen.screen(text)
        if _is_news(found, text, told):
            return None
        worry = self.worries.recognise(text, professional=professional)
        if found.action == "none":
            return worry
        if worry is not None and worry not in LIGHT:
            return worry
        return MORE_TOLD if _only_sounds(found, text) and not self.screen.is_question(text) else None


def _is_news(found: Screening, text: str, told: tuple[str, ...]) -> bool:
    """Whether a card must answer. Few words that only sound like danger are about what was told."""
    if found.action == "none":
        return False
    known = _only_sounds(found, text) or {*found.categories} <= {*told, *_NO_NEWS}
    return found.action == "emergency" or not known


def _only_sounds(found: Screening, text: str) -> bool:
    return found.is_by_meaning and len(text.split()) <= FEW_WORDS
