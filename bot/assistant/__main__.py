"""Run a verb of Rasa (train, run, data validate, shell …) without TensorFlow: `python -m bot.assistant run`."""

from __future__ import annotations

from bot.assistant import without_tensorflow


def main() -> None:
    """Hand the command line to Rasa, once its imports can succeed."""
    without_tensorflow.install()
    from rasa.__main__ import main as rasa_main

    rasa_main()


if __name__ == "__main__":
    main()
