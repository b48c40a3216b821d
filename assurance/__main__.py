"""`python -m assurance check | write | ran FILE…`: the hazard log is sound, its page made, its proofs have passed."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from assurance import hazards, page, proofs
from bot.errors import SetUpError
from bot.language.content import ContentError

PAGE = hazards.FOLDER / "hazard-log.md"


def main() -> int:
    """Do what the verb says; 1 with a line for each fault."""
    parser = argparse.ArgumentParser(prog="python -m assurance", description=__doc__)
    parser.add_argument("verb", choices=["check", "write", "ran"])
    parser.add_argument("results", nargs="*", type=Path, help="files that the test runs wrote, for ran")
    arguments = parser.parse_args()
    try:
        faults = _faults(arguments.verb, arguments.results)
    except (ContentError, SetUpError) as error:
        faults = [str(error)]
    for fault in faults:
        print(fault)
    return 1 if faults else 0


def _faults(verb: str, results: list[Path]) -> list[str]:
    log = hazards.load()
    named = hazards.proofs(log)
    if verb == "write":
        PAGE.write_text(page.render(log), encoding="utf-8")
        return []
    if verb == "ran":
        faults = proofs.unproved(named, results)
    else:
        faults = [f"{proof}: there is no such test" for proof in proofs.absent(named)]
        if not PAGE.exists() or PAGE.read_text(encoding="utf-8") != page.render(log):
            faults.append(f"{PAGE.name} is not what hazards.yml says: run python -m assurance write")
    missing = sum(control.missing is not None for hazard in log for control in hazard.controls)
    passed = "have passed" if verb == "ran" else "exist"
    if not faults:
        print(f"{len(log)} hazards: all {len(named)} tests named {passed}; {missing} controls not proved yet")
    return faults


if __name__ == "__main__":
    sys.exit(main())
