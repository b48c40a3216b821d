"""The fact of a case that was asked for last: in which decision, and what had been told by then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rasa_sdk.interfaces import Tracker


@dataclass(frozen=True)
class Asked:
    """It travels with the question and comes back with what is said next: no slot has to be kept in step with it."""

    decision: str
    fact: str
    answers: Mapping[str, str]

    @classmethod
    def of(cls, tracker: Tracker) -> Asked | None:
        """Return what the front door says is open, or None."""
        said: dict[str, Any] = next(
            (event for event in reversed(tracker.events) if event.get("event") == "user"), {}
        )
        known = (said.get("metadata") or {}).get("known") or {}
        return cls(**known["asked"]) if known.get("asked") else None

    def as_custom(self) -> dict[str, Any]:
        """Return the custom data of the question."""
        asked = {"decision": self.decision, "fact": self.fact, "answers": dict(self.answers)}
        return {"kind": "question", "asked": asked}
