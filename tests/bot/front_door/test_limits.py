"""Bulk opening and repeats are slowed down; a child who types fast is not."""

from __future__ import annotations

import threading
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from bot.errors import TooMany
from bot.front_door import limits as module
from bot.front_door.limits import Limits
from tests.bot.house import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def limits(clock: Clock) -> Limits:
    return Limits(opened=3, same_text=2, clock=clock)


def test_bulk_opening(limits: Limits) -> None:
    for _ in range(3):
        limits.opens("192.0.2.1")
    with pytest.raises(TooMany) as refused:
        limits.opens("192.0.2.1")
    assert refused.value.retry_after == 61
    limits.opens("192.0.2.2")


def test_the_same_words_over_and_over(limits: Limits) -> None:
    limits.repeats("chat", "hello")
    limits.repeats("chat", "hello")
    with pytest.raises(TooMany):
        limits.repeats("chat", "hello")
    limits.repeats("another chat", "hello")
    limits.repeats("chat", "something else")


def test_many_different_words(limits: Limits) -> None:
    for number in range(200):
        limits.repeats("chat", f"text {number}")


@pytest.mark.parametrize(("seconds", "retry_after"), [(0, 61), (15.5, 45), (59, 2)])
def test_how_long_to_wait(limits: Limits, clock: Clock, seconds: float, retry_after: int) -> None:
    limits.repeats("chat", "hello")
    limits.repeats("chat", "hello")
    clock.move(seconds=seconds)
    with pytest.raises(TooMany) as refused:
        limits.repeats("chat", "hello")
    assert refused.value.retry_after == retry_after


def test_a_minute_later_all_is_well(limits: Limits, clock: Clock) -> None:
    for _ in range(2):
        limits.repeats("chat", "hello")
    clock.move(minutes=1)
    limits.repeats("chat", "hello")


def test_a_clock_that_is_put_back_bars_nobody(limits: Limits, clock: Clock) -> None:
    limits.repeats("chat", "hello")
    limits.repeats("chat", "hello")
    clock.move(hours=-1)
    limits.repeats("chat", "hello")
    limits.repeats("chat", "hello")
    with pytest.raises(TooMany):
        limits.repeats("chat", "hello")


def test_texts_are_not_kept(limits: Limits) -> None:
    limits.repeats("chat", "xylophone")
    assert "xylophone" not in str(vars(limits))


def test_memory_is_bounded(limits: Limits, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_REMEMBERED", 10)
    for number in range(50):
        limits.repeats("chat", str(number))
        clock.move(seconds=10)
    assert len(limits._times) <= 11


class Slow(dict[str, Any]):
    """Lets other threads run while it is read."""

    def items(self) -> Any:
        for item in super().items():
            threading.Event().wait(0.0001)
            yield item


def test_threads_do_not_disturb_each_other(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_REMEMBERED", 10)
    limits = Limits(opened=1, same_text=1, clock=clock)
    limits._times = Slow({f"text {number}": deque([clock()]) for number in range(100)})
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda number: limits.repeats("chat", str(number)), range(20)))
    assert len(limits._times) == 120
