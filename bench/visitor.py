"""Somebody at the website, through the chat API."""

from __future__ import annotations

from typing import Any

import httpx


class Visitor:
    """One conversation. `replies` are the last ones."""

    def __init__(self, url: str, **opening: str) -> None:
        self._api = httpx.Client(base_url=f"{url}/api", timeout=30, trust_env=False)
        self.replies: dict[str, Any] = self._api.post("/conversations", json=opening).json()
        self.id = self.replies["id"]
        self._api.headers["Authorization"] = f"Bearer {self.replies['token']}"

    def __enter__(self) -> Visitor:
        return self

    def __exit__(self, *_error: object) -> None:
        self._api.close()

    def says(self, text: str) -> dict[str, Any]:
        """Type something; returns the replies."""
        return self._send({"text": text})

    def presses(self, title: str) -> dict[str, Any]:
        """Press a button of the last replies."""
        buttons = [button for message in self.replies["messages"] for button in message["buttons"]]
        return self._send({"button": next(one["token"] for one in buttons if one["title"] == title)})

    def hears(self, *, after: int, until: int) -> list[int]:
        """Listen to the stream from after one number until another comes; returns the numbers."""
        heard: list[int] = []
        with self._api.stream(
            "GET", f"/conversations/{self.id}/events", headers={"Last-Event-ID": str(after)}
        ) as events:
            for line in events.iter_lines():
                if line.startswith("id: "):
                    heard.append(int(line.removeprefix("id: ")))
                if heard and heard[-1] >= until:
                    break
        return heard

    def _send(self, body: dict[str, Any]) -> dict[str, Any]:
        response = self._api.post(f"/conversations/{self.id}/messages", json=body)
        response.raise_for_status()
        self.replies = response.json()
        return self.replies
