"""The hazard log, read from docs/safety-case/hazards.yml."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.language.content import read
from bot.settings import REPOSITORY

FOLDER = REPOSITORY / "docs" / "safety-case"


@dataclass(frozen=True, kw_only=True)
class Control:
    """What keeps a hazard away: proved by tests, not proved yet (`missing` says why), or left to the deployer."""

    what: str
    proof: tuple[str, ...] = ()
    missing: str | None = None
    deployer: str | None = None


@dataclass(frozen=True, kw_only=True)
class Hazard:
    """One row of the log. `scores` are empty until the clinical safety officer has set them."""

    id: str
    hazard: str
    causes: tuple[str, ...]
    effect: str
    harm: str
    owner: str
    controls: tuple[Control, ...]
    evidence: str
    comment: str
    scores: dict[str, str]


def load(path: Path = FOLDER / "hazards.yml") -> tuple[Hazard, ...]:
    """Return the hazards. Raises ContentError with file and line for a slip."""
    schema = yaml.safe_load((FOLDER / "hazards_schema.yml").read_text(encoding="utf-8"))
    return tuple(_hazard(raw) for raw in read(path, schema)["hazards"])


def _hazard(raw: dict[str, Any]) -> Hazard:
    controls = tuple(Control(**{**one, "proof": tuple(one.get("proof", ()))}) for one in raw["controls"])
    causes = tuple(raw["causes"])
    unsaid: dict[str, Any] = {"comment": "", "scores": {}}
    return Hazard(**{**unsaid, **raw, "causes": causes, "controls": controls})


def proofs(hazards: tuple[Hazard, ...]) -> list[str]:
    """Return every test that is named, each once, in order."""
    return sorted({proof for hazard in hazards for control in hazard.controls for proof in control.proof})
