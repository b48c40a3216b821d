"""Checking the audit trail: every entry fits its hash and follows the one before, up to the head."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlalchemy import select

from bot.database import Sessions
from bot.handoff import audit
from bot.models import AuditEntry, AuditHead

FIRST_FAULTS = 10
_AT_ONCE = 5_000  # entries read in one transaction: nobody who writes waits for longer


@dataclass(frozen=True)
class Mark:
    """A place in the trail: how many entries, and the hash of the last. Written `12:9f2c…`."""

    entries: int
    hash: str

    @classmethod
    def read(cls, written: str) -> Mark:
        """Read a mark that was noted down (`ValueError` when it is none)."""
        entries, _, hash_ = written.partition(":")
        return cls(int(entries), hash_)

    def __str__(self) -> str:
        return f"{self.entries}:{self.hash}"


@dataclass
class Verdict:
    """What the check found. `faults` holds the first of them, in words."""

    end: Mark
    faults: list[str] = field(default_factory=list)


def verify(sessions: Sessions, *, noted: Mark | None = None) -> Verdict:
    """Read the whole trail. `noted` is an earlier end, kept outside: the one thing that shows a cut and mended tail."""
    verdict = Verdict(Mark(0, audit.NOTHING))
    for fault in _faults(sessions, verdict, noted):
        if len(verdict.faults) < FIRST_FAULTS:
            verdict.faults.append(fault)
    return verdict


def _faults(sessions: Sessions, verdict: Verdict, noted: Mark | None) -> Iterator[str]:
    noted_seen = noted is None or noted.entries == 0
    while True:
        entries, head = _next(sessions, verdict.end.entries)
        for entry in entries:
            yield from _misfits(entry, verdict.end)
            verdict.end = Mark(entry.id, entry.hash)
            noted_seen = noted_seen or verdict.end == noted
        if len(entries) < _AT_ONCE:
            break
    if head is None:
        yield "the head is missing"
    elif head != verdict.end:
        yield f"the head is at entry {head.entries}, and the trail ends with entry {verdict.end.entries}"
    if not noted_seen and noted:
        yield f"entry {noted.entries} is not the one that was noted"


def _next(sessions: Sessions, after: int) -> tuple[list[AuditEntry], Mark | None]:
    """Return the next entries, and the head as it is while they are read."""
    with sessions() as session:
        head = session.scalar(select(AuditHead).with_for_update())
        following = select(AuditEntry).where(AuditEntry.id > after).order_by(AuditEntry.id).limit(_AT_ONCE)
        entries = [*session.scalars(following)]
        return entries, Mark(head.entries, head.hash) if head else None


def _misfits(entry: AuditEntry, before: Mark) -> Iterator[str]:
    missing = range(before.entries + 1, entry.id)
    if missing:
        yield (
            f"entry {missing[0]} is missing"
            if len(missing) == 1
            else f"entries {missing[0]} to {missing[-1]} are missing"
        )
    elif entry.previous != before.hash:
        yield f"entry {entry.id} does not follow entry {before.entries}"
    if entry.hash != audit.digest(entry):
        yield f"entry {entry.id} is not what was written"
