"""Every command parses, says what it does, and answers a fault that can be mended with one line."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import pytest
from sqlalchemy import select

from bot import __main__ as program
from bot.__main__ import COMMANDS, parse
from bot.errors import SetUpError
from bot.handoff import lock_out, second_step
from bot.handoff.seal import Seal
from bot.handoff.staff import Refused
from bot.language.content import ContentError, Problem
from bot.models import AuditEntry, Staff
from bot.settings import REPOSITORY, Settings
from bot.storage import prepare

POSTCODES = "pcds,cty25cd,lad25cd\nPE29 9ZZ,E10000003,E07000011\n" + "".join(
    f"{code} 9ZZ,E99999999,{district}\n"
    for code, district in (("PE7", "E06000031"), ("BB3", "E06000008"), ("CA9", "E06000063"), ("LA10", "E06000064"))
)  # fmt: skip


@pytest.fixture(autouse=True)
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("FINGERPOST_VAR", str(tmp_path / "var"))
    return Settings()


def _run(*arguments: str) -> int:
    parsed = parse(arguments)
    code: int = parsed.run(parsed)
    return code


@pytest.mark.parametrize(
    "line",
    [
        "up",
        "serve",
        "train",
        "chat",
        "chat --audience parent --area peterborough",
        "ready",
        "desk invite",
        "directory check",
        "directory load",
        "directory stale",
        "directory export-checks",
        "directory import-postcodes a.csv",
        "privacy purge",
    ],
)
def test_it_parses(line: str) -> None:
    assert callable(parse(line.split()).run)


@pytest.mark.parametrize("name", COMMANDS)
def test_each_has_a_file_and_a_file_each(name: str) -> None:
    files = {path.stem for path in (REPOSITORY / "bot" / "commands").glob("[!_]*.py")}
    assert files == set(COMMANDS)
    assert f"bot {name}" in (import_module(f"bot.commands.{name}").__doc__ or "")


@pytest.mark.parametrize(
    "line", ["", "fly", "desk", "desk dismiss", "directory burn", "privacy", "ready now"]
)
def test_what_is_no_command(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as refused:
        parse(line.split())
    assert refused.value.code == 2
    assert "usage: python -m bot" in capsys.readouterr().err


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse(["--help"])
    shown = capsys.readouterr().out
    assert all(f"\n    {name}" in shown for name in COMMANDS)


# -- faults


def _fails(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> object:
    def run(_: argparse.Namespace) -> int:
        raise error

    def parsed(_: Sequence[str]) -> argparse.Namespace:
        return argparse.Namespace(run=run)

    monkeypatch.setattr(program, "parse", parsed)
    with pytest.raises(SystemExit) as ended:
        program.main()
    return ended.value.code


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (SetUpError("Port 8000 is taken: stop it."), "Port 8000 is taken: stop it."),
        (ContentError([Problem(Path("x.yml"), 7, "no such need")]), "x.yml, line 7: no such need"),
        (KeyboardInterrupt(), 130),
    ],
)
def test_a_fault_that_can_be_mended_is_one_line(
    monkeypatch: pytest.MonkeyPatch, error: BaseException, code: object
) -> None:
    assert _fails(monkeypatch, error) == code


def test_any_other_fault_keeps_its_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ZeroDivisionError):
        _fails(monkeypatch, ZeroDivisionError())


def test_a_setting_that_is_wrong_is_named_without_its_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FINGERPOST_PORT", "xylophone")
    monkeypatch.setattr(sys, "argv", ["bot", "desk", "invite"])
    with pytest.raises(SystemExit) as ended:
        program.main()
    assert str(ended.value.code).startswith("FINGERPOST_PORT: ")
    assert "xylophone" not in str(ended.value.code)


# -- what they do


def test_ready_lists_what_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("ready") == 1
    assert "the desk has no staff: run `python -m bot desk invite`" in capsys.readouterr().out


def test_desk_invite_prints_a_link(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("desk", "invite") == 0
    assert capsys.readouterr().out.startswith("http://localhost:8000/desk/join#")


def test_desk_unlock_lifts_a_lock_and_is_in_the_trail(settings: Settings) -> None:
    sessions, email = prepare(settings), "sam@council.gov.uk"
    now = datetime.now(UTC)
    with sessions.begin() as session:
        session.add(Staff(email=email, first_name="Sam", password_hash="", role="staff", added_at=now))
    for _ in range(lock_out.TRIES):
        with pytest.raises(Refused), lock_out.trying(sessions, email, now=now):
            raise Refused("sign_in")
    assert _run("desk", "unlock", email) == 0
    with sessions.begin() as session:
        lock_out.admit(session, email, now=now)  # raises nothing
        deeds = session.scalars(select(AuditEntry.deed).order_by(AuditEntry.id)).all()
    assert deeds == ["was_locked_out", "lifted_lock", "lock_was_lifted"]


def test_desk_new_key_and_reseal_change_the_key(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    with prepare(settings).begin() as session:
        sam = Staff(
            email="s@x.org", first_name="Sam", password_hash="", role="staff", added_at=datetime.now(UTC)
        )
        session.add(sam)
        session.flush()
        secret = second_step.key(session, sam, seal=Seal.of(settings))
    old = (settings.var / "second_step.keys").read_text(encoding="utf-8")
    assert _run("desk", "new-key") == 0
    new = capsys.readouterr().out.strip()
    monkeypatch.setenv("FINGERPOST_SECOND_STEP_KEYS", f"{new},{old}")
    assert _run("desk", "reseal") == 0
    assert capsys.readouterr().out.startswith("1 second steps are sealed with the newest key")
    with prepare(settings).begin() as session:
        sam = session.scalars(select(Staff)).one()
        assert second_step.key(session, sam, seal=Seal.with_keys(new)) == secret


def test_directory(capsys: pytest.CaptureFixture[str], settings: Settings) -> None:
    assert _run("directory", "check") == 0
    assert "services and" in capsys.readouterr().out
    assert not settings.var.exists()
    assert _run("directory", "load") == 0
    assert (settings.var / "fingerpost.db").exists()


def test_directory_stale_and_its_checks(
    capsys: pytest.CaptureFixture[str], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = import_module("bot.commands.directory")
    assert _run("directory", "export-checks") == 0
    assert capsys.readouterr().out == "checks: []\n"
    monkeypatch.setattr(command, "in_london", lambda _: datetime(2100, 1, 1))  # noqa: DTZ001
    assert _run("directory", "stale") == 0
    told = capsys.readouterr().out
    assert re.search(r"^the Local Offer officer of Cumberland Council \(\d+\)$", told, re.M)
    assert re.search(r"^  2026-11-23  .*NHS 111.*: 111 .*\[phone/111\]$", told, re.M)


@pytest.mark.parametrize(
    ("text", "returned", "told"),
    [
        (POSTCODES, 0, "5 postcodes read; 5 of them"),
        ("pcds,cty25cd\n", 1, "no column for the district"),
        (None, 1, "No such file"),
    ],
)
def test_directory_import_postcodes(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, text: str | None, returned: int, told: str
) -> None:
    file = tmp_path / "postcodes.csv"
    if text is not None:
        file.write_text(text, encoding="utf-8")
    assert _run("directory", "import-postcodes", str(file)) == returned
    said = capsys.readouterr()
    assert told in said.out + said.err


def test_privacy_purge(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("privacy", "purge") == 0
    assert capsys.readouterr().out.startswith("0 conversations")


def test_train_says_where_the_model_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    command = import_module("bot.commands.train")
    model = REPOSITORY / "models" / "x.tar.gz"
    monkeypatch.setattr(command, "train", lambda *_, **__: model)
    assert _run("train") == 0
    assert "models/x.tar.gz" in capsys.readouterr().out


def test_serve_listens_on_loopback_and_logs_no_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    command = import_module("bot.commands.serve")
    given: dict[str, object] = {}
    monkeypatch.setattr(command, "create_app", lambda settings: settings)
    monkeypatch.setattr(command.uvicorn, "run", lambda _app, **options: given.update(options))
    assert _run("serve") == 0
    assert (given["host"], given["port"], given["access_log"]) == ("127.0.0.1", 8000, False)
