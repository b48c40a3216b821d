"""What the screen says of a message: an action, and the signals that led to it. Never a level of risk."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Literal

Action = Literal["none", "check_in", "escalate", "emergency"]
About = Literal["self", "child", "other", "unknown"]
Answered = Literal["danger", "not_sure", "safe"]

ACTIONS: tuple[Action, ...] = ("none", "check_in", "escalate", "emergency")
_RARE = ("answered", "answered_no", "asked_again", "language", "impaired")
NOTICED_BY_MEANING = "meaning"
HANDED_OVER: tuple[Action, ...] = ("escalate", "emergency")  # a person must look at it


def highest(actions: Iterable[Action]) -> Action:
    """The action that comes last in `ACTIONS`; `none` if there is none."""
    return max(actions, key=ACTIONS.index, default="none")


def lowest(actions: Iterable[Action]) -> Action:
    """The action that comes first in `ACTIONS`; `emergency` if there is none."""
    return min(actions, key=ACTIONS.index, default="emergency")


@dataclass(frozen=True)
class Signal:
    """Something that was noticed: its category, the words (folded), and what noticed it."""

    category: str
    words: str
    noticed_by: str


@dataclass(frozen=True)
class Screening:
    """The action that a message calls for, and why.

    `categories` come in the order of their actions, the most urgent first. `answered`: what the answer to a direct
    question says; after a safe one urgent lines stay in sight. `answered_no`: that was a no. `asked_again`: the
    question was not answered, so it is put once more.
    """

    action: Action = "none"
    categories: tuple[str, ...] = ()
    about: About = "unknown"
    signals: tuple[Signal, ...] = ()
    answered: Answered | None = None
    answered_no: bool = False
    asked_again: bool = False
    language: str | None = None  # ISO 639-1 of a text that is not English, where it is known ("pl")
    impaired: bool = False  # a layer of the screen failed, so that urgent lines go with every reply

    @property
    def is_by_meaning(self) -> bool:
        """Whether nothing but what the text sounds like speaks for it."""
        return all(signal.noticed_by == NOTICED_BY_MEANING for signal in self.signals)

    def as_json(self) -> dict[str, Any]:
        """The fields of the filter's output; of the last five only what says something."""
        fields = asdict(self)
        rare = {name: fields.pop(name) for name in _RARE}
        return {**fields, **{name: value for name, value in rare.items() if value}}
