"""The API of another council, read politely: one request at a time, and again where it asks to wait."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import httpx

PAUSE = 0.05  # seconds before each request
LARGEST = 32 * 1024 * 1024  # bytes of an answer
_TRIES = 5
_LONGEST_WAIT = 120.0  # seconds, whatever the other side asks for
_MOST_PAGES = 100_000


class NoFeed(ValueError):
    """What should be a feed or a file of one cannot be read; the message says why."""


class Unreachable(Exception):
    """An address gave no JSON; the message says why. `status` is that of HTTP, where there was an answer."""

    def __init__(self, why: str, status: int | None = None) -> None:
        super().__init__(why)
        self.status = status


@dataclass(frozen=True)
class FeedPage:
    """A page as it came: its records, how many the feed says it has in all, or why it could not be read."""

    number: int
    records: Sequence[Any] = ()
    total: int | None = None
    fault: Unreachable | None = None


class Feed:
    """A feed by the address that its endpoints share, such as `https://example.org/open-referral`."""

    def __init__(self, client: httpx.Client, address: str, *, sleep: Callable[[float], object]) -> None:
        """`sleep` waits some seconds. Raises NoFeed if the address is none of the web."""
        try:
            url = httpx.URL(address)
        except httpx.InvalidURL as error:
            raise NoFeed(f"{address} is no address") from error
        if url.scheme not in ("http", "https") or not url.host or url.query or url.fragment:
            raise NoFeed(f"{address} should begin with https:// and have no question mark")
        self._client, self._sleep = client, sleep
        self._address = str(url).rstrip("/").removesuffix("/services")

    def pages(self, path: str) -> Iterator[FeedPage]:
        """Every page of a list. What a page says of the number of pages is not relied upon: it ends where nothing
        new comes. A page that cannot be read is passed over, if the feed said that there are more.
        """
        number, last, taken, seen = 1, 1, 0, set[str]()
        while number <= _MOST_PAGES:
            try:
                found = self._get(path, page=number)
                page = _page(number, found)
            except Unreachable as fault:
                if number > last and fault.status in (400, 404):
                    return
                yield FeedPage(number, fault=fault)
                if number >= last:
                    return
            else:
                names = {_name(record) for record in page.records}
                if number > 1 and names <= seen:
                    return
                yield page
                seen |= names
                taken += len(page.records)
                if _is_last(found, number, taken):
                    return
                last = max(last, _count(found, "total_pages") or 1)
            number += 1

    def record(self, path: str, record_id: str) -> Any:
        """A whole record. Raises Unreachable."""
        return self._get(f"{path}/{quote(record_id, safe='')}")

    def _get(self, path: str, **asked: int) -> Any:
        for attempt in range(_TRIES):
            self._sleep(PAUSE)
            try:
                status, wait, body = self._read(f"{self._address}/{path}", asked)
            except (httpx.RequestError, httpx.InvalidURL) as error:
                why, wait = Unreachable(f"no answer ({type(error).__name__})"), None
            else:
                if status == 200:
                    return parse(body)
                why = Unreachable(f"HTTP {status}", status)
                if status != 429 and status < 500:
                    raise why
            if attempt < _TRIES - 1:
                self._sleep(min(wait or 2.0**attempt, _LONGEST_WAIT))
        raise why

    def _read(self, address: str, asked: dict[str, int]) -> tuple[int, float | None, bytes]:
        """Status, for how many seconds the other side asks to wait, and body of an answer."""
        with self._client.stream("GET", address, params=asked or None) as response:
            body = bytearray()
            for part in response.iter_bytes():
                body += part
                if len(body) > LARGEST:
                    raise Unreachable(f"the answer is larger than {LARGEST // 1024 // 1024} MB")
        wait = response.headers.get("retry-after", "")
        return response.status_code, float(wait) if wait.isascii() and wait.isdigit() else None, bytes(body)


def parse(body: bytes) -> Any:
    """JSON as it came. Raises Unreachable if it is none."""
    try:
        return json.loads(body, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise Unreachable("it is not JSON") from error


def _refuse(constant: str) -> Any:
    raise ValueError(constant)  # NaN and Infinity are not of JSON


def _page(number: int, found: Any) -> FeedPage:
    records = found.get("contents") if isinstance(found, dict) else found
    if not isinstance(records, list):
        raise Unreachable("it is not a page: it has no list of contents")
    return FeedPage(number, records, _count(found, "total_items"))


def _name(record: Any) -> str:
    """What a record is known by: its id, or all of it where it has none."""
    named = isinstance(record, dict) and isinstance(record.get("id"), str)
    return record["id"] if named else json.dumps(record, sort_keys=True)


def _is_last(found: Any, number: int, taken: int) -> bool:
    """Whether everything that a page says of the whole agrees that this was all."""
    total, pages = _count(found, "total_items"), _count(found, "total_pages")
    says_so = isinstance(found, dict) and found.get("last_page") is True
    return says_so and total is not None and pages is not None and taken == total and number >= pages


def _count(found: Any, name: str) -> int | None:
    value = found.get(name) if isinstance(found, dict) else None
    return value if isinstance(value, int) and not isinstance(value, bool) else None
