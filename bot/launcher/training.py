"""Trains the assistant, and the safety screen, when anything that they learn from has changed."""

from __future__ import annotations

import hashlib
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from bot.errors import SetUpError
from bot.launcher import encoder
from bot.launcher.environment import assistant_command
from bot.safety import learning, worry_learning
from bot.settings import REPOSITORY

_LOOK_EVERY = 0.2  # seconds
_LEARNS_FROM = (
    "config.yml",
    "domain.yml",
    "data/**/*.yml",
    "bot/assistant/*.py",
    "bot/language/*.yml",
    "bot/language/*.py",
    "requirements/assistant.lock",
    "requirements/encoder.lock",
)


def _files(root: Path) -> Iterator[Path]:
    for pattern in _LEARNS_FROM:
        yield from sorted(root.glob(pattern))


def model_path(models: Path, root: Path = REPOSITORY) -> Path:
    """Return where the model lies that is trained from the files as they are now."""
    digest = hashlib.sha256()
    for path in _files(root):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return models / f"{digest.hexdigest()[:16]}.tar.gz"


def train(
    models: Path,
    *,
    environment: Mapping[str, str],
    log: Path,
    tell: Callable[[str], None],
    stopping: threading.Event | None = None,
) -> Path:
    """Return the trained model, training it first when it is not there; older ones are removed.

    Raises SetUpError when it cannot be trained, also when `stopping` is set before it is.
    """
    learn(tell)
    model = model_path(models)
    if model.exists():
        return model
    tell("training the assistant (about a minute; only when what it learns from has changed)")
    models.mkdir(parents=True, exist_ok=True)
    log.parent.mkdir(parents=True, exist_ok=True)
    name = model.name.removesuffix(".tar.gz")
    # Rasa's validation takes ten seconds each time: tests/bot/assistant/test_training_data.py runs it instead.
    options = ("--quiet", "--skip-validation", "--fixed-model-name", name, "--out", models)
    command = assistant_command("train", *options)
    _run(command, environment, log, stopping or threading.Event())
    if not model.exists():
        raise SetUpError(f"The assistant could not be trained: the last lines of {log} say why.")
    for older in set(models.glob("*.tar.gz")) - {model}:
        older.unlink()
    return model


def learn(tell: Callable[[str], None]) -> None:
    """See to it that the encoder is there and that the screen, without which nothing starts, has learned."""
    encoder.ensure(tell)
    if not learning.is_current():
        tell("the safety screen learns from data/risk (a few minutes; only when that has changed)")
        learning.learn()
    if not worry_learning.is_current():
        worry_learning.learn()


def _run(command: list[str], environment: Mapping[str, str], log: Path, stopping: threading.Event) -> None:
    """Run a command to its end, or until told to stop. A session of its own keeps Ctrl-C for the launcher."""
    with log.open("w", encoding="utf-8") as out:
        running = subprocess.Popen(  # noqa: S603  (our own command)
            command, cwd=REPOSITORY, env=dict(environment), stdout=out, stderr=out, start_new_session=True
        )
        try:
            while running.poll() is None and not stopping.wait(_LOOK_EVERY):
                pass
        finally:
            if running.poll() is None:
                running.terminate()
            running.wait()
