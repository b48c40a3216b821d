"""Remembers what was found in texts lately: what was said before is read again with each message of a conversation."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from hashlib import blake2b
from threading import Lock
from typing import Generic, TypeVar

REMEMBERED = 1_000  # texts

Found = TypeVar("Found")


class Lately(Generic[Found]):
    """Reads a text once. Of the text itself only a digest is kept, in memory, until others displace it."""

    def __init__(self, find: Callable[[str], Found]) -> None:
        self._find = find
        self._found: OrderedDict[bytes, Found] = OrderedDict()
        self._lock = Lock()

    def read(self, text: str) -> Found:
        """What is found in a text. Raises whatever finding it raises, and remembers nothing then."""
        digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
        with self._lock:
            if digest in self._found:
                self._found.move_to_end(digest)
                return self._found[digest]
        found = self._find(text)
        with self._lock:
            self._found[digest] = found
            if len(self._found) > REMEMBERED:
                self._found.popitem(last=False)
        return found
