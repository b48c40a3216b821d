"""One question to the assistant before it is trusted: a model that was stored badly loads without a word."""

from __future__ import annotations

import httpx

from bot.errors import SetUpError
from bot.front_door.assistant import PATH, SECRET_HEADER, Answer

CONVERSATION = "canary"
_QUESTION = "my son never sleeps"
_NEED = "sleep"


def sing(url: str, *, secret: str) -> None:
    """Ask the assistant something easy. Raises SetUpError when it does not know it, or does not answer.

    It is also the first message, which is slower than all that follow.
    """
    body = {"conversation": CONVERSATION, "text": _QUESTION, "metadata": {}}
    headers = {SECRET_HEADER: secret}
    try:
        response = httpx.post(url + PATH, json=body, headers=headers, timeout=30.0, trust_env=False)
        response.raise_for_status()
        answer = Answer.model_validate_json(response.content)
    except (httpx.HTTPError, ValueError) as error:
        raise SetUpError(f"The assistant gives no answer ({type(error).__name__}): see its log.") from error
    if _NEED not in (answer.slots.get("needs") or []):
        raise SetUpError(
            "The assistant answers but has learned nothing: remove the folder models and run `make up` again."
        )
