"""What stands between this installation and the public: content nobody has signed, and a desk without staff."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import yaml
from sqlalchemy.orm import Session

from bot.handoff.duty import Rota
from bot.handoff.post_room import channels
from bot.handoff.staff import any_staff
from bot.settings import REPOSITORY, Settings
from services_directory.stale import stale

_SIGNED = re.compile(
    r"""^(?:# ?)?approved_by: *["']?[^\s"'].*\n(?:# ?)?approved_on: *["']?\d{4}-\d{2}-\d{2}""", re.M
)
_CONTENT = (
    "domain.yml",
    "actions/words.yml",
    "bot/**/words.yml",
    "bot/safety/*.yml",
    "bot/safety/phrases/*.yml",
    "bot/language/*.yml",
    "services_directory/needs.yml",
    "services_directory/checkers.yml",
)
_BY_ENTRY = ("bot/safety/blocks/*.yml", "bot/safety/worries/*.yml", "services_directory/areas/**/*.yml")
_ENTRIES = ("blocks", "services", "pathways")
_NOT_CONTENT = re.compile(r"schema\.yml$")


def _files(root: Path) -> Iterator[Path]:
    found = {path for pattern in _CONTENT for path in root.glob(pattern)}
    return (path for path in sorted(found) if not _NOT_CONTENT.search(path.name))


def _unsigned_entries(path: Path) -> int:
    """Count the entries of a file that are approved one by one, and have not been."""
    content = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    entries = [entry for name in _ENTRIES for entry in content.get(name, ()) if "use" not in entry]
    return sum(not (entry.get("approved_by") and entry.get("approved_on")) for entry in entries)


def unapproved(root: Path = REPOSITORY) -> Iterator[str]:
    """Yield a line for each file whose sentences no named professional has signed."""
    for path in _files(root):
        if not _SIGNED.search(path.read_text(encoding="utf-8")):
            yield f"{path.relative_to(root)}: not approved"
    for path in sorted(path for pattern in _BY_ENTRY for path in root.glob(pattern)):
        if entries := _unsigned_entries(path):
            yield f"{path.relative_to(root)}: {entries} entries not approved"


def unstaffed(rota: Rota, settings: Settings) -> Iterator[str]:
    """Yield a line for each thing without which nobody would read a case, or hear of one."""
    if not any(team.hours.week for team in rota.teams()):
        yield "no opening hours are set: fill in a duty rota and name it in FINGERPOST_DUTY"
    if not all(team.posts for team in rota.teams()):
        yield "no post is on call: name posts in the duty rota"
    usable = channels(settings)
    if not usable:
        yield "no alarm can be sent: set FINGERPOST_SMTP_HOST and FINGERPOST_SMTP_FROM, or FINGERPOST_WEBHOOK_SECRET"
    posts = {post for team in rota.teams() for post in team.posts}
    for post in sorted(posts, key=lambda post: post.name):
        if usable and not usable & {channel for channel, _ in post.ways()}:
            yield f"the post {post.name} cannot be told: none of its ways is set up"


def unchecked(session: Session, today: date) -> Iterator[str]:
    """Yield a line if facts of the directory were not checked for too long, or found wrong."""
    if found := stale(session, today):
        yield f"{len(found)} facts of the directory are stale: see `python -m bot directory stale`"


def unready(session: Session, rota: Rota, settings: Settings, root: Path = REPOSITORY) -> list[str]:
    """Return everything without which this is a demonstration, one line each.

    Stale facts are not among it: they must not take a service away from those who use it.
    """
    staff = [] if any_staff(session) else ["the desk has no staff: run `python -m bot desk invite`"]
    return [*staff, *unstaffed(rota, settings), *unapproved(root)]
