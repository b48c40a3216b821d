"""Run a verb of Rasa (train, run, data validate, shell …) without TensorFlow: `python -m bot.assistant run`."""

from __future__ import annotations

import sys
import warnings

from bot.assistant import without_tensorflow


def main() -> None:
    """Hand the command line to Rasa, once its imports can succeed."""
    without_tensorflow.install()
    if sys.argv[1:2] == ["run"]:
        # Rasa quotes what people typed in its warnings, and sets its own filters: so no warning is shown at all.
        warnings.showwarning = lambda *_args, **_options: None
    from rasa.__main__ import main as rasa_main

    from bot.assistant import action_answers

    action_answers.install()

    rasa_main()


if __name__ == "__main__":
    main()
