"""`bot directory …`: the content checked and loaded, what is stale in it, what people checked; what comes and goes."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from tqdm import tqdm

from bot.commands import _open_referral as open_referral
from bot.database import reading
from bot.front_door.doubts import doubts
from bot.language.hours import in_london
from bot.settings import Settings
from bot.storage import prepare
from services_directory import checks, content, register
from services_directory.decision_table import decision_table
from services_directory.postcodes import NoPostcodes, import_file
from services_directory.stale import Fact, by_post, checkers, stale


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the verb."""
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="verb")
    for verb in _VERBS:
        verbs.add_parser(verb)
    postcodes = verbs.add_parser("import-postcodes", help="the ONS Postcode Directory, for exact answers")
    postcodes.add_argument("file", type=Path, help="its CSV file")
    open_referral.add_arguments(verbs)


def run(arguments: argparse.Namespace) -> int:
    """Do what the verb says; 1 when the content or the file is wrong."""
    if "do" in arguments:
        return int(arguments.do(arguments))
    if arguments.verb == "import-postcodes":
        return _import_postcodes(Settings(), arguments.file)
    return _VERBS[arguments.verb](Settings())


def _check(settings: Settings) -> int:
    read = content.read(settings.content)
    faults = [*register.faults(read, settings.content)]
    checkers(settings.content)
    rows = len(register.rows(settings.content))
    rules = f"{len(read.pathways)} rules of {len(read.decisions)} pathways"
    sound = f"{len(read.services)} services and {rules} are sound"
    print("\n".join(faults) or f"{sound}; all {rows} rows of the register are dealt with")
    return 1 if faults else 0


def _load(settings: Settings) -> int:
    prepare(settings)
    return 0


def _stale(settings: Settings) -> int:
    posts = checkers(settings.content)
    with reading(prepare(settings)) as session:
        found = stale(session, in_london(datetime.now(UTC)).date())
        said = [f"  {doubt.at:%Y-%m-%d}  {doubt.service_id}" for doubt in doubts(session)]
    doubted = [f"visitors say something is wrong ({len(said)}): read it at the desk", *said] if said else []
    print("\n".join([*_lines(by_post(found, posts)), *doubted]) or "nothing is stale")
    return 0


def _export_checks(settings: Settings) -> int:
    with reading(prepare(settings)) as session:
        print(checks.as_yaml(session), end="")
    return 0


def _print_pathways(settings: Settings) -> int:
    print(decision_table(content.read(settings.content)), end="")
    return 0


def _import_postcodes(settings: Settings, file: Path) -> int:
    engine = prepare(settings).kw["bind"]
    try:
        with tqdm(total=file.stat().st_size, unit="B", unit_scale=True, disable=None) as bar:
            found = import_file(engine, file, tell=bar.update)
    except (OSError, NoPostcodes) as problem:
        print(problem, file=sys.stderr)
        return 1
    print(f"{found.read} postcodes read; {found.kept} of them can be asked about")
    return 0


_VERBS: Mapping[str, Callable[[Settings], int]] = {
    "check": _check,
    "load": _load,
    "stale": _stale,
    "export-checks": _export_checks,
    "print-pathways": _print_pathways,
}


def _lines(grouped: Mapping[str, Sequence[Fact]]) -> Iterator[str]:
    """A heading for each post that should check something, and a line for each fact."""
    for post, its in grouped.items():
        yield f"{post} ({len(its)})"
        for fact in its:
            wrong = "" if fact.is_right else " FOUND WRONG"
            yield f"  {fact.checked}{wrong}  {fact.name}: {fact.what} ({fact.source})  [{fact.id}]"
