"""The directory's files, checked against each other; and the real ones."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from bot.language.content import ContentError
from bot.language.content import read as read_file
from services_directory.content import FOLDER, fingerprint, read

NEEDS = """
sleep: {meaning: no sleep, name: sleep, reflection: {parent: It is hard., professional: You ask.}}
low_mood: {meaning: sadness, name: feeling low, reflection: {parent: It is hard., professional: You ask.}}
"""
ORGANIZATION = "organizations:\n- {id: council, name: The council, description: The council.}\n"
SERVICE = """services:
- id: sleep-support
  register: [A-1]
  name: Sleep support
  organization: council
  kind: service
  standing: confirmed
  level: more
  description: It helps with sleep.
  areas: [peterborough]
  audiences: [parent]
  needs: [sleep]
  evidence: [{fact: all, source: Council page, checked: "2026-11-01"}]
"""
DECISION = """decision:
  id: a-decision
  name: A decision
  phrases: [the form]
  needs: [sleep]
  facts:
  - {id: size, name: Size, asks: How large is it?, answers: [{id: small, title: Small}, {id: large, title: Large}]}
pathways:
- id: a-rule
  register: [B-1]
  name: A rule
  areas: [peterborough]
  when: {size: [small, large, unknown]}
  answer: "Yes."
  because: It is so.
  next_steps: [Ask.]
  evidence: [{fact: all, source: Council page, checked: "2026-11-01"}]
cases:
- {area: peterborough, facts: {size: small}, apply: [a-rule]}
- {area: peterborough, facts: {size: large}, apply: [a-rule]}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small directory that is right."""
    (tmp_path / "areas" / "peterborough").mkdir(parents=True)
    (tmp_path / "needs.yml").write_text(NEEDS)
    (tmp_path / "areas" / "organizations.yml").write_text(ORGANIZATION)
    (tmp_path / "decisions").mkdir()
    (tmp_path / "areas" / "peterborough" / "sleep.yml").write_text(SERVICE)
    (tmp_path / "decisions" / "form.yml").write_text(DECISION)
    return tmp_path


def test_right_content_is_read_whole(folder: Path) -> None:
    content = read(folder)
    assert list(content.needs) == ["sleep", "low_mood"]
    entries = (*content.organizations, *content.services, *content.decisions, *content.pathways)
    assert [entry["id"] for entry in entries] == ["council", "sleep-support", "a-decision", "a-rule"]
    assert content.pathways[0]["decision"] == "a-decision"
    assert content.pathways[0]["when"] == [{"size": ["small", "large", "unknown"]}]
    assert content.fingerprint == fingerprint(folder)


@pytest.mark.parametrize(
    ("old", "new", "line", "problem"),
    [
        (
            "organization: council",
            "organization: councl",
            5,
            "no organization 'councl'; did you mean 'council'?",
        ),
        (
            "needs: [sleep]\n  ev",
            "needs: [slep]\n  ev",
            12,
            "no need 'slep' in needs.yml; did you mean 'sleep'?",
        ),
        ("needs: [sleep]\n  ev", "needs: [sleep]\n  also_needs: [low_mood, sleep]\n  ev", 13, "keep one"),
        (
            "level: more",
            "minimum_age: 12\n  maximum_age: 11\n  level: more",
            8,
            "12 is above 'maximum_age' 11",
        ),
        (
            "level: more",
            'level: more\n  schedules:\n  - {byday: [MO], opens_at: "17:00", closes_at: "09:00"}',
            10,
            "opens at 17:00 but closes at 09:00",
        ),
        (
            'Council page, checked: "2026-11-01"}]',
            'Council page, grade: X, checked: "2026-11-01"}]\n  application_process: [Ring.]',
            14,
            "'application_process' rests on grade X",
        ),
        (
            "- id: sleep-support",
            "- id: sleep-support\n  nam: x",
            3,
            "'nam' is not a known field; did you mean 'name'?",
        ),
        (
            "standing: confirmed",
            "standing: sure",
            7,
            "write one of: confirmed, unconfirmed, planned_then, ended",
        ),
        (
            'checked: "2026-11-01"}]',
            'checked: "2026-13-01"}]',
            13,
            "'2026-13-01' does not fit 'checked'",
        ),
        (
            "level: more",
            "level: more\n  contacts: [{kind: phone, value: '01', grade: C}]",
            9,
            "'C' is not allowed",
        ),
    ],
)
def test_wrong_content_is_named_by_file_and_line(
    folder: Path, old: str, new: str, line: int, problem: str
) -> None:
    path = folder / "areas" / "peterborough" / "sleep.yml"
    assert SERVICE.count(old) == 1
    path.write_text(SERVICE.replace(old, new))
    with pytest.raises(ContentError) as caught:
        read(folder)
    assert (path, line) in {(each.path, each.line) for each in caught.value.problems}
    assert problem in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "line", "problem"),
    [
        ("needs: [sleep]", "needs: [zzz]", 5, "there is no need 'zzz' in needs.yml"),
        ("size: [small, large, unknown]", "size: [smal]", 13, "'size' has no answer 'smal'; did you mean 'small'?"),
        ("size: [small, large, unknown]", "size: [small, large]", 6, "a dead end in peterborough"),
        ("facts: {size: large}, apply: [a-rule]", "facts: {size: large}, apply: []", 20, "the rules say: a-rule"),
        ("cases:\n", "cases: []\nother:\n", 19, "'other' is not a known field"),
    ],
)  # fmt: skip
def test_a_wrong_decision_is_named_by_line(folder: Path, old: str, new: str, line: int, problem: str) -> None:
    path = folder / "decisions" / "form.yml"
    assert DECISION.count(old) == 1
    path.write_text(DECISION.replace(old, new))
    with pytest.raises(ContentError) as caught:
        read(folder)
    assert (path, line) in {(each.path, each.line) for each in caught.value.problems}
    assert problem in str(caught.value)


def test_id_used_twice_names_the_other_file(folder: Path) -> None:
    (folder / "areas" / "twice.yaml").write_text(SERVICE)
    with pytest.raises(ContentError) as caught:
        read(folder)
    assert (caught.value.path.name, caught.value.line) == ("twice.yaml", 2)
    assert caught.value.problem == "the id 'sleep-support' is taken by peterborough/sleep.yml, line 2"


def test_problems_of_all_files_come_together(folder: Path) -> None:
    (folder / "needs.yml").write_text("Sleep: {}\n")
    (folder / "areas" / "a.yml").write_text("servces: []\n")
    (folder / "areas" / "b.yml").write_text("services: [\n")
    with pytest.raises(ContentError) as caught:
        read(folder)
    assert {problem.path.name for problem in caught.value.problems} == {"needs.yml", "a.yml", "b.yml"}


def test_fingerprint_changes_with_any_file_and_its_name(folder: Path) -> None:
    seen = {fingerprint(folder)}
    (folder / "needs.yml").write_text(NEEDS + "\n")
    seen.add(fingerprint(folder))
    extra = folder / "areas" / "extra.yml"
    extra.write_text("services: []\n")
    seen.add(fingerprint(folder))
    extra.rename(folder / "areas" / "other.yml")
    seen.add(fingerprint(folder))
    assert len(seen) == 4
    assert fingerprint(folder) in seen


@pytest.mark.parametrize("name", ["schema.yml", "needs_schema.yml"])
def test_schema_is_a_schema(name: str) -> None:
    Draft202012Validator.check_schema(read_file(FOLDER / name, {}))


def test_real_content_is_right() -> None:
    content = read()
    assert content.services
    assert content.pathways


def test_real_contacts_are_of_grade_a_and_b() -> None:
    contacts: list[dict[str, Any]] = []
    for path in (FOLDER / "areas").rglob("*.yml"):
        for service in yaml.safe_load(path.read_text(encoding="utf-8")).get("services", []):
            contacts += service.get("contacts", [])
    assert {contact["grade"] for contact in contacts} == {"A", "B"}
