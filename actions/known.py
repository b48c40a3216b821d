"""What is known of a visitor, read from the tracker."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from rasa_sdk.interfaces import Tracker

from actions import slots
from services_directory.matching import Question
from services_directory.models import Audience


@dataclass(frozen=True, kw_only=True)
class Known:
    """Who asks for what. `area` is a council, `outside`, or None when it was not told."""

    needs: tuple[str, ...]
    ages: tuple[float, ...]
    area: str | None
    audience: Audience | None

    @classmethod
    def of(cls, tracker: Tracker) -> Known:
        """Read the slots; needs told while the form was asking count together."""
        area = tracker.get_slot(slots.AREA)
        return cls(
            needs=tuple(dict.fromkeys([*needs_told(tracker), *(tracker.get_slot(slots.NEEDS) or [])])),
            ages=tuple(age for age in tracker.get_slot(slots.AGES) or [] if isinstance(age, (int, float))),
            area=None if area == slots.NOT_TOLD else area,
            audience=tracker.get_slot(slots.AUDIENCE),
        )

    @property
    def council(self) -> str | None:
        """The council, if it is one of ours."""
        return None if self.area == slots.OUTSIDE else self.area

    def question(self) -> Question:
        """Return what to ask the directory. Without a council, only what works anywhere is found."""
        return Question(
            needs=self.needs,
            area=self.council,
            ages=self.ages,
            audience=self.audience,
        )


def needs_told(tracker: Tracker) -> list[str]:
    """Return the needs of all messages since services were last shown, the earliest first."""
    told: list[list[str]] = []
    for event in reversed(tracker.events):
        if event.get("event") == "action" and event.get("name") in ("action_signpost", "action_start_again"):
            break
        if event.get("event") == "user":
            told.append(list(_needs(event.get("parse_data", {}))))
    return [need for needs in reversed(told) for need in needs]


def _needs(parsed: dict[str, Any]) -> Iterable[str]:
    if parsed.get("intent", {}).get("name") not in (
        "describe_need",
        "ask_pathway",
        "inform",
        "disclose_risk",
    ):
        return
    for entity in parsed.get("entities", []):
        if entity.get("entity") == slots.NEED_ENTITY:
            yield entity["value"]
