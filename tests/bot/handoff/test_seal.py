"""The seal: its keys are made once, for their owner alone, can be changed in turn, and are never printed."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import SetUpError
from bot.handoff.seal import NAME, Seal, Unreadable, new_key
from bot.settings import Settings

SECRET = "ABCDEFGH" * 4


def test_what_is_closed_can_be_opened_and_never_looks_the_same() -> None:
    seal = Seal.with_keys(new_key())
    first, second = seal.close(SECRET), seal.close(SECRET)
    assert seal.open(first, member=1) == seal.open(second, member=1) == SECRET
    assert first != second
    assert SECRET not in first
    assert len(first) <= 200  # the room that the table has


def test_a_key_that_nobody_chose_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    settings = Settings(var=tmp_path / "var")
    closed = Seal.of(settings).close(SECRET)
    assert Seal.of(settings).open(closed, member=1) == SECRET
    assert (tmp_path / "var" / NAME).stat().st_mode & 0o777 == 0o600


def test_keys_that_were_chosen_make_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FINGERPOST_SECOND_STEP_KEYS", new_key())
    Seal.of(Settings(var=tmp_path))
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize("between", [",", ", ", "\n", " "])
def test_the_first_key_closes_and_those_behind_it_open(between: str) -> None:
    old, new = new_key(), new_key()
    before, both = Seal.with_keys(old), Seal.with_keys(f"{new}{between}{old}\n")
    assert both.open(before.close(SECRET), member=1) == SECRET
    assert Seal.with_keys(new).open(both.close(SECRET), member=1) == SECRET
    with pytest.raises(Unreadable):
        before.open(both.close(SECRET), member=1)


@pytest.mark.parametrize("kept", ["", SECRET, "gAAAA", "\u00e9"])
def test_what_was_not_closed_with_it_is_an_error_that_says_what_to_do(kept: str) -> None:
    with pytest.raises(Unreadable, match=r"member 7 .* Put the earlier key back.*an admin resets"):
        Seal.with_keys(new_key()).open(kept, member=7)


@pytest.mark.parametrize("written", ["", " ", "xylophone", "\u00e9" * 44, f"{new_key()},xylophone"])
def test_what_is_no_key_is_one_line_with_the_mend(tmp_path: Path, written: str) -> None:
    (tmp_path / NAME).write_text(written, encoding="utf-8")
    with pytest.raises(SetUpError, match=rf"{NAME} holds no key.* new-key") as refused:
        Seal.of(Settings(var=tmp_path))
    assert "xylophone" not in str(refused.value)


def test_never_printed() -> None:
    key = new_key()
    seal = Seal.with_keys(key)
    assert key not in f"{seal!r} {seal}"
