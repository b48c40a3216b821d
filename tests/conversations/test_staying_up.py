"""What the product does when parts of it are down, and what nobody outside may reach."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator

import httpx
import psutil
import pytest

from bench.product import Product
from bench.visitor import Visitor

pytestmark = pytest.mark.assistant

PATIENCE = 120.0  # seconds


@pytest.fixture
def visitor(product: Product) -> Iterator[Visitor]:
    """Return somebody with a new conversation."""
    with Visitor(product.url) as somebody:
        yield somebody


def _until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end
        httpx.Client(trust_env=False).close()  # something to do between two looks


def test_rasa_killed_in_the_middle(product: Product, visitor: Visitor) -> None:
    visitor.says("my son never sleeps")
    product.servers()["assistant"].send_signal(signal.SIGKILL)

    late = visitor.says("Peterborough")
    assert "999" in str(late["messages"][0]["contacts"])
    card = visitor.says("my daughter says she wants to die")
    assert card["messages"][0]["kind"] == "safety"
    assert card["state"] == "waiting"

    _until(lambda: product.answers("assistant"))
    assert (
        visitor.says("he is 9 and never sleeps, we live in Peterborough")["messages"][0]["kind"] == "services"
    )


def test_rasa_hangs(product: Product, visitor: Visitor) -> None:
    assistant = product.servers()["assistant"]
    assistant.suspend()
    try:
        begun = time.monotonic()
        card = visitor.says("i want to kill myself")
        assert time.monotonic() - begun < 4
        assert card["messages"][0]["kind"] == "safety"
    finally:
        assistant.resume()


def _kill_web(product: Product) -> None:
    web = product.servers()["web"]
    web.send_signal(signal.SIGKILL)
    web.wait(PATIENCE)
    _until(lambda: product.answers("web"))


def test_the_stream_goes_on_after_a_restart_where_it_broke_off(product: Product, visitor: Visitor) -> None:
    last = visitor.says("my son never sleeps")["messages"][-1]["seq"]
    heard = visitor.hears(after=0, until=last)
    _kill_web(product)
    newest = visitor.says("i want to kill myself")["messages"][-1]["seq"]
    heard += visitor.hears(after=heard[-1], until=newest)
    assert heard == [*range(1, newest + 1)]


def test_a_button_means_the_same_after_a_restart(product: Product, visitor: Visitor) -> None:
    visitor.says("my daughter says she wants to die")
    buttons = [button["title"] for message in visitor.replies["messages"] for button in message["buttons"]]
    _kill_web(product)
    assert visitor.presses(buttons[0])["messages"]


def test_a_disclosure_at_the_end_of_a_long_text(visitor: Visitor) -> None:
    text = "We have been on the waiting list for two years and nobody rings back. " * 70
    replies = visitor.says(text[:4950] + " And now he says he wants to kill himself.")
    assert replies["messages"][0]["kind"] == "safety"
    assert replies["state"] == "waiting"


def test_only_loopback_is_listened_on(product: Product) -> None:
    for server in product.servers().values():
        for process in [server, *server.children(recursive=True)]:
            for connection in process.net_connections("inet"):
                if connection.status == psutil.CONN_LISTEN:
                    assert connection.laddr.ip == "127.0.0.1"


def test_rasa_and_the_actions_ask_for_the_secret(product: Product) -> None:
    body = {"conversation": "x", "text": "hello"}
    refused = httpx.post(product.health["assistant"] + "messages", json=body, trust_env=False)
    assert refused.status_code == httpx.codes.UNAUTHORIZED
    assert (
        httpx.get(product.health["assistant"].replace("front_door", "rest"), trust_env=False).status_code
        == 404
    )


def test_no_message_text_in_any_log(product: Product, visitor: Visitor) -> None:
    canary = "xylophone marmalade"
    visitor.says(f"my son never sleeps {canary}")
    logs = [path.read_text(errors="replace") for path in (product.var / "log").iterdir()]
    assert not [log for log in logs if "xylophone" in log]
    assert not [line for line in product.printed if "xylophone" in line]


def test_erasing_reaches_rasa_too(product: Product, visitor: Visitor) -> None:
    visitor.says("my son never sleeps quokkaquokka")
    visitor.says("please delete everything I wrote")
    visitor.presses("Yes, delete it")
    kept = [path for path in product.var.glob("*.db*") if b"quokkaquokka" in path.read_bytes()]
    assert not [path for path in kept if not path.name.endswith("-wal")]


def test_secrets_are_the_owners_alone(product: Product) -> None:
    assert (product.var / "secrets.json").stat().st_mode & 0o077 == 0
