"""The chat page as the server prints it: what every visitor has before, or without, any script."""

from __future__ import annotations

import asyncio
import json
import re
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy.exc import OperationalError

from bot.front_door import conversations
from bot.web import words
from tests.bot.house import DISCLOSURE, EVERYDAY, House
from tests.browser.fake_door import FakeDoor
from tests.browser.site import build


@pytest.fixture
def app() -> FastAPI:
    """The website over the stand-in door."""
    return build()


@pytest.fixture
def door(app: FastAPI) -> FakeDoor:
    """The stand-in door."""
    door: FakeDoor = app.state.door
    return door


def ask(app: FastAPI, method: str, path: str = "/chat", **form: str) -> httpx.Response:
    """One request. A form field that is not named is not sent."""

    async def sent() -> httpx.Response:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://fingerpost.test") as client:
            return await client.request(method, path, data=form or None)

    return asyncio.run(sent())


def hidden(response: httpx.Response) -> dict[str, str]:
    """The hidden fields of the form."""
    fields: list[tuple[str, str]] = re.findall(
        r'<input type="hidden" name="(\w+)" value="([^"]*)"', response.text
    )
    return dict(fields)


def log(response: httpx.Response) -> str:
    """What stands in the log, without tags."""
    inside = response.text.split('<ol id="log">')[1].split("</ol>\n    </div>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", inside))


def open_chat(app: FastAPI, text: str = "hello") -> dict[str, str]:
    """Send a first message; returns the hidden fields of the answer."""
    return hidden(ask(app, "POST", text=text))


@pytest.mark.parametrize("path", ["/", "/chat"])
def test_the_first_page_greets_without_opening_a_conversation(
    app: FastAPI, door: FakeDoor, path: str
) -> None:
    response = ask(app, "GET", path)
    assert response.status_code == 200
    assert response.headers["cache-control"] == "no-store"
    assert "I keep what you write for 30 days." in log(response)
    assert hidden(response)["id"] == hidden(response)["token"] == ""
    assert door.conversations == {}


def test_the_first_link_leads_to_urgent_help_and_999_stands_before_the_chat(app: FastAPI) -> None:
    text = ask(app, "GET").text
    links = re.findall(r'<a[^>]* href="([^"]*)"', text)
    assert links[0] == "#urgent"
    assert links[2:6] == ["tel:999", "tel:111", "tel:08001111", "sms:85258?body=SHOUT"]
    assert text.index("tel:999") < text.index('role="log"')
    assert 'Last checked: <span data-text="checked">20 November 2026' in text


@pytest.mark.parametrize("demonstration", [True, False])
def test_the_banner_is_there_only_in_a_demonstration(app: FastAPI, demonstration: bool) -> None:
    app.state.demonstration = demonstration
    assert ("Demonstration: nobody reads this chat" in ask(app, "GET").text) is demonstration


def test_the_page_holds_every_word_that_its_script_needs(app: FastAPI) -> None:
    block = ask(app, "GET").text.split('<script type="application/json" id="words">')[1].split("</script>")[0]
    assert json.loads(block) == {name: words()[name] for name in ("names", "script")}


def test_the_first_message_opens_a_conversation_and_the_next_goes_on_with_it(
    app: FastAPI, door: FakeDoor
) -> None:
    form = open_chat(app)
    response = ask(app, "POST", **form, text="no sleep")
    assert len(door.conversations) == 1
    for said in ["I'm a computer program", "You: hello", "You: no sleep", "Specialist sleep support"]:
        assert said in log(response).replace("&#39;", "'")
    assert response.headers["cache-control"] == "no-store"


def test_each_form_has_its_own_name_so_that_one_sent_twice_is_answered_once(
    app: FastAPI, door: FakeDoor
) -> None:
    form = open_chat(app)
    first, second = (ask(app, "POST", **form, text="no sleep") for _ in range(2))
    assert log(first) == log(second)
    assert hidden(first)["client_id"] != form["client_id"]


def test_the_token_is_in_no_address(app: FastAPI) -> None:
    response = ask(app, "POST", **open_chat(app), text="I want to die")
    token = hidden(response)["token"]
    assert token
    assert token not in "".join(re.findall(r'(?:href|action|src)="([^"]*)"', response.text))


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"button": "b5-0"}, "You: My child"),
        ({"wish": "person"}, "I've asked the team."),
        ({"wish": "look"}, "Staff (Sam): Hello, I am here."),
        ({"wish": "end"}, "This chat has ended. You can start a new one"),
        ({"wish": "erase"}, "This chat is deleted."),
    ],
    ids=lambda form: "-".join(form.values()) if isinstance(form, dict) else None,
)
def test_what_the_buttons_of_the_form_do(
    app: FastAPI, door: FakeDoor, form: dict[str, str], says: str
) -> None:
    opened = open_chat(app)
    if form.get("wish") == "look":
        door.staff_says("Hello, I am here.")
    response = ask(app, "POST", **opened, text="half a thought", **form)
    assert says in log(response).replace("&#39;", "'")
    assert response.status_code == 200
    assert ("half a thought" in response.text) is ("wish" in form)


def test_deleting_leaves_nothing_in_the_page(app: FastAPI, door: FakeDoor) -> None:
    response = ask(app, "POST", **open_chat(app), wish="erase")
    assert log(response).split() == ["Notice:", "This", "chat", "is", "deleted."]
    assert hidden(response)["token"] == ""
    assert door.conversations == {}


def test_a_correction_sends_only_what_was_changed(
    app: FastAPI, door: FakeDoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = open_chat(app)
    corrections: list[dict[str, Any]] = []
    correct = door.correct

    async def watched(conversation_id: str, token: str, correction: Any) -> Any:
        corrections.append(correction.model_dump(exclude_unset=True))
        return await correct(conversation_id, token, correction)

    monkeypatch.setattr(door, "correct", watched)
    response = ask(app, "POST", **form, wish="correct", who="A parent or carer", age="9", area="")
    assert corrections == [{"age": "9", "area": None}]
    assert 'value="9"' in response.text


@pytest.mark.parametrize(
    ("wrong", "status", "says"),
    [
        ({"id": "c9", "token": "secret-9", "text": "lost"}, 404, "This chat has ended or does not exist."),
        ({"token": "secret-9", "text": "lost"}, 401, "This chat belongs to another window."),
        ({"button": "b9-9", "text": "lost"}, 400, "That button is no longer in use."),
        ({"wish": "correct", "who": "x" * 201, "text": "lost"}, 400, "I could not read that request."),
    ],
    ids=["no such conversation", "wrong token", "no such button", "too long"],
)
def test_a_refusal_is_said_in_the_page_with_the_urgent_lines(
    app: FastAPI, wrong: dict[str, str], status: int, says: str
) -> None:
    response = ask(app, "POST", **{**open_chat(app), **wrong})
    assert response.status_code == status
    assert says in log(response)
    assert "Ring 999" in log(response).split(says)[1]
    assert ">lost</textarea>" in response.text


def test_a_refusal_to_open_is_said_in_the_page_too(app: FastAPI, door: FakeDoor) -> None:
    door.full = True
    response = ask(app, "POST", text="hello")
    assert response.status_code == 429
    assert "That is a lot at once." in log(response)


def test_a_refusal_keeps_the_chat_unless_it_is_gone(app: FastAPI) -> None:
    form = open_chat(app)
    assert hidden(ask(app, "POST", **form, button="b9-9"))["token"] == form["token"]
    assert hidden(ask(app, "POST", **{**form, "token": "other"}, text="hello"))["token"] == ""


def test_a_message_that_could_not_be_saved_is_answered_all_the_same(app: FastAPI, door: FakeDoor) -> None:
    form = open_chat(app)
    door.unsaved = True
    response = ask(app, "POST", **form, text="I want to die")
    assert "your message could not be saved" in log(response)
    assert hidden(response)["token"] == form["token"]


@pytest.mark.parametrize(("text", "card"), [(EVERYDAY, False), (DISCLOSURE, True)])
def test_a_first_message_that_cannot_be_saved_is_answered_all_the_same(
    house: House,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    text: str,
    card: bool,
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise OperationalError("INSERT", {"text": "xylophone"}, Exception("disk full xylophone"))

    monkeypatch.setattr(conversations, "start", fail)
    response = ask(house.app, "POST", text=f"{text} xylophone")
    assert response.status_code == 200
    assert "your message could not be saved" in log(response)
    assert "Ring 999" in log(response)
    assert (response.text.count('data-kind="safety"') > 1) is card  # beside the line that it is not saved
    assert f">{text} xylophone</textarea>" in response.text
    assert hidden(response)["id"] == ""
    assert "OperationalError" in caplog.text
    assert "xylophone" not in caplog.text


def ended_by_staff(house: House) -> dict[str, str]:
    """A chat that staff ended with last words; returns the hidden fields of the page before."""
    sam, form = house.add_staff(), open_chat(house.app, DISCLOSURE)
    (case,) = house.cases()
    house.relay.take(case.id, sam)
    house.relay.say(case.id, sam, "Ring me on Monday.")
    house.relay.end(case.id, sam)
    return form


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"wish": "look"}, 200),
        ({"wish": "end"}, 404),
        ({"wish": "summary"}, 404),
        ({"text": "thank you"}, 404),
    ],
    ids=str,
)
def test_last_words_are_shown_after_the_end(house: House, sent: dict[str, str], status: int) -> None:
    response = ask(house.app, "POST", **ended_by_staff(house), **sent)
    assert response.status_code == status
    assert "Ring me on Monday." in log(response)


def test_what_was_sent_after_the_end_can_begin_a_new_chat(house: House) -> None:
    response = ask(house.app, "POST", **ended_by_staff(house), text="thank you")
    assert ">thank you</textarea>" in response.text
    assert 'id="over" tabindex="-1" hidden' in response.text
    assert hidden(response)["id"] == ""


def test_ending_shows_the_end(house: House) -> None:
    response = ask(house.app, "POST", **open_chat(house.app, EVERYDAY), wish="end")
    assert response.status_code == 200
    assert house.door.words.say("ended") in log(response)


def test_words_are_escaped(app: FastAPI) -> None:
    text = ask(app, "POST", text='<script>alert("x")</script>').text
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert" in text
