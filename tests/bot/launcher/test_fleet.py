"""All servers together: waited for, started again when one dies, and stopped."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from bot.errors import SetUpError
from bot.launcher import fleet as module
from bot.launcher.fleet import Fleet
from bot.launcher.server import Server


@dataclass
class FakeServer:
    """Counts what is done to it. `lives` is for how many looks it stays up after each start."""

    name: str = "web"
    log: Path = Path("var/log/web.log")
    lives: int = 1_000_000
    ready_after: int = 0
    answers: list[bool] = field(default_factory=list)  # at first; then as `ready_after` says
    deeds: list[str] = field(default_factory=list)
    started_at: list[float] = field(default_factory=list)
    time: SimpleNamespace | None = None
    _left: int = 0

    def start(self) -> None:
        self.deeds.append("start")
        self._left = self.lives
        if self.time:
            self.started_at.append(self.time.monotonic())

    @property
    def alive(self) -> bool:
        self._left -= 1
        return self._left >= 0

    def ready(self) -> bool:
        if self.answers:
            return self.answers.pop(0)
        self.ready_after -= 1
        return self.ready_after < 0

    def end(self) -> None:
        self.deeds.append("end")
        self._left = 0

    def ask_to_stop(self) -> None:
        self.deeds.append("ask")

    def stop(self) -> None:
        self.deeds.append("stop")


class Looks(threading.Event):
    """Lets a loop look so many times, each time a fifth of a second later, then says stop."""

    def __init__(self, times: int, clock: list[float]) -> None:
        super().__init__()
        self._times = times
        self._clock = clock

    def wait(self, timeout: float | None = None) -> bool:
        self._clock[0] += timeout or 0.0
        self._times -= 1
        return self._times < 0


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [100.0]
    monkeypatch.setattr(module, "time", SimpleNamespace(monotonic=lambda: now[0]))
    return now


def _fleet(clock: list[float], looks: int, *servers: FakeServer) -> tuple[Fleet, list[str]]:
    told: list[str] = []
    fleet = Fleet(told.append, stopping=Looks(looks, clock))
    fleet.start(*(cast(Server, server) for server in servers))
    return fleet, told


def test_waiting_until_all_answer(clock: list[float]) -> None:
    servers = [FakeServer(ready_after=3), FakeServer(ready_after=8)]
    fleet, _ = _fleet(clock, 100, *servers)
    fleet.wait_for(fleet.servers, at_most=60)
    assert clock[0] == pytest.approx(101.8)


def test_one_that_dies_at_the_start_is_one_line_that_names_its_log(clock: list[float]) -> None:
    fleet, _ = _fleet(clock, 100, FakeServer(lives=2, ready_after=99))
    with pytest.raises(SetUpError, match=r"web did not start.*var/log/web\.log"):
        fleet.wait_for(fleet.servers, at_most=60)


def test_one_that_takes_too_long(clock: list[float]) -> None:
    fleet, _ = _fleet(clock, 1000, FakeServer(ready_after=999))
    with pytest.raises(SetUpError, match="web is not ready after 60 seconds"):
        fleet.wait_for(fleet.servers, at_most=60)


def test_told_to_stop_while_waiting(clock: list[float]) -> None:
    fleet, _ = _fleet(clock, 3, FakeServer(ready_after=999))
    fleet.wait_for(fleet.servers, at_most=60)
    assert clock[0] < 101


def test_what_dies_is_started_again_at_once_and_said(clock: list[float]) -> None:
    dies, lives = FakeServer("actions", lives=3), FakeServer()
    fleet, told = _fleet(clock, 4, dies, lives)
    fleet.keep_up()
    assert dies.deeds == ["start", "start"]
    assert lives.deeds == ["start"]
    assert told == ["the actions stopped; starting it again"]


def test_the_pauses_double_up_to_ten_seconds(clock: list[float]) -> None:
    time = SimpleNamespace(monotonic=lambda: clock[0])
    server = FakeServer(lives=0, time=time)
    fleet, _ = _fleet(clock, 1000, server)
    fleet.keep_up()
    starts = server.started_at[1:]  # the first is not a restart
    pauses = [round(later - earlier) for earlier, later in pairwise(starts)]
    assert pauses[:7] == [1, 2, 4, 8, 10, 10, 10]


def test_one_that_was_well_for_a_while_starts_at_once_again(clock: list[float]) -> None:
    time = SimpleNamespace(monotonic=lambda: clock[0])
    server = FakeServer(lives=400, time=time)  # 80 seconds
    fleet, _ = _fleet(clock, 1650, server)
    fleet.keep_up()
    starts = server.started_at
    ups = [later - earlier for earlier, later in pairwise(starts)]
    assert len(ups) == 4
    assert max(ups) < 81


def test_what_lives_but_gives_no_answer_is_ended_and_started_again(clock: list[float]) -> None:
    stuck, well = FakeServer("web", answers=[True, *[False] * 12, True]), FakeServer("actions")
    fleet, told = _fleet(clock, 400, stuck, well)  # 80 seconds
    fleet.keep_up()
    assert stuck.deeds == ["start", "end", "start"]
    assert well.deeds == ["start"]
    assert told == ["the web gives no answer; ending it", "the web stopped; starting it again"]


@pytest.mark.parametrize(
    "answers",
    [
        pytest.param([True, *[False] * 11, True, *[False] * 11, True], id="slow for a while, twice"),
        pytest.param([*[False] * 35, True], id="slow to start"),
    ],
)
def test_one_that_is_slow_is_left_alone(clock: list[float], answers: list[bool]) -> None:
    slow = FakeServer(answers=answers)
    fleet, _ = _fleet(clock, 1000, slow)
    fleet.keep_up()
    assert slow.deeds == ["start"]


def test_all_are_asked_to_stop_before_any_is_waited_for(clock: list[float]) -> None:
    order: list[str] = []
    servers = [FakeServer("a", deeds=order), FakeServer("b", deeds=order)]
    fleet, _ = _fleet(clock, 0, *servers)
    fleet.stop()
    assert order == ["start", "start", "ask", "ask", "stop", "stop"]
