"""`bot up`: start everything, say where to click, keep it up, stop it all on Ctrl-C."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from datetime import UTC, datetime

from bot.database import Sessions
from bot.errors import SetUpError
from bot.handoff.staff import any_staff, invite
from bot.launcher import canary, ports
from bot.launcher.environment import ASSISTANT_PYTHON, assistant_command, environment
from bot.launcher.fleet import Fleet
from bot.launcher.server import Server
from bot.launcher.training import learn, train
from bot.secret_file import Secrets
from bot.settings import REPOSITORY, Settings
from bot.storage import prepare

_READY_WITHIN = 120.0  # seconds, on a slow machine


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """Take no arguments."""


def _tell(line: str) -> None:
    print(f"== {line}", flush=True)


def run(_arguments: argparse.Namespace) -> int:
    """Start, keep up, stop."""
    settings = Settings()
    ports.check(settings)
    if not ASSISTANT_PYTHON.exists():
        raise SetUpError("The assistant's environment is missing: run `make up`, which makes it.")
    fleet = Fleet(_tell)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: fleet.stopping.set())
    try:
        sessions = _start_web(fleet, settings)
        _start_assistant(fleet, settings, sessions)
        fleet.keep_up()
    finally:
        _tell("stopping")
        fleet.stop()
    return 0


def _start_web(fleet: Fleet, settings: Settings) -> Sessions:
    """Start what answers on its own: the website and the desk. The screen must have learned before."""
    learn(_tell)
    _tell("database")
    sessions = prepare(settings)
    web = _web(settings, _around(settings))
    fleet.start(web)
    fleet.wait_for([web], at_most=_READY_WITHIN)
    _tell(f"http://localhost:{settings.port} answers already; the assistant follows")
    return sessions


def _start_assistant(fleet: Fleet, settings: Settings, sessions: Sessions) -> None:
    """Start the rest. When it does not come up, the website goes on with the urgent lines and the desk."""
    try:
        _train_and_start(fleet, settings)
    except SetUpError as error:
        if not fleet.stopping.is_set():
            _tell(str(error))
            _tell("the assistant is not there; the website goes on without it. Ctrl-C stops everything")
        return
    if not fleet.stopping.is_set():
        _say_where_to_click(settings, sessions)


def _train_and_start(fleet: Fleet, settings: Settings) -> None:
    around, log = _around(settings), settings.var / "log" / "train.log"
    actions = _actions(settings, around)
    fleet.start(actions)
    model = train(REPOSITORY / "models", environment=around, log=log, tell=_tell, stopping=fleet.stopping)
    assistant = _assistant(settings, around, model)
    fleet.start(assistant)
    fleet.wait_for([actions, assistant], at_most=_READY_WITHIN)
    if not fleet.stopping.is_set():
        canary.sing(f"http://127.0.0.1:{settings.assistant_port}", secret=Secrets.of(settings.var).assistant)


def _around(settings: Settings) -> dict[str, str]:
    return environment(settings, Secrets.of(settings.var), os.environ)


def _say_where_to_click(settings: Settings, sessions: Sessions) -> None:
    here = f"http://localhost:{settings.port}"
    _tell("ready")
    print(f"   chat   {here}/chat\n   desk   {here}/desk")
    with sessions.begin() as session:
        if not any_staff(session):
            token = invite(session, role="admin", now=datetime.now(UTC))
            print(f"   first sign-in, once: {here}/desk/join#{token}")
    print("   Ctrl-C stops everything", flush=True)


def _server(name: str, command: list[str], health: str, settings: Settings, around: dict[str, str]) -> Server:
    return Server(name, command, health, settings.var / "log" / f"{name}.log", around)


def _web(settings: Settings, around: dict[str, str]) -> Server:
    command = [sys.executable, "-m", "bot", "serve"]
    return _server("web", command, f"http://127.0.0.1:{settings.port}/health", settings, around)


def _actions(settings: Settings, around: dict[str, str]) -> Server:
    command = [sys.executable, "-m", "actions", str(settings.actions_port)]
    return _server("actions", command, f"http://127.0.0.1:{settings.actions_port}/health", settings, around)


def _assistant(settings: Settings, around: dict[str, str], model: object) -> Server:
    port = settings.assistant_port
    command = assistant_command("run", "--quiet", "-i", "127.0.0.1", "-p", str(port), "--model", str(model))
    return _server("assistant", command, f"http://127.0.0.1:{port}/webhooks/front_door/", settings, around)
