"""How long the screen takes for a message, in process: `python -m bench.speed`.

Messages of the dev part of data/risk of up to 40 words, and some of 400 words made from them. Figures depend on the
machine; beside them stands what the sentence encoder alone takes there.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from itertools import chain, cycle, islice

SHORT, LONG = 40, 400  # words
_MESSAGES = 300


def milliseconds(of: Callable[[str], object], texts: Sequence[str]) -> list[float]:
    """What each text takes, the least first."""
    taken = []
    for text in texts:
        began = time.perf_counter()
        of(text)
        taken.append(1000 * (time.perf_counter() - began))
    return sorted(taken)


def short(texts: Sequence[str]) -> list[str]:
    """The texts of up to SHORT words, some of them twice if they are few."""
    return [*islice(cycle([text for text in texts if len(text.split()) <= SHORT]), _MESSAGES)]


def long(texts: Sequence[str]) -> list[str]:
    """Texts of LONG words, one text behind the other."""
    words = [*chain.from_iterable(text.split() for text in texts)]
    return [" ".join(words[start : start + LONG]) for start in range(0, len(words) - LONG + 1, LONG)]


def main() -> None:
    """Print medians and the longest times."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # as the servers have it; read when numpy is imported
    from bot.safety import examples
    from bot.safety.screen import Screen

    screen = Screen.load()
    texts = [one.text for one in examples.read("dev")]
    print(f"{'':24}{'p50':>8}{'p95':>8}{'p99':>8}  milliseconds")
    for name, some in (("up to 40 words", short(texts)), ("400 words", long(texts))):
        for part, of in (("screen", screen.screen), ("encoder", screen.encoder.layers)):
            taken = milliseconds(of, some)
            row = [taken[int(share * (len(taken) - 1))] for share in (0.5, 0.95, 0.99)]
            print(f"{name:16}{part:8}" + "".join(f"{value:8.1f}" for value in row))


if __name__ == "__main__":
    main()
