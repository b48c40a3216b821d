"""`bot directory import-referral` and `export`: Open Referral UK taken in from other councils, and written to files."""

from __future__ import annotations

import argparse
import re
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import Engine
from tqdm import tqdm

from bot.database import reading
from bot.settings import Settings
from bot.storage import prepare
from services_directory.open_referral.exporting import export
from services_directory.open_referral.feed import Feed, NoFeed
from services_directory.open_referral.importing import Outcome, feed_name, import_feed, import_file
from services_directory.open_referral.index import OWN
from services_directory.open_referral.records import FEED

_TIMEOUT = 30.0  # seconds for one answer


def add_arguments(verbs: Any) -> None:
    """Take the two verbs."""
    taking = verbs.add_parser("import-referral", help="another council's records of Open Referral UK")
    taking.add_argument("source", help="the address of its feed, or a file")
    taking.add_argument(
        "--feed", type=_feed, help="a name for the feed; without it one is made of the source"
    )
    taking.set_defaults(do=_import)
    writing = verbs.add_parser("export", help="all records as files of Open Referral UK")
    writing.add_argument("--format", choices=("json", "csv"), required=True)
    writing.add_argument("--to", type=Path, required=True, metavar="FOLDER")
    writing.add_argument("--feed", type=_feed, help="an imported feed; without it our own records")
    writing.set_defaults(do=_export)


def _feed(name: str) -> str:
    if not re.fullmatch(FEED, name):
        raise argparse.ArgumentTypeError("use small letters, digits, hyphens and full stops")
    return name


def _import(arguments: argparse.Namespace) -> int:
    engine = prepare(Settings()).kw["bind"]
    feed = arguments.feed or feed_name(arguments.source)
    try:
        outcome = _taken(engine, arguments.source, feed)
    except (OSError, NoFeed) as problem:
        print(problem, file=sys.stderr)
        return 1
    for line in outcome.problems:
        print(line, file=sys.stderr)
    counts = ", ".join(f"{outcome.counted[change]} {change}" for change in ("added", "changed", "unchanged"))
    print(f"feed {feed}: {counts}, {outcome.missing} gone; {len(outcome.problems)} problems")
    return 0


def _taken(engine: Engine, source: str, feed: str) -> Outcome:
    if "://" not in source:
        return import_file(engine, Path(source), feed=feed, clock=_now)
    with (
        httpx.Client(follow_redirects=True, timeout=_TIMEOUT) as client,
        tqdm(unit=" services", disable=None) as bar,
    ):

        def tell(done: int, total: int | None) -> None:
            bar.total = total
            bar.update(done - bar.n)

        return import_feed(engine, Feed(client, source, sleep=time.sleep), feed=feed, clock=_now, tell=tell)


def _now() -> datetime:
    return datetime.now(UTC)


def _export(arguments: argparse.Namespace) -> int:
    try:
        with reading(prepare(Settings())) as session:
            paths = export(session, arguments.to, arguments.feed or OWN, arguments.format)
    except OSError as problem:
        print(problem, file=sys.stderr)
        return 1
    print("\n".join(map(str, paths)) or f"there are no records of feed {arguments.feed}")
    return 0 if paths else 1
