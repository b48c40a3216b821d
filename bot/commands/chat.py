"""`bot chat`: talk to the running assistant in this terminal. Type a number for a button, /q to stop."""

from __future__ import annotations

import argparse
from typing import Any

import httpx

from bot.errors import SetUpError
from bot.settings import Settings

QUIT = "/q"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take who is asking, and from where."""
    parser.add_argument("--audience", choices=["parent", "young_person", "professional"])
    parser.add_argument("--area")


def run(arguments: argparse.Namespace) -> int:
    """Open a conversation and go on until the end of the input."""
    api = httpx.Client(base_url=f"http://127.0.0.1:{Settings().port}/api", timeout=30.0, trust_env=False)
    opening = {"audience": arguments.audience, "area": arguments.area}
    try:
        opened = api.post("/conversations", json=opening)
        if opened.is_error:
            raise SetUpError(f"The chat could not be opened: {opened.json()['error']['message']}")
        conversation = opened.json()
        api.headers["Authorization"] = f"Bearer {conversation['token']}"
        _talk(api, f"/conversations/{conversation['id']}/messages", conversation)
    except httpx.TransportError as error:
        raise SetUpError("Nothing answers: run `make up` in another terminal first.") from error
    return 0


def _talk(api: httpx.Client, path: str, replies: dict[str, Any]) -> None:
    while True:
        buttons = _show(replies)
        try:
            typed = input("\nyou> ")
        except EOFError:
            return
        if typed == QUIT:
            return
        answer = api.post(path, json=_sent(typed, buttons))
        replies = answer.json() if answer.is_success else {"messages": [], **answer.json()}


def _sent(typed: str, buttons: list[dict[str, str]]) -> dict[str, str]:
    chosen = int(typed) - 1 if typed.isdecimal() else -1
    return {"button": buttons[chosen]["token"]} if 0 <= chosen < len(buttons) else {"text": typed}


def _show(replies: dict[str, Any]) -> list[dict[str, str]]:
    """Print the replies; returns the buttons, numbered from 1 as printed."""
    if error := replies.get("error"):
        print(f"\n[{error['code']}] {error['message']}")
    buttons: list[dict[str, str]] = []
    for message in replies["messages"]:
        print(f"\n{message.get('name') or message['from']} ({message['kind']})> {message['text']}")
        for service in message["services"]:
            _show_service(service)
        if message["pathway"]:
            _show_pathway(message["pathway"])
        for contact in message["contacts"]:
            print(f"    {contact['value']}  {contact.get('label') or ''}")
        buttons += message["buttons"]
    for number, button in enumerate(buttons, start=1):
        print(f"  {number}. {button['title']}")
    return buttons


def _show_service(service: dict[str, Any]) -> None:
    print(f"  * {service['name']}: {service['what']}\n    {service.get('why') or ''}")
    for step in service["how_to_get"]:
        print(f"    - {step}")
    for contact in service["contacts"]:
        print(f"    {contact['value']}  {contact.get('label') or ''}")
    print(f"    {service['freshness']}")


def _show_pathway(pathway: dict[str, Any]) -> None:
    print(f"  {pathway['answer']}\n  {pathway['because']}")
    for step in pathway["next_steps"]:
        print(f"    - {step}")
    print(f"  {pathway.get('law') or ''}\n  {pathway.get('caveat') or ''}\n  {pathway['freshness']}")
