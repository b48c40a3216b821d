"""What a visitor has told so far, for the person who takes over. The visitor sees it and corrects it.

It never holds categories, signals or notes. A correction stands beside what was noticed and goes before it.
"""

from __future__ import annotations

from typing import Any

from bot.front_door.message import Summary
from bot.front_door.words import Words
from bot.language.places import COUNCILS
from bot.models import Conversation

PLACES = frozenset({*COUNCILS, "outside"})  # the areas that words.yml has a name for


def note(conversation: Conversation, slots: dict[str, Any]) -> bool:
    """Keep what Rasa knows of the visitor, and return whether any of it is new. What it does not know is left."""
    before = (conversation.summary, conversation.audience)
    ages = [age for age in slots.get("ages") or [] if isinstance(age, (int, float))]
    told = {"needs": slots.get("needs"), "ages": ages, "area": slots.get("area")}
    conversation.summary = {**conversation.summary, **{name: value for name, value in told.items() if value}}
    conversation.audience = slots.get("audience") or conversation.audience
    if slots.get("area") in COUNCILS:
        conversation.area = slots["area"]
    return (conversation.summary, conversation.audience) != before


def shown(conversation: Conversation, *, words: Words, need_names: dict[str, str]) -> Summary:
    """Return the summary in words."""
    told = conversation.summary
    area = told["area"] if told.get("area") in PLACES else conversation.area
    noticed = Summary.model_construct(  # unchecked: the limits are for what somebody types
        who=words.say(f"summary.{conversation.audience}") if conversation.audience else None,
        age=", ".join(f"{age:g}" for age in told.get("ages", [])) or None,
        area=words.say(f"summary.{area}") if area in PLACES else None,
        what_would_help=", ".join(need_names.get(need, need) for need in told.get("needs", [])) or None,
    )
    return noticed.model_copy(update=told.get("corrected", {}))


def correct(conversation: Conversation, correction: Summary) -> None:
    """Keep the visitor's own words for the lines that were corrected."""
    corrected = {**conversation.summary.get("corrected", {}), **correction.model_dump(exclude_unset=True)}
    conversation.summary = {**conversation.summary, "corrected": corrected}
