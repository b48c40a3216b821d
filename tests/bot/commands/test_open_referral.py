"""The verbs for Open Referral UK: what they say, and that what is written can be taken in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.__main__ import parse
from bot.commands import _open_referral as open_referral
from bot.settings import Settings
from bot.storage import prepare
from services_directory.open_referral.exporting import held
from services_directory.open_referral.index import OWN
from tests.services_directory.open_referral.foreign import Foreign, service


@pytest.fixture(autouse=True)
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("FINGERPOST_VAR", str(tmp_path / "var"))
    return Settings()


def _run(*arguments: str) -> int:
    parsed = parse(("directory", *arguments))
    code: int = parsed.run(parsed)
    return code


def test_a_feed_is_taken_in_and_what_is_wrong_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    foreign = Foreign([service(1), service(2, status="open")])
    monkeypatch.setattr(open_referral, "Feed", lambda *_, **__: foreign.feed())
    assert _run("import-referral", "https://feed.test/api") == 0
    said = capsys.readouterr()
    assert said.out == "feed feed.test-api: 1 added, 0 changed, 0 unchanged, 0 gone; 1 problems\n"
    assert f"service {service(2)['id']} (page 1, record 2): status is 'open'" in said.err
    assert _run("import-referral", "https://feed.test/api") == 0
    assert "0 added, 0 changed, 1 unchanged" in capsys.readouterr().out


@pytest.mark.parametrize("source", ["ftp://feed.test", "no_such_file.json"])
def test_what_cannot_be_read_is_one_line(source: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("import-referral", source) == 1
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize(("how", "first"), [("json", "service.json"), ("csv", "datapackage.json")])
def test_our_own_records_come_back(settings: Settings, tmp_path: Path, how: str, first: str) -> None:
    assert _run("export", "--format", how, "--to", str(tmp_path / "out")) == 0
    assert _run("import-referral", str(tmp_path / "out" / first), "--feed", "copy") == 0
    with prepare(settings)() as session:
        ours, copy = ([*held(session, feed, "service")] for feed in (OWN, "copy"))
    assert ours == copy
    assert len(ours) > 100


def test_a_feed_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "theirs.json"
    file.write_text(json.dumps([service(1)]), encoding="utf-8")
    assert _run("import-referral", str(file)) == 0
    assert _run("export", "--format", "json", "--to", str(tmp_path), "--feed", "theirs") == 0
    assert json.loads((tmp_path / "service.json").read_bytes()) == [service(1)]
    assert _run("export", "--format", "csv", "--to", str(tmp_path), "--feed", "nobody") == 1
    assert "there are no records of feed nobody" in capsys.readouterr().out
    assert _run("export", "--format", "json", "--to", str(file)) == 1


@pytest.mark.parametrize(
    "line",
    [
        ["export"],
        ["export", "--format", "xml", "--to", "."],
        ["import-referral"],
        ["import-referral", "a.json", "--feed", "Their Feed"],
        ["import-referral", "a.json", "--feed", ""],
    ],
)
def test_a_command_that_is_incomplete_is_refused(line: Any) -> None:
    with pytest.raises(SystemExit):
        parse(["directory", *line])
