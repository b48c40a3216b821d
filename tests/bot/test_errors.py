"""Every error has its place in the tree, and visitors' errors their code and status."""

from __future__ import annotations

import inspect

import pytest

from bot import errors

ALL = [
    error for _, error in inspect.getmembers(errors, inspect.isclass) if error.__module__ == errors.__name__
]


@pytest.mark.parametrize("error", ALL, ids=lambda error: error.__name__)
def test_the_tree_is_drawn_in_the_docstring(error: type[Exception]) -> None:
    assert issubclass(error, errors.FingerpostError)
    assert error.__name__ in (errors.__doc__ or "")


def test_codes_and_statuses() -> None:
    told = {error.__name__: (error.code, error.status) for error in errors.VisitorError.__subclasses__()}
    assert told == {
        "BadRequest": ("bad_request", 400),
        "NoSuchButton": ("no_such_button", 400),
        "NoSuchConversation": ("no_such_conversation", 404),
        "TooLarge": ("too_large", 413),
        "TooMany": ("too_many", 429),
        "WrongToken": ("wrong_token", 401),
    }
