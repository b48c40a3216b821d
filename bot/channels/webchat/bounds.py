"""What no request may exceed, and what every page tells the browser."""

from __future__ import annotations

import logging
from traceback import extract_tb
from typing import Any

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.channels.webchat import page
from bot.channels.webchat.errors import error_response

log = logging.getLogger(__name__)

LARGEST_BODY = 16 * 1024  # bytes
# Of what a visitor writes: 8,000 characters however they are sent. At most twelve bytes stand for one of them: a form
# writes each of the four bytes of an emoji as three, and JSON may write it as two escapes of six.
LARGEST_WORDS = 12 * 8_000 + 1024
FORM = "application/x-www-form-urlencoded"
PAGE = "/chat"
API = "/api/conversations"
HEADERS = {
    b"content-security-policy": b"default-src 'self'; frame-ancestors 'self'; base-uri 'none'; form-action 'self'",
    b"referrer-policy": b"no-referrer",
    b"x-content-type-options": b"nosniff",
    b"permissions-policy": b"camera=(), geolocation=(), microphone=()",
}


class Bounds:
    """Refuses bodies over the limit, however they are sent, adds the security headers, and answers for faults."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read the body up to the limit, then hand the request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer = _Answer(send)
        body = await _read(receive, at_most=_limit(scope))
        if body is None:
            await _too_large(scope)(scope, receive, answer.send)
            return
        try:
            await self._app(scope, _replay(body, receive), answer.send)
        # Whatever nobody foresaw: left alone, it would be logged with its words, which may be a visitor's.
        except Exception as error:
            place = extract_tb(error.__traceback__)[-1]
            log.critical("a request failed: %s at %s:%s", type(error).__name__, place.filename, place.lineno)
            if not answer.begun:
                await error_response(scope["app"].state.door, "broken", 500)(scope, receive, answer.send)


def _limit(scope: Scope) -> int:
    kind = Headers(scope=scope).get("content-type", "").partition(";")[0].strip().lower()
    return (
        LARGEST_WORDS
        if (scope["path"] == PAGE and kind == FORM) or scope["path"].startswith(API)
        else LARGEST_BODY
    )


def _too_large(scope: Scope) -> Response:
    if scope["path"] == PAGE:
        return page.too_large(Request(scope))
    return error_response(scope["app"].state.door, "too_large", 413)


async def _read(receive: Receive, *, at_most: int) -> bytes | None:
    """Return the whole body, or None when it is too large."""
    body = b""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return body
        body += bytes(message.get("body", b""))
        if len(body) > at_most:
            return None
        if not message.get("more_body"):
            return body


def _replay(body: bytes, receive: Receive) -> Receive:
    waiting: list[Any] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replayed() -> Message:
        return waiting.pop() if waiting else await receive()

    return replayed


class _Answer:
    """The way out: adds the headers, and remembers whether an answer has begun."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.begun = False

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.begun = True
            present = {name for name, _ in message["headers"]}
            message["headers"] = [
                *message["headers"],
                *((name, value) for name, value in HEADERS.items() if name not in present),
            ]
        await self._send(message)
