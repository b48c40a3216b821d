"""What goes over the counter can be kept and shown."""

from __future__ import annotations

import pytest

from bot.front_door.message import Message, storable


@pytest.mark.parametrize(
    ("text", "stored"),
    [("help 😭", "help 😭"), ("help \ud83d", "help ?"), ("he\0lp", "help"), ("", "")],
)
def test_what_no_database_takes_is_left_out(text: str, stored: str) -> None:
    assert storable(text) == stored


def test_a_message_is_read_by_either_name_and_written_by_the_contracts() -> None:
    parts = {"seq": 1, "kind": "text", "text": "Hello"}
    for name in ("from", "author"):
        message = Message.model_validate({name: "bot", **parts})
        assert message.model_dump(by_alias=True)["from"] == "bot"
