"""The secrets of this installation: made once, in a file that only its owner can read."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from secrets import token_urlsafe
from tempfile import mkstemp

from bot.errors import SetUpError

_NAME = "secrets.json"


@dataclass(frozen=True, repr=False)
class Secrets:
    """`assistant` is what the front door, Rasa and the action server know each other by. Never printed."""

    assistant: str

    @classmethod
    def of(cls, var: Path) -> Secrets:
        """Read the secrets of an installation, making them the first time. Raises SetUpError for a broken file."""
        path = var / _NAME
        if not path.exists():
            keep(path, json.dumps({"assistant": token_urlsafe(32)}))
        try:
            return cls(**json.loads(path.read_text(encoding="utf-8")))
        except (ValueError, TypeError) as error:
            raise SetUpError(f"{path} cannot be read: delete it and start again.") from error


def keep(path: Path, content: str) -> None:
    """Write a new file for its owner alone; one that is there already stays as it is."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Written aside, readable by its owner alone, and linked when whole: of two that start together one wins.
    handle, aside = mkstemp(dir=path.parent)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(content)
    with suppress(FileExistsError):
        os.link(aside, path)
    Path(aside).unlink()
