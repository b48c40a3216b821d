"""The safety cards: what somebody reads at once, put together from blocks. No sentence of them is in the code."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.language import content
from bot.language.content import ContentError, Document, Problem
from bot.safety.blocks import ANSWER, MESSAGES, SCHEMA, WRITTEN, Blocks
from bot.safety.help_lines import DOORS, Contact, HelpLines
from bot.safety.screening import HANDED_OVER, Screening
from bot.safety.situation import Readers, Situation, ages_of, first_that_fits, unknown_groups, voice_of
from bot.safety.worries import IN_AN_EMERGENCY, MEDICAL_FIRST, NO_WORRIES, WORRIES

FOLDER = Path(__file__).parent
OUTSIDE = "outside"  # none of the five councils
EVERYTHING_ELSE = "harm"  # the group of a category that no other group names

Button = dict[str, str]


@dataclass(frozen=True)
class CardMessage:
    """One message of a card, with whom to reach and what to press."""

    text: str
    contacts: tuple[Contact, ...] = ()
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True)
class Card:
    """What is shown: up to three messages, and the id of the question that they ask."""

    messages: tuple[CardMessage, ...]
    asked: str | None = None
    beside: bool = False  # whether services may stand beside it, for who asked for practical help too

    @property
    def contacts(self) -> tuple[Contact, ...]:
        """Everybody who can be reached from the card."""
        return tuple(contact for message in self.messages for contact in message.contacts)

    @property
    def text(self) -> str:
        """All its words."""
        return " ".join(message.text for message in self.messages)


@dataclass(frozen=True)
class Cards:
    """The content of cards.yml, its blocks and its help lines. `load` reads it once; keep the object."""

    raw: Mapping[str, Any]
    groups: Mapping[str, str]  # category -> group
    blocks: Blocks
    worry_blocks: Blocks
    help_lines: HelpLines
    nobody_reads: bool = False  # a demonstration: no card may say that the team was told

    @classmethod
    def load(cls, folder: Path = FOLDER, *, nobody_reads: bool = False) -> Cards:
        """Read and check the cards. Raises `ContentError` with file and line."""
        schema = content.read(folder / "cards_schema.yml", {})
        document = content.read_document(folder / "cards.yml", schema)
        raw = document.value
        if problems := [*_faults(document)]:
            raise ContentError(problems)
        groups = {one: group for group, many in raw["groups"].items() for one in many}
        rules = {"schema": folder / SCHEMA, "groups": raw["groups"]}
        help_lines = HelpLines.load(folder, groups=raw["groups"])
        blocks = Blocks.load(folder / "blocks", WRITTEN, **rules)
        worries = Blocks.load(
            folder / "worries",
            (*WORRIES, *NO_WORRIES, IN_AN_EMERGENCY, MEDICAL_FIRST),
            **rules,
            ways=help_lines.known_ways,
        )
        return cls(raw, groups, blocks, worries, help_lines, nobody_reads)

    def pick(
        self,
        screening: Screening,
        *,
        audience: str | None,
        age: float | None,
        area: str | None,
        now: datetime,
        round: int = 0,
        reads: str = "",
        saved: bool = True,
        grown_up: bool = False,
        answered: str | None = None,
    ) -> Card:
        """Return the card for a screening, who is writing, the age if known, the council and the hour.

        `round` 1 asks the question in other words. `reads` says who reads the chat, and when. Without `saved` the
        card does not say that the team was told. `answered` is a question that is not asked once more: it has just been
        answered. An action of `none` gets the card of a check-in.
        """
        situation = self.situation(
            screening, audience=audience, age=age, area=area, saved=saved, grown_up=grown_up
        )
        asked = self._asks(situation, answered)
        texts = self._texts(situation, reads, self._question(asked, round) if asked else "")
        if foreign := self.raw["languages"].get(screening.language):
            texts[0] = f"{texts[0]}\n\n{foreign['say']}".strip()
        return Card(
            messages=tuple(self._messages(texts, situation, now, asked)),
            asked=asked,
            beside=any(situation.fits(when) for when in self.raw["services_beside"]),
        )

    def answer(self, situation: Situation, now: datetime, *, reads: str = "") -> CardMessage:
        """Return what is said to an answer after a card: its help stays in sight, and what happens next is told."""
        said = [self.blocks.say(part, situation).format(reads=reads) for part in ANSWER]
        ways = self.help_lines.ways(situation, now)
        text = " ".join(" ".join(said).split())
        return CardMessage(text, (self.help_lines.emergency, *ways), (self.raw["person"],))

    def worry(self, name: str, situation: Situation, now: datetime, *, reads: str = "") -> CardMessage:
        """Return what is said to a worry, such as `my_fault`, with the help for what was told.

        In an emergency 999 comes first, unless the words speak of it themselves.
        """
        block = self.worry_blocks.find(name, situation)
        said = str(block["say"])
        urgent = situation.action == "emergency" and self.help_lines.emergency["value"] not in said
        first = self.worry_blocks.say(IN_AN_EMERGENCY, situation) if urgent else ""
        text = f"{first} {said.format(reads=reads)}"
        ways = self.help_lines.ways(situation, now, first=block.get("first", ()))
        buttons = [self.raw["erase"], self.raw["person"]] if block.get("erase") else [self.raw["person"]]
        return CardMessage(" ".join(text.split()), (self.help_lines.emergency, *ways), tuple(buttons))

    def once_more(self, asked: str) -> CardMessage:
        """Return a question in other words, for a chat that went on without an answer."""
        return CardMessage(self._question(asked, 1), (self.help_lines.emergency,), tuple(self.raw["answers"]))

    def situation(
        self,
        screening: Screening,
        *,
        audience: str | None,
        age: float | None,
        area: str | None,
        saved: bool = True,
        grown_up: bool = False,
    ) -> Situation:
        """Return what decides how a card is made. `grown_up`: the words of the writer show it."""
        voice = voice_of(screening, audience)
        ages = ages_of(voice, audience, age, grown_up=grown_up)
        readers: Readers = "nobody" if self.nobody_reads else "team"
        return Situation(
            action="check_in" if screening.action == "none" else screening.action,
            group=self._group(screening),
            voice=voice,
            ages=ages,
            age=None if voice == "self" and audience == "parent" else age,
            area=area,
            readers=readers if saved else "unsaved",
        )

    def council(self, situation: Situation, now: datetime) -> CardMessage:
        """Return how to reach the council, for a card that was given out before it was known."""
        if situation.area == OUTSIDE:
            return CardMessage(self.raw["council"]["outside"], tuple(self.help_lines.ways(situation, now)))
        contacts = self.help_lines.council(situation, now)
        if contacts:
            return CardMessage(self.raw["council"]["known"], tuple(contacts))
        return CardMessage(self.raw["council"]["no_contact"], tuple(self.help_lines.ways(situation, now)))

    def urgent_lines(self, area: str | None) -> list[Contact]:
        """Return whom to reach in an emergency, for errors and apologies."""
        return self.help_lines.urgent(area)

    def _group(self, screening: Screening) -> str:
        """Return the group that counts most of all that was noticed."""
        noticed = {self.groups.get(category, EVERYTHING_ELSE) for category in screening.categories}
        return next((group for group in self.raw["groups"] if group in noticed), "despair")

    def _asks(self, situation: Situation, answered: str | None) -> str | None:
        """Return the question of a card. After something was told it has one only if the answer can be kept."""
        question = first_that_fits(self.raw["asks"], situation)
        unsaved = situation.action in HANDED_OVER and situation.readers == "unsaved"
        return None if question is None or unsaved or question["ask"] == answered else str(question["ask"])

    def _question(self, asked: str, round: int) -> str:
        wordings = next(one["ask"] for one in self.raw["questions"] if one["id"] == asked)
        return str(wordings[min(round, len(wordings) - 1)])

    def _texts(self, situation: Situation, reads: str, question: str) -> list[str]:
        """Return the words of the three messages; the last may be empty."""
        said = {
            part: question if part == "question" else self.blocks.say(part, situation)
            for message in MESSAGES
            for part in message
        }
        if not self._asks_where(situation):
            said["where"] = ""
        said["next"] = said["next"].format(reads=reads)
        return [" ".join(" ".join(said[part] for part in message).split()) for message in MESSAGES]

    def _asks_where(self, situation: Situation) -> bool:
        """Whether a council could help, if it were known which one."""
        doors = {*DOORS} & {*self.help_lines.names(situation)}
        return situation.area is None and situation.action in HANDED_OVER and bool(doors)

    def _messages(
        self, texts: list[str], situation: Situation, now: datetime, asked: str | None
    ) -> Iterator[CardMessage]:
        """Yield the messages: 999 first, answers with their question, councils and the person at the end."""
        first, second, last = texts
        yield CardMessage(
            first, contacts=(self.help_lines.emergency,), buttons=tuple(self.raw["answers"] if asked else ())
        )
        yield CardMessage(second, contacts=tuple(self.help_lines.ways(situation, now)))
        if last:
            councils = self.raw["councils"] if self._asks_where(situation) else ()
            yield CardMessage(last, buttons=(*councils, self.raw["person"]))


def _faults(document: Document) -> Iterator[Problem]:
    """Yield what the schema cannot see and would otherwise fail when a card is wanted."""
    raw = document.value
    questions = {question["id"] for question in raw["questions"]}
    for place, entry in enumerate(raw["asks"]):
        if entry["ask"] not in questions:
            problem = f"'{entry['ask']}' is not one of the questions"
            yield document.problem(problem, "asks", place, "ask")
    yield from unknown_groups(document, "asks", raw["groups"])
