"""Let Rasa start without TensorFlow.

Rasa imports TensorFlow for components that this project does not use. A finder answers those imports with
placeholders, and a placeholder that somebody tries to use as a model says in words what is missing.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import sys
from collections.abc import MutableSequence
from types import ModuleType
from typing import Any

LEFT_OUT = frozenset(
    {"keras", "tensorboard", "tensorflow", "tensorflow_addons", "tensorflow_hub", "tensorflow_text"}
)
PRETENDED_VERSION = "2.12.0"  # Rasa 3.6 compares it at import


class TensorFlowLeftOut(RuntimeError):
    """A component needs TensorFlow, which this environment does not hold."""

    def __init__(self, component: str) -> None:
        super().__init__(
            f"{component} needs TensorFlow, which this environment leaves out on purpose. "
            "Use a component that does without it in config.yml; docs/decisions/0002 says why."
        )


class _PlaceholderType(type):
    """Any attribute of a placeholder is another placeholder, except Python's own names."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return placeholder(name)

    def __getitem__(cls, _key: object) -> Any:
        return cls


def _refuse_or_decorate(cls: type, *args: Any, **_options: Any) -> Any:
    """Act as a decorator when handed a function or class; refuse to become an object, as every model would."""
    of_rasa = cls.__module__ != __name__  # a class that Rasa made out of a placeholder
    if not of_rasa and len(args) == 1 and callable(args[0]):
        return args[0]
    if args or of_rasa:
        raise TensorFlowLeftOut(cls.__name__)
    return cls  # a decorator factory called without arguments, such as tf.function()


def placeholder(name: str) -> Any:
    """Return a class that can be subclassed, subscripted and used as a decorator, never instantiated."""
    return _PlaceholderType(name, (), {"__new__": _refuse_or_decorate})


class _PlaceholderModule(ModuleType):
    __path__: MutableSequence[str] = []  # noqa: RUF012  (as ModuleType declares it)
    __version__ = PRETENDED_VERSION

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return placeholder(name)


class LeftOutFinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Answers for TensorFlow's packages and nothing else."""

    def find_spec(
        self, fullname: str, _path: object = None, _target: object = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Claim a module whose root package was left out."""
        if fullname.split(".")[0] not in LEFT_OUT:
            return None
        return importlib.machinery.ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        """Make the empty module."""
        return _PlaceholderModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Do nothing: there is no code to run."""


def install() -> None:
    """Put the finder first, once. Call before the first import of Rasa."""
    if not any(isinstance(finder, LeftOutFinder) for finder in sys.meta_path):
        sys.meta_path.insert(0, LeftOutFinder())
