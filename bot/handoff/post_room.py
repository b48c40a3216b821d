"""The post room: what carries letters to the posts on call, a try at a time, none holding up another."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bot.handoff.duty import Channel
from bot.handoff.letter import Letter
from bot.handoff.mail import Mail
from bot.handoff.webhook import Webhook
from bot.settings import Settings

_AT_ONCE = 4  # tries to one address: a dead one must not use up everything


class Carrier(Protocol):
    """A channel by which letters go out."""

    async def send(self, address: str, letter: Letter) -> None:
        """Send one letter, or raise."""


def carriers(settings: Settings, clock: Callable[[], datetime]) -> dict[Channel, Carrier]:
    """Return what carries letters by the channels that the settings allow."""
    every: dict[Channel, Carrier] = {
        "email": Mail(settings),
        "webhook": Webhook(settings.webhook_secret.get_secret_value(), settings.alarm_within, clock),
    }
    return {channel: every[channel] for channel in channels(settings)}


def channels(settings: Settings) -> set[Channel]:
    """Return the channels that the settings allow."""
    found: dict[Channel, str] = {
        "email": settings.smtp_host and settings.smtp_from,
        "webhook": settings.webhook_secret.get_secret_value(),
    }
    return {channel for channel, needed in found.items() if needed}


@dataclass(frozen=True)
class PostRoom:
    """Tries to deliver, each try within a time."""

    carriers: Mapping[Channel, Carrier]
    within: float
    _doors: dict[str, asyncio.Semaphore] = field(
        default_factory=lambda: defaultdict(lambda: asyncio.Semaphore(_AT_ONCE))
    )

    async def deliver(self, channel: Channel, address: str, letter: Letter) -> None:
        """Deliver one letter; raises whatever kept it, a TimeoutError too."""
        async with self._doors[address], asyncio.timeout(self.within):
            await self.carriers[channel].send(address, letter)
