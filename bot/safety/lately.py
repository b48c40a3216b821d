"""Remembers what texts sounded like lately: what was said before is read again with each message of a conversation."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from hashlib import blake2b
from threading import Lock

from bot.safety.meanings import Heard, Meanings

REMEMBERED = 1_000  # texts


@dataclass(frozen=True)
class Lately:
    """Meanings that hear a text once. Of the text itself only a digest is kept, in memory, until others displace it."""

    meanings: Meanings
    _heard: OrderedDict[bytes, Heard] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def hear(self, folded: str) -> Heard:
        """What a folded text sounds like. Raises what `Meanings.hear` raises, and remembers nothing then."""
        digest = blake2b(folded.encode("utf-8", "surrogatepass"), digest_size=16).digest()
        with self._lock:
            known = self._heard.get(digest)
        if known is not None:
            return known
        heard = self.meanings.hear(folded)
        with self._lock:
            self._heard[digest] = heard
            if len(self._heard) > REMEMBERED:
                self._heard.popitem(last=False)
        return heard
