"""No body over its limit, however it is sent; and every answer carries the security headers."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from bot.channels.webchat.bounds import FORM, HEADERS, LARGEST_BODY, LARGEST_WORDS
from bot.front_door.message import LONGEST_TEXT
from tests.bot.house import DISCLOSURE, House

pytestmark = pytest.mark.anyio

JSON = {"Content-Type": "application/json"}


def _body(size: int) -> bytes:
    return b'{"text": "x"' + b" " * (size - len(b'{"text": "x"}')) + b"}"


async def _in_pieces(body: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(body), 1000):
        yield body[start : start + 1000]


@pytest.mark.parametrize("in_pieces", [False, True])
@pytest.mark.parametrize(
    ("size", "status"), [(LARGEST_WORDS, 200), (LARGEST_WORDS + 1, 413), (2 * LARGEST_WORDS, 413)]
)
async def test_the_size_of_a_body(house: House, size: int, status: int, in_pieces: bool) -> None:
    body = _body(size)
    async with house.visitor() as visitor:
        response = await visitor.client.post(
            f"{visitor.path}/messages",
            content=_in_pieces(body) if in_pieces else body,
            headers={**visitor.headers, **JSON},
        )
    assert ("content-length" in response.request.headers) is not in_pieces
    assert response.status_code == status


@pytest.mark.parametrize("letter", ["x", "é", "আ", "我", "😀"])
@pytest.mark.parametrize("escaped", [False, True], ids=["plain", "escaped"])
async def test_a_text_of_any_letters_is_kept_whole(house: House, letter: str, escaped: bool) -> None:
    text = letter * (8_000 - len(DISCLOSURE) - 1) + " " + DISCLOSURE
    body = json.dumps({"text": text}, ensure_ascii=escaped).encode()
    async with house.visitor() as visitor:
        response = await visitor.client.post(
            f"{visitor.path}/messages", content=body, headers={**visitor.headers, **JSON}
        )
        assert response.json()["messages"][0]["kind"] == "safety"
        form = await visitor.client.post(
            "/chat", data={"id": visitor.id, "token": visitor.token, "text": text}
        )
    assert form.status_code == 200
    assert [entry.text for entry in house.journal(visitor.id) if entry.author == "user"] == [text, text]


async def test_more_words_than_can_be_read_are_refused_with_the_urgent_lines(house: House) -> None:
    async with house.visitor() as visitor:
        assert (await visitor.send(text="x" * LONGEST_TEXT)).status_code == 200
        refused = await visitor.send(text="x" * (LONGEST_TEXT + 1))
    assert (refused.status_code, refused.json()["error"]["code"]) == (413, "too_large")
    assert refused.json()["urgent"]


@pytest.mark.parametrize(
    ("path", "kind", "size", "status"),
    [
        ("/chat", FORM, LARGEST_WORDS, 200),
        ("/chat", f"{FORM}; charset=utf-8", LARGEST_WORDS, 200),
        ("/chat", FORM, LARGEST_WORDS + 1, 413),
        ("/chat", "application/json", LARGEST_BODY + 1, 413),
        ("/desk/sign-in", FORM, LARGEST_BODY + 1, 413),
        ("/api/conversations", FORM, LARGEST_WORDS + 1, 413),
    ],
)
async def test_the_size_of_a_form(house: House, path: str, kind: str, size: int, status: int) -> None:
    body = b"text=" + b"%F0%9F%98%80" * (size // 12 - 1)
    async with house.web() as web:
        response = await web.post(path, content=body.ljust(size, b"&"), headers={"Content-Type": kind})
    assert response.status_code == status
    assert response.headers["content-type"].startswith("text/html") is (path == "/chat")


async def test_a_form_that_is_too_large_is_answered_with_the_page(house: House) -> None:
    async with house.web() as web:
        response = await web.post("/chat", data={"text": "x" * (LARGEST_WORDS + 1)})
    said = response.text.split('<ol id="log">')[1]
    assert house.door.words.error("too_large") in said
    assert "tel:999" in said
    _has_headers(dict(response.headers))


async def test_reading_stops_at_the_limit(house: House) -> None:
    given = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal given
        while True:
            given += 1
            yield b"x" * 1024

    async with house.web() as web:
        response = await web.post("/api/conversations", content=endless())
    assert response.status_code == 413
    assert given <= LARGEST_WORDS // 1024 + 2


async def test_a_body_that_breaks_off(house: House) -> None:
    parts: Iterator[dict[str, Any]] = iter(
        [{"type": "http.request", "body": b"{", "more_body": True}, {"type": "http.disconnect"}]
    )
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return next(parts)

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": "POST",
        "path": "/api/conversations",
        "raw_path": b"/api/conversations",
        "query_string": b"",
        "headers": [],
        "client": ("192.0.2.1", 1),
        "server": ("localhost", 8000),
        "scheme": "http",
        "root_path": "",
        "http_version": "1.1",
        "asgi": {"version": "3.0"},
    }
    await house.app(scope, receive, send)
    assert sent[0]["status"] == 400


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("POST", "/api/conversations", 201),
        ("GET", "/api/conversations/x/messages", 401),
        ("GET", "/nothing", 404),
        ("GET", "/health", 200),
        ("GET", "/chat", 200),
        ("GET", "/api/openapi.json", 200),
        ("GET", "/static/chat.css", 200),
    ],
)
async def test_headers(house: House, method: str, path: str, status: int) -> None:
    async with house.web() as web:
        response = await web.request(method, path)
    assert response.status_code == status
    _has_headers(dict(response.headers))


async def test_headers_of_what_is_too_large_and_of_a_fault(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with house.web() as web:
        _has_headers(dict((await web.post("/api/conversations", content=_body(LARGEST_WORDS + 1))).headers))
        monkeypatch.setattr(house.door, "open", None)
        broken = await web.post("/api/conversations")
    assert broken.status_code == 500
    _has_headers(dict(broken.headers))


def _has_headers(headers: dict[str, str]) -> None:
    for name, value in HEADERS.items():
        assert headers[name.decode()] == value.decode()


def test_the_policy_allows_nothing_from_elsewhere() -> None:
    policy = HEADERS[b"content-security-policy"].decode()
    assert "default-src 'self'" in policy
    assert not any(word in policy for word in ("unsafe", "*", "http:", "https:", "data:"))
