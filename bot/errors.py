"""The tree of errors. Each says what happened and, where somebody can mend it, what to do.

FingerpostError
├── SetUpError            the machine or its files are not ready; the message says how to mend it
│   └── Unreadable        a second step was sealed with a key that is gone (`bot.handoff.seal`)
├── CaseChanged           staff acted on a case that has ended or that somebody else holds
└── VisitorError          what a visitor sent cannot be done; has a code and an HTTP status
    ├── NoSuchConversation
    ├── WrongToken
    ├── NoSuchButton
    ├── TooLarge
    ├── TooMany           carries `retry_after` in seconds
    └── BadRequest
"""

from __future__ import annotations


class FingerpostError(Exception):
    """The root of the tree."""


class SetUpError(FingerpostError):
    """Something on this machine must be mended first; the message is one line with the mend."""


class CaseChanged(FingerpostError):
    """The case is no longer as the page showed it; the message says what to do."""


class VisitorError(FingerpostError):
    """A request that cannot be done. `code` names the words that the visitor reads."""

    code = "bad_request"
    status = 400


class BadRequest(VisitorError):
    """The body is not what the API describes."""


class NoSuchConversation(VisitorError):
    """The conversation was never opened, has ended or was erased."""

    code = "no_such_conversation"
    status = 404


class WrongToken(VisitorError):
    """The token is missing or belongs to another conversation."""

    code = "wrong_token"
    status = 401


class NoSuchButton(VisitorError):
    """The button belongs to another conversation or was used."""

    code = "no_such_button"
    status = 400


class TooLarge(VisitorError):
    """More words than the screen can read while somebody waits."""

    code = "too_large"
    status = 413


class TooMany(VisitorError):
    """Conversations opened in bulk, or the same words over and over."""

    code = "too_many"
    status = 429

    def __init__(self, *, retry_after: int) -> None:
        super().__init__(f"try again in {retry_after} seconds")
        self.retry_after = retry_after
