"""Until every content file is signed and the desk has staff, this is a demonstration."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.handoff.duty import Post, Rota, Team
from bot.language.hours import Hours
from bot.readiness import unapproved, unchecked, unready, unstaffed
from bot.settings import REPOSITORY, Settings
from tests.bot.house import House

DUTY = Post(name="Duty worker", email="duty@example.gov.uk")
PAGER = Post(name="Pager", webhook="https://example.gov.uk/alarm")
MAIL = Settings(smtp_host="localhost", smtp_from="fingerpost@example.gov.uk")
SIGNED = 'approved_by: "Jo Example, Head of Early Help"\napproved_on: "2026-11-01"\n'


@pytest.mark.parametrize(
    ("head", "signed"),
    [
        (SIGNED, True),
        ("# A comment first.\n" + SIGNED, True),
        ("# approved_by: Jo Example\n# approved_on: 2026-11-01\n", True),
        ("approved_by: Jo Example\napproved_on: 2026-11-01\n", True),
        ("", False),
        ('approved_by: ""\napproved_on: ""\n', False),
        ("# approved_by:\n# approved_on:\n", False),
        ('approved_by: "Jo Example"\napproved_on: ""\n', False),
        ('approved_by: ""\napproved_on: "2026-11-01"\n', False),
        ("approved_by: Jo Example\napproved_on: soon\n", False),
        ("  approved_by: Jo Example\n  approved_on: 2026-11-01\n", False),
    ],
)
def test_a_signature(tmp_path: Path, head: str, signed: bool) -> None:
    (tmp_path / "domain.yml").write_text(head + "responses: {}\n", encoding="utf-8")
    assert [*unapproved(tmp_path)] == ([] if signed else ["domain.yml: not approved"])


@pytest.mark.parametrize(
    ("entries", "told"),
    [
        ("services: [{id: a, approved_by: Jo, approved_on: 2026-11-01}]", []),
        ("organizations: [{id: a}]", []),
        ("services: [{id: a, approved_by: '', approved_on: ''}]", ["1 entries"]),
        ("services: [{id: a, approved_by: Jo}, {id: b}]\npathways: [{id: c}]", ["3 entries"]),
    ],
)
def test_entries_of_the_directory(tmp_path: Path, entries: str, told: list[str]) -> None:
    folder = tmp_path / "services_directory" / "areas" / "here"
    folder.mkdir(parents=True)
    (folder / "x.yml").write_text(entries, encoding="utf-8")
    lines = [f"services_directory/areas/here/x.yml: {one} not approved" for one in told]
    assert [*unapproved(tmp_path)] == lines


@pytest.mark.parametrize(
    ("blocks", "told"),
    [
        ("[{say: a, approved_by: Jo, approved_on: 2026-11-01}]", []),
        ("[{say: a, approved_by: '', approved_on: ''}, {say: b}]", ["2 entries"]),
    ],
)
def test_blocks_of_the_cards(tmp_path: Path, blocks: str, told: list[str]) -> None:
    folder = tmp_path / "bot" / "safety" / "blocks"
    folder.mkdir(parents=True)
    (folder / "heard.yml").write_text(f"blocks: {blocks}", encoding="utf-8")
    assert [*unapproved(tmp_path)] == [f"bot/safety/blocks/heard.yml: {one} not approved" for one in told]


def test_every_file_that_is_said_to_somebody_is_looked_at() -> None:
    lines = [*unapproved()]
    assert len(lines) == len(set(lines))
    files = {line.split(":")[0] for line in lines}
    for name in (
        "bot/safety/help_lines.yml",
        "bot/safety/blocks/heard.yml",
        "bot/front_door/words.yml",
        "domain.yml",
        "actions/words.yml",
    ):
        text = (REPOSITORY / name).read_text(encoding="utf-8")
        assert name in files or 'approved_by: ""' not in text
    assert not [name for name in files if "schema" in name]


def _rota(*posts: Post, **hours: tuple[str, str]) -> Rota:
    team = Team(hours=Hours.read(hours), posts=posts)
    return replace(Rota.load(), everywhere=team)


@pytest.mark.parametrize(
    ("rota", "told"),
    [
        (Rota.load(), ["no opening hours are set", "no post is on call"]),
        (_rota(MO=("09:00", "17:00")), ["no post is on call"]),
        (_rota(DUTY), ["no opening hours are set"]),
        (_rota(DUTY, MO=("09:00", "17:00")), []),
        (_rota(PAGER, MO=("09:00", "17:00")), ["the post Pager cannot be told"]),
    ],
)
def test_hours_and_posts(rota: Rota, told: list[str]) -> None:
    assert [line.split(":")[0] for line in unstaffed(rota, MAIL)] == told


@pytest.mark.parametrize(
    ("settings", "sends"),
    [
        (Settings(), False),
        (Settings(smtp_host="localhost"), False),
        (MAIL, True),
        (Settings(webhook_secret=SecretStr("x")), True),
    ],
)
def test_a_way_to_send(settings: Settings, sends: bool) -> None:
    lines = [*unstaffed(_rota(DUTY, PAGER, MO=("09:00", "17:00")), settings)]
    assert [line for line in lines if line.startswith("no alarm can be sent")] == lines[: not sends]


def test_the_desk_needs_staff(house: House, tmp_path: Path) -> None:
    rota = _rota(DUTY, MO=("09:00", "17:00"))
    with house.sessions() as session:
        assert unready(session, rota, MAIL, tmp_path) == [
            "the desk has no staff: run `python -m bot desk invite`"
        ]
    house.add_staff()
    with house.sessions() as session:
        assert unready(session, rota, MAIL, tmp_path) == []


def test_stale_facts_are_told(house: House) -> None:
    with house.sessions() as session:
        [line] = unchecked(session, date(2100, 1, 1))
        assert [*unchecked(session, date(2026, 11, 23))] == []
    assert re.fullmatch(r"\d+ facts of the directory are stale: see `python -m bot directory stale`", line)
