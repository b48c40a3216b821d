"""The last resort of the screen: plain pieces of text, looked for with nothing but the standard library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.safety.screening import ACTIONS, Action, Screening, Signal

NOTICED_BY = "literals"


@dataclass(frozen=True)
class Literals:
    """Lines of literals.txt: an action, a category and a piece of text."""

    lines: Sequence[tuple[Action, str, str]]

    @classmethod
    def load(cls, path: Path) -> Literals:
        """Read the list. Raises `ValueError` for a line that is not `action category words`."""
        lines: list[tuple[Action, str, str]] = []
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if not line or line.startswith("#"):
                continue
            action, category, words = line.split(maxsplit=2)
            if action not in ACTIONS:
                raise ValueError(f"{path}, line {number}: '{action}' is not an action")
            lines.append((action, category, words))
        return cls(sorted(lines, key=lambda entry: -ACTIONS.index(entry[0])))

    def screen(self, text: str, *, sure: bool = False) -> Screening:
        """The most urgent line that is found; else `check_in`, unless another layer has understood the text."""
        plain = " ".join(text.lower().replace("\u2019", "'").split())
        found = [line for line in self.lines if line[2] in plain]
        signals = [(action, Signal(category, words, NOTICED_BY)) for action, category, words in found]
        if not signals:
            signal = Signal("unreadable", "", NOTICED_BY)
            return Screening() if sure else Screening("check_in", ("unreadable",), signals=(signal,))
        categories = tuple(dict.fromkeys(signal.category for _, signal in signals))
        return Screening(signals[0][0], categories, signals=tuple(signal for _, signal in signals))
