"""`bot train`: train the assistant if anything that it learns from has changed."""

from __future__ import annotations

import argparse
import os

from bot.launcher.environment import environment
from bot.launcher.training import train
from bot.secret_file import Secrets
from bot.settings import REPOSITORY, Settings


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """Take no arguments."""


def run(_arguments: argparse.Namespace) -> int:
    """Train, and say where the model is."""
    settings = Settings()
    around = environment(settings, Secrets.of(settings.var), os.environ)
    log = settings.var / "log" / "train.log"
    model = train(REPOSITORY / "models", environment=around, log=log, tell=lambda line: print("==", line))
    print(f"== the model is {model.relative_to(REPOSITORY)}")
    return 0
