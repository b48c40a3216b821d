"""The encoder is built once, whole or not at all, and only from the published weights."""

from __future__ import annotations

from pathlib import Path

import onnx
import pytest
from onnx import numpy_helper

from bot.errors import SetUpError
from bot.language.encoder import FOLDER, GRAPH, Encoder
from bot.launcher import encoder, encoder_build


def test_an_encoder_that_is_there_is_left_alone(tmp_path: Path) -> None:
    told: list[str] = []
    (tmp_path / GRAPH).write_bytes(b"built")
    encoder.ensure(told.append, folder=tmp_path)
    assert told == []
    assert [path.name for path in tmp_path.iterdir()] == [GRAPH]


def test_other_weights_than_the_published_ones_are_refused(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"other weights")
    with pytest.raises(SetUpError, match="not what was published"):
        encoder_build.make(tmp_path, tmp_path)


def test_nothing_is_left_behind_when_the_build_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoder, "_PACKAGE", "a_package_that_is_not_installed")
    with pytest.raises(SetUpError, match="not installed"):
        encoder.ensure(print, folder=tmp_path / "encoder")
    assert list(tmp_path.iterdir()) == []


def test_the_built_encoder_gives_the_published_cosines() -> None:
    encoder.check(Encoder.load(FOLDER))


def test_an_encoder_that_gives_other_cosines_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoder, "_COSINES", (0.7, 0.105))
    with pytest.raises(SetUpError, match="not right"):
        encoder.check(Encoder.load(FOLDER))


def test_no_sum_of_weights_overflows_on_an_older_processor() -> None:
    stored = (numpy_helper.to_array(one) for one in onnx.load(FOLDER / GRAPH).graph.initializer)
    matrices = [one for one in stored if one.dtype == "int8" and one.ndim == 2]
    assert len(matrices) == 35  # six a layer, less one
    assert max(abs(one.astype(int)).max() for one in matrices) <= 64
