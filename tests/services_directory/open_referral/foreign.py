"""Another council's feed, in this process: it gives what it is told to, and notes what it is asked."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx

from services_directory.open_referral.feed import Feed
from services_directory.open_referral.services import flat

ADDRESS = "https://feed.test/api"


def service(number: int, **more: Any) -> dict[str, Any]:
    return {
        "id": f"{number:08d}-d857-441c-9679-408f346de14b",
        "name": f"Service {number}",
        "status": "active",
        "last_modified": "2026-01-01T00:00:00.000Z",
        "contacts": [{"id": f"{number:08d}-0000-441c-9679-408f346de14b", "name": "Ann"}],
        **more,
    }


@dataclass
class Foreign:
    """`listed` and `whole` stand in for what it would give by itself; `faults` are answers given first, each once."""

    services: list[dict[str, Any]] = field(default_factory=list)
    taxonomy_terms: list[dict[str, Any]] | None = None
    per_page: int = 2
    claims: dict[str, Any] = field(default_factory=dict)
    listed: dict[int, Any] = field(default_factory=dict)
    whole: dict[str, Any] = field(default_factory=dict)
    faults: dict[str, list[httpx.Response | Exception]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    slept: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.services = [*self.services]
        self.faults = {path: [*its] for path, its in self.faults.items()}

    def feed(self, address: str = ADDRESS) -> Feed:
        client = httpx.Client(transport=httpx.MockTransport(self.answer))
        return Feed(client, address, sleep=self.slept.append)

    def answer(self, request: httpx.Request) -> httpx.Response:
        path = request.url.raw_path.decode().removeprefix("/api/")
        self.asked.append(path)
        if self.faults.get(path):
            fault = self.faults[path].pop(0)
            if isinstance(fault, Exception):
                raise fault
            return fault
        name, _, query = path.partition("?page=")
        if query:
            return self._page(name, int(query))
        record_id = name.partition("/")[2]
        found = self.whole.get(record_id) or next(
            (one for one in self.services if one["id"] == record_id), None
        )
        return self._json(found) if found is not None else httpx.Response(404)

    def _page(self, name: str, number: int) -> httpx.Response:
        held: Sequence[Any] | None = self.services if name == "services" else getattr(self, name, None)
        if held is None:
            return httpx.Response(404)
        some = held[(number - 1) * self.per_page : number * self.per_page]
        pages = -(-len(held) // self.per_page)
        page = {
            "total_items": len(held),
            "total_pages": pages,
            "page_number": number,
            "size": len(some),
            "first_page": number == 1,
            "last_page": number >= pages,
            "empty": not some,
            **(self.claims if name == "services" else {}),
            "contents": [
                self.listed.get((number - 1) * self.per_page + at, flat(one)) for at, one in enumerate(some)
            ],
        }
        return self._json(page)

    def _json(self, found: Any) -> httpx.Response:
        return httpx.Response(200, content=json.dumps(found).encode())
