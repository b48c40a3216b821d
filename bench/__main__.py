"""`make bench`: reply times at the chat API for one visitor, the memory of each process, and the time to be ready."""

from __future__ import annotations

import argparse
import itertools
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

import yaml

from bench.product import Product, running
from bench.visitor import Visitor

_MEGABYTE = 1e6


def _conversations() -> list[list[str]]:
    content: list[list[str]] = yaml.safe_load(
        Path(__file__).with_name("messages.yml").read_text(encoding="utf-8")
    )
    return content


def reply_times(url: str, *, messages: int) -> list[float]:
    """Return the milliseconds of each reply, over conversations that are gone through again and again."""
    taken: list[float] = []
    for conversation in itertools.cycle(_conversations()):
        with Visitor(url) as visitor:
            for text in conversation[: messages - len(taken)]:
                begun = time.perf_counter()
                visitor.says(text)
                taken.append((time.perf_counter() - begun) * 1000)
        if len(taken) == messages:
            break
    return taken


def memory(product: Product) -> dict[str, float]:
    """Return the resident megabytes of each process."""
    return {name: one.memory_info().rss / _MEGABYTE for name, one in product.servers().items()}


def measure(product: Product, *, messages: int) -> dict[str, Any]:
    """Return every figure by its name."""
    reply_times(product.url, messages=20)  # what the first messages load is not measured
    taken = sorted(reply_times(product.url, messages=messages))
    return {
        "messages": len(taken),
        "median ms": round(statistics.median(taken), 1),
        "p95 ms": round(taken[int(len(taken) * 0.95)], 1),
        "longest ms": round(taken[-1], 1),
        "ready after s": round(product.ready_after, 1),
        **{f"{name} MB": round(size) for name, size in memory(product).items()},
    }


def main() -> None:
    """Start the product, measure, print."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--messages", type=int, default=200)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as product:
        for name, value in measure(product, messages=arguments.messages).items():
            print(f"{name:15} {value}")


if __name__ == "__main__":
    main()
