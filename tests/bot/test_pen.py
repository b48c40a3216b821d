"""The pen goes to whoever has waited longest, and nobody waits for ever."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy.exc import SQLAlchemyError

from bot.pen import Pen

MANY = 50


def _in_the_queue(pen: Pen, how_many: int) -> None:
    """Wait until so many stand there."""
    while len(pen._waiting) < how_many:
        threading.Event().wait(0.001)


def test_in_the_order_in_which_they_asked() -> None:
    pen, order = Pen(patience=30), list[int]()

    def write(number: int) -> None:
        pen.take()
        order.append(number)
        pen.pass_on()

    pen.take()
    with ThreadPoolExecutor(MANY) as threads:
        for number in range(MANY):
            threads.submit(write, number)
            _in_the_queue(pen, number + 1)
        pen.pass_on()
    assert order == [*range(MANY)]


def test_one_at_a_time() -> None:
    pen, writing, most = Pen(patience=30), list[int](), list[int]()

    def write(number: int) -> None:
        for _ in range(100):
            pen.take()
            writing.append(number)
            most.append(len(writing))
            writing.remove(number)
            pen.pass_on()

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(write, range(8)))
    assert max(most) == 1
    assert len(most) == 800


def test_who_waits_too_long_is_told_and_leaves_the_queue() -> None:
    pen = Pen(patience=0.01)
    pen.take()
    with pytest.raises(SQLAlchemyError, match=r"busy for 0\.01 seconds"):
        pen.take()
    pen.pass_on()
    pen.take()  # it was put down: nobody who has left got it
