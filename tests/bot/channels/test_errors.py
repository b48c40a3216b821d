"""Every error has one form, and the urgent lines beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from bot.front_door.limits import Limits
from tests.bot.house import House, Visitor

pytestmark = pytest.mark.anyio

JSON = {"Content-Type": "application/json"}


def _is_an_error(house: House, response: httpx.Response, status: int, code: str) -> None:
    assert response.status_code == status
    assert response.json() == {
        "error": {"code": code, "message": house.door.words.error(code)},
        "urgent": house.door.urgent(),
    }
    assert any(contact["value"] == "999" for contact in response.json()["urgent"])


@pytest.mark.parametrize(
    ("method", "rest", "request_", "status", "code"),
    [
        ("POST", "/messages", {"content": b"{not json", "headers": JSON}, 400, "bad_request"),
        ("POST", "/messages", {"content": b"\xff\xfe{}", "headers": JSON}, 400, "bad_request"),
        ("POST", "/messages", {"content": b"[" * 9000, "headers": JSON}, 400, "bad_request"),
        ("POST", "/messages", {"content": b"hello"}, 400, "bad_request"),
        ("POST", "/messages", {"json": {"text": "x" * 20_000}}, 413, "too_large"),
        ("PUT", "/messages", {}, 405, "not_found"),
        ("GET", "/nothing-here", {}, 404, "not_found"),
    ],
)
async def test_form(house: House, method: str, rest: str, request_: Any, status: int, code: str) -> None:
    async with house.visitor() as visitor:
        headers = {**visitor.headers, **request_.pop("headers", {})}
        response = await visitor.client.request(method, visitor.path + rest, headers=headers, **request_)
    _is_an_error(house, response, status, code)


async def _gone(visitor: Visitor) -> httpx.Response:
    await visitor.call("POST", "/end")
    return await visitor.send(text="hello")


async def _stranger(visitor: Visitor) -> httpx.Response:
    visitor.token = "nope"
    return await visitor.send(text="hello")


async def _button(visitor: Visitor) -> httpx.Response:
    return await visitor.send(button="nope")


async def _bulk(visitor: Visitor) -> httpx.Response:
    await visitor.client.post("/api/conversations")
    return await visitor.client.post("/api/conversations")


@pytest.mark.parametrize(
    ("deed", "status", "code"),
    [
        (_gone, 404, "no_such_conversation"),
        (_stranger, 401, "wrong_token"),
        (_button, 400, "no_such_button"),
        (_bulk, 429, "too_many"),
    ],
)
async def test_form_of_our_own(house: House, deed: Callable[..., Any], status: int, code: str) -> None:
    async with house.visitor() as visitor:
        house.door.limits = Limits(opened=1, same_text=1, clock=house.clock)
        _is_an_error(house, await deed(visitor), status, code)


async def test_a_fault_that_nobody_foresaw(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: Any) -> None:
        raise RuntimeError("xylophone")

    async with house.visitor() as visitor:
        monkeypatch.setattr(house.door, "_take_in", fail)
        response = await visitor.send(text="xylophone")
    _is_an_error(house, response, 500, "broken")
    assert "RuntimeError at " in caplog.text
    assert "test_errors.py" in caplog.text
    assert "xylophone" not in caplog.text
