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
from bot.launcher.training import train
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
        _start(fleet, settings)
        fleet.keep_up()
    finally:
        _tell("stopping")
        fleet.stop()
    return 0


def _start(fleet: Fleet, settings: Settings) -> None:
    secrets = Secrets.of(settings.var)
    around = environment(settings, secrets, os.environ)
    _tell("database")
    sessions = prepare(settings)
    web, actions = _web(settings, around), _actions(settings, around)
    fleet.start(web, actions)
    fleet.wait_for([web], at_most=_READY_WITHIN)
    _tell(f"http://localhost:{settings.port} answers already; the assistant follows")
    model = train(
        REPOSITORY / "models", environment=around, log=settings.var / "log" / "train.log", tell=_tell
    )
    if fleet.stopping.is_set():
        return
    assistant = _assistant(settings, around, model)
    fleet.start(assistant)
    fleet.wait_for([actions, assistant], at_most=_READY_WITHIN)
    if fleet.stopping.is_set():
        return
    canary.sing(f"http://127.0.0.1:{settings.assistant_port}", secret=secrets.assistant)
    _say_where_to_click(settings, sessions)


def _say_where_to_click(settings: Settings, sessions: Sessions) -> None:
    here = f"http://localhost:{settings.port}"
    _tell("ready")
    print(f"   chat   {here}/chat\n   desk   {here}/desk")
    with sessions.begin() as session:
        if not any_staff(session):
            print(f"   first sign-in, once: {here}/desk/join#{invite(session, now=datetime.now(UTC))}")
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
