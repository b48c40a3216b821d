"""Letters by webhook: JSON, signed so that a receiver knows who sent it and when."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime

import httpx

from bot.handoff.letter import Letter

TIMESTAMP = "X-Fingerpost-Timestamp"
SIGNATURE = "X-Fingerpost-Signature"


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Return the HMAC-SHA256 of `timestamp.body`, in hexadecimal after `sha256=`."""
    signed = timestamp.encode() + b"." + body
    return "sha256=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


@dataclass(frozen=True)
class Webhook:
    """Posts letters. Only an answer of 2xx counts as received."""

    secret: str
    within: float
    clock: Callable[[], datetime]

    async def send(self, address: str, letter: Letter) -> None:
        """Post one letter. Raises httpx.HTTPError when it is not received."""
        body = json.dumps(asdict(letter), separators=(",", ":")).encode()
        timestamp = str(int(self.clock().timestamp()))
        headers = {
            "Content-Type": "application/json",
            "Idempotency-Key": letter.key,
            TIMESTAMP: timestamp,
            SIGNATURE: signature(self.secret, timestamp, body),
        }
        async with (
            httpx.AsyncClient(timeout=self.within, trust_env=False) as client,
            client.stream("POST", address, content=body, headers=headers) as response,
        ):
            response.raise_for_status()  # for a redirect too: followed, the letter would go elsewhere
