"""Refuses forms that another site sends in the name of a signed-in person (CSRF).

Browsers say where a request comes from in `Sec-Fetch-Site`, which no script can forge; older ones, and pages
over plain HTTP, at least send `Origin`. That is asked only where `Sec-Fetch-Site` is missing: behind a proxy
the `Host` may be another name. A client that sends neither is no browser, and holds nobody's cookie but its own.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from fastapi import Request

from bot.errors import FingerpostError

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class CrossSite(FingerpostError):
    """A form that did not come from our own pages."""


def same_site_only(request: Request) -> None:
    """Let reading requests and forms of our own pages pass; raise CrossSite for the others."""
    if request.method in _SAFE:
        return
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None:
        ours = site in ("same-origin", "none")
    else:
        ours = origin is None or urlsplit(origin).netloc == request.headers.get("host")
    if not ours:
        raise CrossSite("a form from another site")
