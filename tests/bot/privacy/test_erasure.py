"""What is erased is gone: from the tables, from the bytes on the disk, and from Rasa."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.models import Button, Case, Conversation, JournalEntry
from bot.privacy.erasure import Eraser
from tests.bot.house import DISCLOSURE, EVERYDAY, House
from tests.bot.privacy.conftest import Remember

pytestmark = pytest.mark.anyio

CANARY = "quokkaquokka"


def _bytes(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.glob("*.db*"))


@pytest.fixture
def with_rasa(house: House, in_rasa: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    """The house, with Rasa's database of this test."""
    monkeypatch.setattr(house.door, "eraser", Eraser(in_rasa))
    return house


async def test_nothing_is_left(with_rasa: House) -> None:
    with_rasa.rasa.says("Pick.", buttons=[{"title": "More", "payload": "/ask_more"}])
    async with with_rasa.visitor() as visitor:
        await visitor.says(EVERYDAY)
        erased = await visitor.call("DELETE")
        assert erased.json() == {
            "text": with_rasa.door.words.say("erased.everything"),
            "everything": True,
        }
        assert (await visitor.send(text="hello")).status_code == 404
    assert [with_rasa.count(table) for table in (Conversation, JournalEntry, Button)] == [0, 0, 0]


async def test_another_conversation_stays(with_rasa: House) -> None:
    async with with_rasa.visitor() as stays, with_rasa.visitor() as goes:
        await stays.says(EVERYDAY)
        await goes.says(EVERYDAY)
        await goes.call("DELETE")
        assert await stays.says("and he is 4")


async def test_with_a_case_only_the_visitors_view_goes(with_rasa: House, remember: Remember) -> None:
    async with with_rasa.visitor() as visitor:
        remember(visitor.id)
        await visitor.says(DISCLOSURE)
        erased = await visitor.call("DELETE")
        assert erased.json() == {
            "text": with_rasa.door.words.say("erased.with_case"),
            "everything": False,
        }
        for method, rest in (("GET", "/messages"), ("GET", "/summary"), ("DELETE", "")):
            assert (await visitor.call(method, rest)).status_code == 404
    kept = with_rasa.conversation(visitor.id)
    assert (kept.token_hash, kept.state) == ("", "ended")
    assert DISCLOSURE in [entry.text for entry in with_rasa.journal(visitor.id)]
    assert with_rasa.count(Case) == 1
    assert with_rasa.count(Button) == 0
    assert with_rasa.door.eraser.known_to_rasa() == set()  # type: ignore[attr-defined]


async def test_its_bytes_are_overwritten(with_rasa: House) -> None:
    async with with_rasa.visitor() as visitor:
        await visitor.says(f"How do I get short breaks for my son? {CANARY}. " * 60)
        assert CANARY.encode() in _bytes(with_rasa.settings.var)
        await visitor.call("DELETE")
    assert CANARY.encode() not in _bytes(with_rasa.settings.var)


async def test_rasa_forgets_it_and_only_it(with_rasa: House, remember: Remember, in_rasa: Path) -> None:
    async with with_rasa.visitor() as visitor:
        remember(visitor.id, text=CANARY)
        remember("another", text="other words")
        await visitor.call("DELETE")
    assert Eraser(in_rasa).known_to_rasa() == {"another"}
    assert CANARY.encode() not in _bytes(in_rasa.parent)
    assert b"other words" in _bytes(in_rasa.parent)


async def test_if_rasa_cannot_forget_nothing_is_erased_and_it_can_be_tried_again(
    with_rasa: House, remember: Remember, in_rasa: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(_self: Eraser, _ids: object) -> None:
        raise sqlite3.OperationalError("database is locked")

    async with with_rasa.visitor() as visitor:
        remember(visitor.id)
        with monkeypatch.context() as patch:
            patch.setattr(Eraser, "forget_in_rasa", locked)
            assert (await visitor.call("DELETE")).status_code == 500
        assert with_rasa.count(Conversation) == 1
        assert (await visitor.call("DELETE")).status_code == 200
    assert with_rasa.count(Conversation) == 0


def test_rasa_has_not_written_anything_yet(eraser: Eraser, in_rasa: Path) -> None:
    eraser.forget_in_rasa(["a"])
    assert eraser.known_to_rasa() == set()
    assert not in_rasa.exists()
    with closing(sqlite3.connect(in_rasa)) as connection:
        connection.execute("CREATE TABLE other (id INTEGER)")
    eraser.forget_in_rasa(["a"])
    assert eraser.known_to_rasa() == set()


def test_who_is_known_to_rasa(eraser: Eraser, remember: Remember) -> None:
    remember("a", "b", "a")
    assert eraser.known_to_rasa() == {"a", "b"}
    eraser.forget_in_rasa(["b", "nobody"])
    assert eraser.known_to_rasa() == {"a"}
