"""Small words that tell who is meant, from grammar.yml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import Any

from bot.language import content


@dataclass(frozen=True)
class Grammar:
    """The lists of grammar.yml, which says what each is for."""

    subjects: frozenset[str]
    objects: frozenset[str]
    ours: frozenset[str]
    he: frozenset[str]
    she: frozenset[str]
    they: frozenset[str]
    victims: frozenset[str]
    male: frozenset[str]
    female: frozenset[str]
    too_small: frozenset[str]
    told: frozenset[str]
    reached: frozenset[str]
    spoken: frozenset[str]
    silenced: frozenset[str]
    helps: frozenset[str]
    cares: frozenset[str]
    asks: frozenset[str]
    gone: frozenset[str]
    lost: frozenset[str]
    missing: frozenset[str]
    left: frozenset[str]
    not_left: frozenset[str]
    tells_of_others: frozenset[str]
    own_dangers: frozenset[str]
    own_deeds: frozenset[str]
    done_by_others: frozenset[str]

    @classmethod
    def load(cls, path: Path, schema: Mapping[str, Any]) -> Grammar:
        """Read the lists. Raises `ContentError`."""
        written = content.read(path, schema)
        return cls(**{one.name: frozenset(written[one.name]) for one in fields(cls)})

    @cached_property
    def writer(self) -> frozenset[str]:
        """The writer, in whatever case."""
        return self.subjects | self.objects | self.ours

    @cached_property
    def he_or_she(self) -> frozenset[str]:
        """One other person."""
        return self.he | self.she

    @cached_property
    def others(self) -> frozenset[str]:
        """Anybody but the writer."""
        return self.he | self.she | self.they

    @cached_property
    def pronouns(self) -> frozenset[str]:
        """Whoever does something."""
        return self.subjects | self.others

    @cached_property
    def informed(self) -> frozenset[str]:
        """What is done to somebody who is told of another."""
        return self.told | self.reached
