"""Tokens: long, random, shown once. Only their hash is kept; they are too long to be guessed from it."""

from __future__ import annotations

import hashlib
import secrets


def new() -> str:
    """Return a new token."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
