"""The documents against the code: what they name exists, and what exists is named."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import yaml
from fastapi.routing import APIRoute

from bot.__main__ import COMMANDS, parse
from bot.channels.webchat.api import router
from bot.settings import REPOSITORY, Settings
from services_directory.content import FOLDER, read

DOCUMENTS = sorted([*REPOSITORY.glob("*.md"), *REPOSITORY.glob("docs/**/*.md")])
FENCED = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)
LINK = re.compile(r"\]\(([^)\s]+)\)")


def text_of(path: str) -> str:
    return (REPOSITORY / path).read_text(encoding="utf-8")


def name_of(path: Path) -> str:
    return path.relative_to(REPOSITORY).as_posix()


def code_lines(document: Path) -> Iterator[str]:
    """The lines of shell blocks and the code spans of a document."""
    text = document.read_text(encoding="utf-8")
    for language, block in FENCED.findall(text):
        if language in ("sh", "ini"):
            yield from block.splitlines()
    yield from re.findall(r"`([^`\n]+)`", FENCED.sub("", text))


def named(pattern: str) -> list[Any]:
    """What a pattern finds in the code of all documents, each once, with a document that names it."""
    found = {
        hit: document
        for document in DOCUMENTS
        for line in code_lines(document)
        for hit in re.findall(pattern, line)
    }
    return [pytest.param(hit, id=f"{name_of(document)}: {hit}") for hit, document in found.items()]


def rows(path: str, heading: str) -> list[list[str]]:
    """The cells of the tables under a heading, without backticks."""
    section = text_of(path).split(f"\n{heading}\n", 1)[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("| `") or re.match(r"\| \d", line)]
    return [[cell.strip().replace("`", "") for cell in line.strip("|").split("|")] for line in lines]


def make_verbs() -> set[str]:
    return set(re.findall(r"^([a-z]+):", text_of("Makefile"), re.M)) - {"uv"}  # uv is a step, not a verb


def anchors(document: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", document.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("arguments", named(r"python -m bot ([^#<>]+)"))
def test_a_command_that_is_named_exists(arguments: str) -> None:
    parse(arguments.split())  # ends the process with a message when the command line is wrong


@pytest.mark.parametrize("module", named(r"python -m ((?:bot|actions|bench)\.\w+)"))
def test_a_module_that_is_run_exists(module: str) -> None:
    script = REPOSITORY / f"{module.replace('.', '/')}.py"
    assert script.exists() or find_spec(f"{module}.__main__")


@pytest.mark.parametrize("verb", named(r"(?<![\w/.-])make ([a-z]+)"))
def test_a_make_verb_that_is_named_exists(verb: str) -> None:
    assert verb in make_verbs()


@pytest.mark.parametrize("verb", sorted(make_verbs()))
def test_every_make_verb_is_explained(verb: str) -> None:
    assert f"make {verb}" in [row[0] for row in rows("docs/commands.md", "## make")]


@pytest.mark.parametrize("noun", COMMANDS)
def test_every_command_is_explained(noun: str) -> None:
    commands = [row[0] for row in rows("docs/commands.md", "## python -m bot")]
    assert [command for command in commands if command.startswith(f"python -m bot {noun}")]


def test_every_setting_is_explained_with_its_default() -> None:
    settings = {
        str(field.validation_alias or f"FINGERPOST_{name.upper()}"): _shown(field.default)
        for name, field in Settings.model_fields.items()
    }
    assert {row[0]: row[1] for row in rows("docs/commands.md", "## Settings")} == settings


def _shown(default: object) -> str:
    match default:
        case Path():
            return name_of(default)
        case float():
            return f"{default:g}"
        case _:
            return str(default) or "–"


@pytest.mark.parametrize(
    ("document", "link"),
    [
        pytest.param(document, link, id=f"{name_of(document)}: {link}")
        for document in DOCUMENTS
        for link in LINK.findall(FENCED.sub("", document.read_text(encoding="utf-8")))
        if not link.startswith("https://")
    ],
)
def test_a_link_leads_somewhere(document: Path, link: str) -> None:
    path, _, anchor = link.partition("#")
    target = (document.parent / path).resolve() if path else document
    assert target.exists()
    assert not anchor or anchor in anchors(target)


def test_the_first_page_stays_short() -> None:
    assert len(text_of("README.md").splitlines()) <= 90


@pytest.mark.parametrize(
    "route", [route for route in router.routes if isinstance(route, APIRoute)], ids=lambda route: route.name
)
def test_every_call_of_the_api_is_explained(route: APIRoute) -> None:
    calls = [row[0].split("?")[0] for row in rows("docs/api.md", "## The calls")]
    assert {f"{method} {route.path}" for method in route.methods or ()} <= set(calls)


def test_every_error_of_the_api_is_explained() -> None:
    words = yaml.safe_load(text_of("bot/front_door/words.yml"))
    assert {row[1] for row in rows("docs/api.md", "## Errors")} == set(words["errors"])


@pytest.mark.parametrize(
    "kind", ["organization", "service", "pathway", "contact", "evidence", "schedule", "location"]
)
def test_every_field_of_the_directory_is_explained(kind: str) -> None:
    schema = yaml.safe_load(text_of("services_directory/schema.yml"))
    fields = set(schema["$defs"][kind]["properties"])
    assert fields <= set(re.findall(r"`(\w+)`", text_of("docs/directory.md")))


@pytest.mark.parametrize("document", ["README.md", "docs/directory.md"])
def test_the_example_of_a_service_is_sound(document: str, tmp_path: Path) -> None:
    example = next(block for _, block in FENCED.findall(text_of(document)) if block.startswith("services:"))
    (tmp_path / "areas").mkdir()
    (tmp_path / "areas" / "example.yml").write_text(example, encoding="utf-8")
    shutil.copy(FOLDER / "needs.yml", tmp_path)
    shutil.copy(FOLDER / "areas" / "peterborough" / "organizations.yml", tmp_path / "areas")
    assert len(read(tmp_path).services) == 1
