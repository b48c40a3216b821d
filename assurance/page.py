"""The hazard log as a page."""

from __future__ import annotations

from assurance.hazards import Control, Hazard

UNSCORED = "to be scored"
_SCORES = ("severity", "likelihood", "initial_risk", "final_likelihood", "final_risk")
_HEAD = """# Hazard log

Made from `hazards.yml` by `python -m assurance write`; do not edit it here. The columns are those of DCB0129. **No
risk is scored, and no residual risk is accepted**: both are left to the clinical safety officer ([safety
case](README.md)). A control is *proved* when tests fail that it breaks, *not proved yet* with the reason, or *the
deployer's*.
"""


def render(hazards: tuple[Hazard, ...]) -> str:
    """Return the page in Markdown."""
    return "\n".join([_HEAD, *_counts(hazards), *_table(hazards), *_open(hazards), *map(_section, hazards)])


def _counts(hazards: tuple[Hazard, ...]) -> list[str]:
    controls = [control for hazard in hazards for control in hazard.controls]
    proved = sum(bool(control.proof) for control in controls)
    missing = sum(control.missing is not None for control in controls)
    return [
        f"{len(hazards)} hazards; {len(controls)} controls: {proved} proved by tests, {missing} not proved yet, "
        f"{len(controls) - proved - missing} the deployer's.",
        "",
    ]


def _table(hazards: tuple[Hazard, ...]) -> list[str]:
    names = [name.replace("_", " ") for name in _SCORES]
    columns = ["id", "hazard", "owner", *names, "controls proved"]
    rows = [
        [
            f"[{hazard.id}](#{hazard.id.lower()})",
            hazard.hazard,
            hazard.owner,
            *(hazard.scores.get(name, UNSCORED) for name in _SCORES),
            f"{sum(bool(control.proof) for control in hazard.controls)} of {len(hazard.controls)}",
        ]
        for hazard in hazards
    ]
    return [_row(columns), _row(["---"] * len(columns)), *map(_row, rows), ""]


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _open(hazards: tuple[Hazard, ...]) -> list[str]:
    lines = [
        f"- {hazard.id}: {control.what}. {control.missing}."
        for hazard in hazards
        for control in hazard.controls
        if control.missing
    ]
    return ["## Not proved yet", "", *(lines or ["Nothing."]), ""]


def _section(hazard: Hazard) -> str:
    parts = [
        f"## {hazard.id}",
        "",
        f"**{hazard.hazard}.**",
        "",
        f"- Causes: {'; '.join(hazard.causes)}",
        f"- Effect: {hazard.effect}",
        f"- Harm: {hazard.harm}",
        f"- Evidence: {hazard.evidence}",
        *([f"- Comment: {hazard.comment}"] if hazard.comment else []),
        "",
        "Controls:",
        "",
        *map(_control, hazard.controls),
        "",
    ]
    return "\n".join(parts)


def _control(control: Control) -> str:
    if control.proof:
        shown = ", ".join(f"`{proof}`" for proof in control.proof)
        return f"- {control.what}. Proved by {shown}"
    if control.missing:
        return f"- {control.what}. **Not proved yet**: {control.missing}"
    return f"- {control.what}. The deployer's: {control.deployer}"
