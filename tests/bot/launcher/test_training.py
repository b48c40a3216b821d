"""The assistant is trained when what it learns from has changed, and only then."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.errors import SetUpError
from bot.launcher import encoder, training
from bot.launcher.training import model_path, train

LEARNED = [
    "config.yml",
    "domain.yml",
    "data/nlu/needs/sleep.yml",
    "data/rules/answers.yml",
    "bot/assistant/policy.py",
    "bot/language/places.yml",
    "bot/language/ages.py",
    "requirements/assistant.lock",
]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in (*LEARNED, "bot/safety/cards.yml", "README.md", "actions/words.yml"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("one", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("name", LEARNED)
def test_a_change_means_another_model(root: Path, name: str) -> None:
    before = model_path(root, root)
    (root / name).write_text("two", encoding="utf-8")
    assert model_path(root, root) != before
    (root / name).write_text("one", encoding="utf-8")
    assert model_path(root, root) == before


def test_so_does_another_name_and_a_lost_file(root: Path) -> None:
    paths = {model_path(root, root)}
    (root / "data/rules/answers.yml").rename(root / "data/rules/others.yml")
    paths.add(model_path(root, root))
    (root / "data/rules/others.yml").unlink()
    paths.add(model_path(root, root))
    assert len(paths) == 3


@pytest.mark.parametrize("name", ["bot/safety/cards.yml", "README.md", "actions/words.yml"])
def test_what_it_does_not_learn_from_changes_nothing(root: Path, name: str) -> None:
    before = model_path(root, root)
    (root / name).write_text("two", encoding="utf-8")
    assert model_path(root, root) == before


# -- training, with a program in Rasa's place

WRITES = "import sys; name, out = sys.argv[1:]; open(f'{out}/{name}.tar.gz', 'w').close(); print('trained')"
FAILS = "import sys; sys.exit('no such pipeline')"
WRITES_NOTHING = "pass"

Train = Callable[[str], Path]


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def learn(tmp_path: Path, told: list[str], monkeypatch: pytest.MonkeyPatch) -> Train:
    def learn(program: str) -> Path:
        def command(*arguments: str | Path) -> list[str]:
            name = str(arguments[arguments.index("--fixed-model-name") + 1])
            return [sys.executable, "-c", program, name, str(arguments[arguments.index("--out") + 1])]

        monkeypatch.setattr(training, "assistant_command", command)
        monkeypatch.setattr(encoder, "ensure", lambda _tell: None)
        log = tmp_path / "log" / "train.log"
        return train(tmp_path / "models", environment={}, log=log, tell=told.append)

    return learn


def test_trained_once(learn: Train, told: list[str], tmp_path: Path) -> None:
    model = learn(WRITES)
    assert model.exists()
    assert len(told) == 1
    assert (tmp_path / "log" / "train.log").read_text() == "trained\n"
    assert learn(FAILS) == model
    assert len(told) == 1


def test_older_models_are_removed(learn: Train, tmp_path: Path) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "old.tar.gz").touch()
    model = learn(WRITES)
    assert [path.name for path in (tmp_path / "models").glob("*.tar.gz")] == [model.name]


@pytest.mark.parametrize("program", [FAILS, WRITES_NOTHING])
def test_a_failure_is_one_line_that_names_the_log(learn: Train, tmp_path: Path, program: str) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "old.tar.gz").touch()
    with pytest.raises(SetUpError) as failed:
        learn(program)
    assert str(tmp_path / "log" / "train.log") in str(failed.value)
    assert (tmp_path / "models" / "old.tar.gz").exists()
