"""One question to the assistant before it is trusted: a model that was stored badly loads without a word."""

from __future__ import annotations

import httpx

from bot.errors import SetUpError
from bot.front_door.assistant import PATH, SECRET_HEADER

CONVERSATION = "canary"
_QUESTION = "my son never sleeps"
_NEED = "sleep"


def sing(url: str, *, secret: str) -> None:
    """Ask the assistant something easy. Raises SetUpError when it has not learned it.

    It is also the first message, which is slower than all that follow.
    """
    body = {"conversation": CONVERSATION, "text": _QUESTION, "metadata": {}}
    answer = httpx.post(url + PATH, json=body, headers={SECRET_HEADER: secret}, timeout=30.0, trust_env=False)
    if answer.is_error or _NEED not in (answer.json()["slots"]["needs"] or []):
        raise SetUpError(
            "The assistant answers but has learned nothing: run `make clean` and `make up` again."
        )
