"""`make soak`: servers killed at random while many visitors disclose something. Nothing may be lost."""

from __future__ import annotations

import argparse
import asyncio
import itertools
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from random import Random

import yaml

from bench.crowd import Crowd, Talk, Words
from bench.killer import Killer, Recovery
from bench.product import Product, running
from bench.reckoning import Reckoning, reckon

RECOVERY_WITHIN = 30.0  # seconds
_A_MESSAGE_AT_MOST = 2.0  # seconds; a storm that goes on for longer than all of them together is stuck
_A_TALK = 5  # disclosures in one conversation
_EVERYDAY_A_TALK = 2
_AT_ONCE = 16  # visitors


@dataclass
class Storm:
    """What was sent, what it took, and what is left of it."""

    talks: list[Talk]
    recoveries: list[Recovery]
    seconds: float
    turned_away: int
    reckoning: Reckoning

    @property
    def losses(self) -> int:
        """All that went wrong, whatever it was."""
        return self.reckoning.losses + self.turned_away + len(self.late)

    @property
    def late(self) -> list[Recovery]:
        """The servers that were away for too long."""
        return [one for one in self.recoveries if one.seconds > RECOVERY_WITHIN]

    def table(self) -> dict[str, float]:
        """Return every figure by its name."""
        sent = [one for talk in self.talks for one in talk.sent]
        return {
            "conversations": len(self.talks),
            "messages": len(sent),
            "disclosures": sum(one.words.disclosure for one in sent),
            "sent again": sum(one.tries > 1 for one in sent),
            "seconds": round(self.seconds),
            **{f"kills of {name}": len(of) for name, of in self._by_server().items()},
            **{f"{name} away at most, s": round(max(of), 1) for name, of in self._by_server().items()},
            "turned away": self.turned_away,
            **{name.replace("_", " "): count for name, count in vars(self.reckoning).items()},
            f"away for over {RECOVERY_WITHIN:.0f} s": len(self.late),
        }

    def _by_server(self) -> dict[str, list[float]]:
        ordered = sorted(self.recoveries, key=lambda one: one.name)
        return {
            name: [one.seconds for one in of]
            for name, of in itertools.groupby(ordered, key=lambda one: one.name)
        }


def scripts(*, disclosures: int, random: Random) -> list[list[Words]]:
    """Return what each visitor writes, disclosures and everyday messages mixed."""
    content = yaml.safe_load(Path(__file__).with_name("storm.yml").read_text(encoding="utf-8"))
    found: list[list[Words]] = []
    for start in range(0, disclosures, _A_TALK):
        told = random.choices(content["disclosures"], k=min(_A_TALK, disclosures - start))
        script = [
            *(Words(text, disclosure=True) for text in told),
            *(Words(text, disclosure=False) for text in random.sample(content["everyday"], _EVERYDAY_A_TALK)),
        ]
        random.shuffle(script)
        found.append(script)
    return found


def storm(product: Product, *, kills: int, disclosures: int, seed: int) -> Storm:
    """Let many visitors write while servers are killed, wait until all is up, and reckon."""
    random, begun = Random(seed), time.monotonic()  # noqa: S311  (no secret depends on it)
    plan = scripts(disclosures=disclosures, random=random)
    crowd, killer = Crowd(product.url, at_once=_AT_ONCE), Killer(product, random)
    recoveries = asyncio.run(rage(crowd, killer, plan, kills=kills, random=random))
    seconds = time.monotonic() - begun
    database = product.var / "fingerpost.db"
    reckoning = reckon(crowd.talks, database=database, url=product.url)
    return Storm(crowd.talks, recoveries, seconds, crowd.turned_away, reckoning)


async def rage(
    crowd: Crowd, killer: Killer, plan: list[list[Words]], *, kills: int, random: Random
) -> list[Recovery]:
    """Each kill falls somewhere into its own share of the messages, so that it finds some on their way.

    Raises TimeoutError when the storm does not end.
    """
    messages = sum(map(len, plan))
    async with asyncio.timeout(messages * _A_MESSAGE_AT_MOST), asyncio.TaskGroup() as group:
        group.create_task(crowd.talk(plan))
        for kill in range(kills):
            await crowd.reaches(int((kill + 0.9 * random.random()) * messages / kills))
            await killer.kill()
    return await killer.recoveries()


def main() -> int:
    """Start the product, let the storm rage, print the table; 1 when anything was lost or away for too long."""
    parser = argparse.ArgumentParser(prog="python -m bench.soak", description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--disclosures", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as product:
        found = storm(product, kills=arguments.kills, disclosures=arguments.disclosures, seed=arguments.seed)
    for name, value in found.table().items():
        print(f"{name:38} {value}")
    return 1 if found.losses else 0


if __name__ == "__main__":
    sys.exit(main())
