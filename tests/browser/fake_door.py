"""A stand-in for the front door that answers from script.yml: enough to show every kind of message."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import yaml
from sqlalchemy.exc import OperationalError

from bot.errors import NoSuchButton, NoSuchConversation, TooMany, WrongToken
from bot.front_door.message import Erased, Message, Opened, Replies, Summary
from bot.front_door.words import Words
from bot.models import State

SCRIPT = Path(__file__).with_name("script.yml")


@dataclass
class Conversation:
    """What was said so far. `buttons` maps the tokens that were handed out to what they say."""

    id: str
    token: str
    state: State = "bot"
    messages: list[Message] = field(default_factory=list)
    buttons: dict[str, str] = field(default_factory=dict)
    answered: dict[str | None, Replies] = field(default_factory=dict)
    noted: Summary = field(default_factory=lambda: Summary(who="A parent or carer", area="Peterborough"))

    def add(self, author: str, text: str, **parts: Any) -> Message:
        """Write one message down, with the next number."""
        message = shown(len(self.messages) + 1, author, text, **parts)
        self.buttons |= {button.token: button.title for button in message.buttons}
        self.messages.append(message)
        return message


def shown(seq: int, author: str, text: str, *, buttons: list[str] | None = None, **parts: Any) -> Message:
    """A message as the API gives it; `buttons` are titles."""
    tokens = [{"title": title, "token": f"b{seq}-{place}"} for place, title in enumerate(buttons or [])]
    return Message.model_validate(
        {"seq": seq, "from": author, "kind": "text", "text": text, "buttons": tokens, **parts}
    )


class FakeDoor:
    """The front door, with nothing kept on disk. `full` refuses, `unsaved` journals nothing, `down` opens nothing."""

    def __init__(self) -> None:
        self.script = yaml.safe_load(SCRIPT.read_text(encoding="utf-8"))
        self.words = Words.load(days=30)
        self.conversations: dict[str, Conversation] = {}
        self.numbers = count(1)
        self.full = False
        self.unsaved = False
        self.down = False
        self.calls = 0

    @property
    def newest(self) -> Conversation:
        """The conversation that was opened last."""
        return list(self.conversations.values())[-1]

    def urgent(self) -> list[dict[str, Any]]:
        """The urgent lines of the script."""
        lines: list[dict[str, Any]] = self.script["urgent"]
        return lines

    def hang_up(self) -> None:
        """Break off every stream."""
        self.calls += 1

    def staff_says(self, text: str, *, name: str | None = "Sam") -> None:
        """A member of staff writes into the newest conversation."""
        self.newest.state = "with_staff"
        self.newest.add("staff", text, name=name)

    async def open(self, **_known: str | None) -> Opened:
        """Open and greet."""
        if self.full:
            raise TooMany(retry_after=60)
        if self.down:
            raise OperationalError("INSERT", {}, Exception("disk full"))
        number = next(self.numbers)
        here = self.conversations[f"c{number}"] = Conversation(id=f"c{number}", token=f"secret-{number}")
        for line in self.words.greeting(None):
            here.add("bot", line)
        return Opened(id=here.id, token=here.token, messages=list(here.messages), state="bot")

    async def receive(
        self,
        conversation_id: str,
        token: str,
        *,
        text: str | None = None,
        button: str | None = None,
        client_id: str | None = None,
    ) -> Replies:
        """Answer from the script; the same `client_id` gets the same answer."""
        here = self._find(conversation_id, token)
        if self.unsaved:
            return self.not_saved(text or "")
        if button is not None and button not in here.buttons:
            raise NoSuchButton
        if client_id is None or client_id not in here.answered:
            here.answered[client_id] = self._answer(here, here.buttons[button] if button else text or "")
        return here.answered[client_id]

    def not_saved(self, text: str) -> Replies:
        """Say that nothing was saved, after the card if the words call for one."""
        told = [text] if "die" in text else []
        lines = [*(f"A card for: {line}" for line in told), self.words.say("not_saved")]
        messages = [shown(0, "system", line, kind="safety", contacts=self.urgent()) for line in lines]
        return Replies(messages=messages, state="bot")

    @property
    def direct_alarm(self) -> Any:
        """Tells nobody."""
        return SimpleNamespace(technical=lambda _part: None)

    def _answer(self, here: Conversation, text: str) -> Replies:
        here.add("user", text)
        answer = [one for one in self.script["answers"] if one["when"] in text.lower()][-1]
        here.state = answer.get("state", here.state)
        return Replies(messages=[here.add(**said) for said in answer["messages"]], state=here.state)

    async def since(self, conversation_id: str, token: str, *, after: int = 0) -> Replies:
        """What was said after a number."""
        here = self._find(conversation_id, token)
        return Replies(messages=here.messages[after:], state=here.state)

    async def stream(
        self, conversation_id: str, token: str, *, after: int, heartbeat: float
    ) -> AsyncIterator[Replies | None]:
        """What is new, as it comes; None in between."""
        here, call = self._find(conversation_id, token), self.calls
        while here.id in self.conversations and call == self.calls:
            news, after = here.messages[after:], len(here.messages)
            yield Replies(messages=news, state=here.state) if news else None
            await asyncio.sleep(heartbeat)

    async def ask_for_person(self, conversation_id: str, token: str) -> Replies:
        """Note the wish and say so."""
        here = self._find(conversation_id, token)
        here.state = "waiting"
        here.add("user", self.words.say("person.button"))
        told = self.words.say("person.waiting", reads="The team reads this chat now.")
        return Replies(messages=[here.add("system", told)], state="waiting")

    async def summary(self, conversation_id: str, token: str) -> Summary:
        """What was noted."""
        return self._find(conversation_id, token).noted

    async def correct(self, conversation_id: str, token: str, correction: Summary) -> Summary:
        """Change the lines that were sent."""
        here = self._find(conversation_id, token)
        here.noted = here.noted.model_copy(update=correction.model_dump(exclude_unset=True))
        return here.noted

    async def end(self, conversation_id: str, token: str) -> Replies:
        """End it."""
        here = self._find(conversation_id, token)
        here.state = "ended"
        return Replies(messages=[here.add("system", self.words.say("ended"))], state="ended")

    async def erase(self, conversation_id: str, token: str) -> Erased:
        """Forget it."""
        del self.conversations[self._find(conversation_id, token).id]
        return Erased(text=self.words.say("erased.everything"), everything=True)

    def _find(self, conversation_id: str, token: str) -> Conversation:
        if conversation_id not in self.conversations:
            raise NoSuchConversation
        if self.conversations[conversation_id].token != token:
            raise WrongToken
        return self.conversations[conversation_id]
