"""The header by which pages of other sites may read the API: on every answer, errors too."""

from __future__ import annotations

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_HEADER = (b"access-control-allow-origin", b"*")


class OpenToAll:
    """Adds it to all that is under a prefix, and tells a browser that asks first that it may read."""

    def __init__(self, app: ASGIApp, *, prefix: str) -> None:
        self._app, self._prefix = app, prefix

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on, and add the header on the way back."""
        if scope["type"] != "http" or not f"{scope['path']}/".startswith(f"{self._prefix}/"):
            await self._app(scope, receive, send)
            return

        async def with_header(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], _HEADER]
            await send(message)

        app = _may_read if scope["method"] == "OPTIONS" else self._app
        await app(scope, receive, with_header)


_may_read = Response(
    status_code=204, headers={"Access-Control-Allow-Methods": "GET", "Access-Control-Allow-Headers": "*"}
)
