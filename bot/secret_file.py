"""The secrets of this installation: made once, in a file that only its owner can read."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from secrets import token_urlsafe

_NAME = "secrets.json"


@dataclass(frozen=True, repr=False)
class Secrets:
    """`assistant` is what the front door, Rasa and the action server know each other by. Never printed."""

    assistant: str

    @classmethod
    def of(cls, var: Path) -> Secrets:
        """Read the secrets of an installation, making them the first time."""
        path = var / _NAME
        if not path.exists():
            _write(path, {"assistant": token_urlsafe(32)})
        return cls(**json.loads(path.read_text(encoding="utf-8")))


def _write(path: Path, secrets: dict[str, str]) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Opened with its final rights: there is no moment in which somebody else could read it.
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(secrets, file)
