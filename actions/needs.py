"""The needs as people say them: their names, and the sentence that reflects one before pointing anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from services_directory.models import Need


@dataclass(frozen=True)
class Needs:
    """Names and reflections by need id, read once."""

    names: dict[str, str]
    reflections: dict[str, dict[str, str]]

    @classmethod
    def load(cls, session: Session) -> Needs:
        """Read the taxonomy from the directory."""
        found = session.scalars(select(Need)).all()
        return cls(
            names={need.id: need.name for need in found},
            reflections={need.id: _reflections(need) for need in found},
        )

    def name(self, need: str) -> str:
        """Return the plain words for a need."""
        return self.names.get(need, need)

    def reflection(self, needs: Sequence[str], audience: str | None) -> str:
        """Return the sentence for the first need, in the voice for who is asking; empty when there is none."""
        told = self.reflections.get(needs[0], {}) if needs else {}
        return told.get(audience or "parent") or told.get("parent", "")


def _reflections(need: Need) -> dict[str, str]:
    voices = {
        "parent": need.reflection_parent,
        "young_person": need.reflection_young_person,
        "professional": need.reflection_professional,
    }
    return {audience: sentence for audience, sentence in voices.items() if sentence}
