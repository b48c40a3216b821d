"""Kills a server of a running product at random, and measures how long it is away."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from random import Random

import httpx
import psutil

from bench.product import Product

_LOOK_EVERY = 0.1  # seconds
_GIVE_UP_AFTER = 120.0  # seconds


@dataclass(frozen=True)
class Recovery:
    """How long a server was away after it was killed, in seconds."""

    name: str
    seconds: float


@dataclass
class Killer:
    """Kills only what is up, so that each recovery is measured by itself. Two servers may be down at once."""

    product: Product
    random: Random
    _away: dict[str, asyncio.Task[Recovery]] = field(default_factory=dict)
    _recovered: list[asyncio.Task[Recovery]] = field(default_factory=list)

    async def kill(self) -> None:
        """Kill one server without a warning (SIGKILL)."""
        name = self.random.choice(await self._up())
        process = self.product.servers()[name]
        process.kill()
        self._away[name] = task = asyncio.create_task(self._recovery(name, process))
        self._recovered.append(task)

    async def recoveries(self) -> list[Recovery]:
        """Return all of them, in the order of the kills, when all servers are up again."""
        return await asyncio.gather(*self._recovered)

    async def _up(self) -> list[str]:
        """Return the names of those that are up; wait until one is."""
        while len(away := [task for task in self._away.values() if not task.done()]) == len(
            self.product.health
        ):
            await asyncio.wait(away, return_when=asyncio.FIRST_COMPLETED)
        return [name for name in self.product.health if name not in self._away or self._away[name].done()]

    async def _recovery(self, name: str, process: psutil.Process) -> Recovery:
        begun = time.monotonic()
        try:  # what is dying must not be asked whether it is well
            await asyncio.to_thread(process.wait, _GIVE_UP_AFTER)
        except psutil.TimeoutExpired:
            return Recovery(name, float("inf"))
        async with httpx.AsyncClient(timeout=1.0, trust_env=False) as client:
            while not await _answers(client, self.product.health[name]):
                if time.monotonic() - begun > _GIVE_UP_AFTER:
                    return Recovery(name, float("inf"))
                await asyncio.sleep(_LOOK_EVERY)
        return Recovery(name, time.monotonic() - begun)


async def _answers(client: httpx.AsyncClient, address: str) -> bool:
    try:
        return (await client.get(address)).is_success
    except httpx.HTTPError:
        return False
