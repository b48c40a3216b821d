"""All servers together: started, waited for, restarted when one dies, and stopped."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bot.errors import SetUpError
from bot.launcher.server import Server

_LOOK_EVERY = 0.2  # seconds
# Pause and start together must stay below the 30 seconds within which a server has to be back.
_LONGEST_PAUSE = 10.0  # seconds between restarts of a server that keeps dying
_HEALTHY_AFTER = 15.0  # seconds after which a server that died once is trusted again
_ASK_EVERY = 5.0  # seconds between two questions to a server whether it is well
_STUCK_AFTER = 12  # questions in a row without a good answer: a minute
_NEVER_UP_AFTER = 36  # the same for one that has not answered since its start: longer than the slowest start


@dataclass
class Fleet:
    """The running servers. `stopping` is set by a signal, from whatever thread."""

    tell: Callable[[str], None]
    stopping: threading.Event = field(default_factory=threading.Event)
    servers: list[Server] = field(default_factory=list)
    _pauses: dict[str, float] = field(default_factory=dict)
    _due: dict[str, float] = field(default_factory=dict)
    _asked: dict[str, float] = field(default_factory=dict)
    _silences: dict[str, int] = field(default_factory=dict)  # questions in a row without a good answer
    _was_up: set[str] = field(default_factory=set)  # since the last start

    def start(self, *servers: Server) -> None:
        """Start servers and add them to those that are kept up."""
        for server in servers:
            server.start()
            self.servers.append(server)

    def wait_for(self, servers: Sequence[Server], *, at_most: float) -> None:
        """Wait until these servers answer. Raises SetUpError when one dies or takes longer."""
        end = time.monotonic() + at_most
        waiting = list(servers)
        while waiting and not self.stopping.wait(_LOOK_EVERY):
            waiting = [server for server in waiting if not server.ready()]
            dead = [server for server in waiting if not server.alive]
            if dead:
                raise SetUpError(
                    f"The {dead[0].name} did not start: the last lines of {dead[0].log} say why."
                )
            if waiting and time.monotonic() > end:
                raise SetUpError(
                    f"The {waiting[0].name} is not ready after {at_most:.0f} seconds: see {waiting[0].log}."
                )

    def keep_up(self) -> None:
        """Restart whatever dies, and what lives but gives no answer, until told to stop."""
        while not self.stopping.wait(_LOOK_EVERY):
            for server in self.servers:
                if not server.alive:
                    self._restart(server)
                elif self._is_stuck(server):
                    self.tell(f"the {server.name} gives no answer; ending it")
                    server.end()

    def _is_stuck(self, server: Server) -> bool:
        """Whether a server that runs has not answered well for long; asks it when it is time."""
        now, name = time.monotonic(), server.name
        if now - self._asked.setdefault(name, now) < _ASK_EVERY:
            return False
        self._asked[name] = now
        if server.ready():
            self._was_up.add(name)
            self._silences[name] = 0
            return False
        self._silences[name] = self._silences.get(name, 0) + 1
        return self._silences[name] >= (_STUCK_AFTER if name in self._was_up else _NEVER_UP_AFTER)

    def _restart(self, server: Server) -> None:
        """Start a dead server again: at once the first time, then after pauses that double."""
        now = time.monotonic()
        due = self._due.setdefault(server.name, now)
        if now < due:
            return
        long_ago = now - due > _HEALTHY_AFTER
        pause = 1.0 if long_ago else min(2 * self._pauses.get(server.name, 0.5), _LONGEST_PAUSE)
        self._pauses[server.name], self._due[server.name] = pause, now + pause
        self._silences[server.name] = 0
        self._was_up.discard(server.name)
        self.tell(f"the {server.name} stopped; starting it again")
        server.start()

    def stop(self) -> None:
        """Stop everything, and leave no process."""
        for server in self.servers:
            server.ask_to_stop()
        for server in self.servers:
            server.stop()
