"""`make evaluate`: how much of data/risk the safety screen notices, and how often it alarms for nothing.

Recall is the share of disclosures that are passed to a person, with Wilson's interval of 95 %. A false alarm counts
as one, a check-in for nothing as half of one. Misses are listed for train and dev, never for test.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import sqrt

from bot.safety import examples
from bot.safety.examples import Example, Split
from bot.safety.screen import Screen
from bot.safety.screening import HANDED_OVER, Action

_PARTS: tuple[Split, ...] = ("train", "dev", "test")
_Z = 1.96  # of a normal distribution: 95 %
SLICES: dict[str, Callable[[Example], str]] = {
    "explicitness": lambda one: one.explicitness,
    "style": lambda one: one.style,
    "voice": lambda one: one.voice,
    "category": lambda one: one.category,
    "writer": lambda one: one.writer,
}


@dataclass(frozen=True)
class Judged:
    """An example, and the action that the screen gave it."""

    example: Example
    action: Action

    @property
    def handed_over(self) -> bool:
        """Whether a person would see it."""
        return self.action in HANDED_OVER

    @property
    def alarm(self) -> float:
        """What it counts as a false alarm."""
        return 1.0 if self.handed_over else 0.5 if self.action == "check_in" else 0.0


def judged(screen: Screen, split: Split) -> list[Judged]:
    """Screen every message of a part."""
    return [Judged(one, screen.screen(one.text).action) for one in examples.read(split)]


def wilson(hits: int, of: int) -> tuple[float, float]:
    """The interval in which a share lies with 95 % confidence. `of` is at least 1."""
    share, spread = hits / of, _Z * _Z / of
    middle = (share + spread / 2) / (1 + spread)
    half = _Z * sqrt(share * (1 - share) / of + spread / of / 4) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)


def recall(found: Sequence[Judged]) -> float:
    """The share of the disclosures that a person would see."""
    danger = [one for one in found if one.example.is_danger]
    return sum(one.handed_over for one in danger) / len(danger)


def false_alarms(found: Sequence[Judged], kind: str) -> float:
    """The share of false alarms among the messages of a kind that call for nothing."""
    quiet = [one for one in found if one.example.kind == kind and one.example.action == "none"]
    return sum(one.alarm for one in quiet) / len(quiet)


def report(found: Sequence[Judged], *, title: str) -> Iterator[str]:
    """Tables, line by line."""
    danger = [one for one in found if one.example.is_danger]
    yield f"== {title}: {len(found)} messages"
    yield _row("recall", "all", danger)
    for name, of in SLICES.items():
        for value in sorted({of(one.example) for one in danger} - {""}):
            yield _row(name, value, [one for one in danger if of(one.example) == value])
    for kind in ("ordinary", "hard_negative"):
        quiet = [one for one in found if one.example.kind == kind and one.example.action == "none"]
        for value in ("", *sorted({one.example.category for one in quiet} - {""})):
            some = [one for one in quiet if value in ("", one.example.category)]
            if some:
                alarms = sum(one.alarm for one in some)
                name = f"{kind} {value}".strip()
                yield f"{'false alarms':14}{name:30}{alarms / len(some):.3f}  {alarms:g} of {len(some)}"


def _row(name: str, value: str, some: Sequence[Judged]) -> str:
    hits = sum(one.handed_over for one in some)
    low, high = wilson(hits, len(some))
    return f"{name:14}{value:30}{hits / len(some):.3f}  [{low:.3f}, {high:.3f}]  {hits} of {len(some)}"


def misses(found: Sequence[Judged]) -> Iterator[str]:
    """What came out wrong, a line each."""
    for one in found:
        if one.example.is_danger and not one.handed_over:
            yield f"missed ({one.action}) {one.example.category}: {one.example.text}"
        elif one.example.action == "none" and one.action != "none":
            yield f"false alarm ({one.action}) {one.example.kind}: {one.example.text}"


def main() -> None:
    """Print the tables of all parts."""
    parser = argparse.ArgumentParser(prog="python -m bench.screen", description=__doc__)
    parser.add_argument("--misses", action="store_true", help="list what came out wrong, of train and dev")
    parser.add_argument("parts", nargs="*", choices=_PARTS, help="of data/risk; all, if none is named")
    arguments = parser.parse_args()
    screen = Screen.load()
    for split in arguments.parts or _PARTS:
        found = judged(screen, split)
        print("\n".join(report(found, title=split)))
        if arguments.misses and split != "test":
            print("\n".join(misses(found)))


if __name__ == "__main__":
    main()
