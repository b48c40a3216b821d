"""Whether the tests that prove the controls exist, and whether they ran and passed."""

from __future__ import annotations

import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from bot.errors import SetUpError
from bot.launcher.environment import ASSISTANT_PYTHON
from bot.settings import REPOSITORY

_ASSISTANT = "tests/bot/assistant/"  # in the other environment
PASSED = "passed"


def absent(proofs: Sequence[str]) -> list[str]:
    """Return the proofs that no test has. Only the files that are named are looked through."""
    files = sorted({file for file in (proof.partition("::")[0] for proof in proofs) if _is_there(file)})
    theirs = [file for file in files if file.startswith(_ASSISTANT)]
    ours = [file for file in files if file not in theirs]
    found = {*_collect(sys.executable, ours), *_collect(str(ASSISTANT_PYTHON), theirs)}
    return [proof for proof in proofs if proof not in found]


def _is_there(file: str) -> bool:
    return (REPOSITORY / file).is_file()


def _collect(python: str, files: list[str]) -> set[str]:
    """Return the names of the tests in some files, and the files that have any."""
    if not files:
        return set()
    command = [python, "-m", "pytest", "--collect-only", "-q", *files]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise SetUpError(f"The tests could not be collected: run `{' '.join(command[1:])}` to see why.")
    return {name for line in done.stdout.splitlines() if "::" in line for name in _names(line)}


def _names(node_id: str) -> tuple[str, str]:
    """Return a test without its parameters, and its file."""
    test = node_id.partition("[")[0]
    return test, test.partition("::")[0]


def unproved(proofs: Sequence[str], results: Iterable[Path]) -> list[str]:
    """Return what is wrong with proofs, from files that the test runs wrote (`--ran`): a line each.

    A test that was skipped proves nothing.
    """
    outcomes: defaultdict[str, set[str]] = defaultdict(set)
    for path in results:
        for line in path.read_text(encoding="utf-8").splitlines():
            outcome, _, node_id = line.partition(" ")
            for name in _names(node_id):
                outcomes[name].add(outcome)
    return [
        f"{proof}: {', '.join(sorted(outcomes[proof])) or 'did not run'}"
        for proof in proofs
        if outcomes[proof] != {PASSED}
    ]
