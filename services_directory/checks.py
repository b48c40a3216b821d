"""Records that somebody compared a fact with the world, and gives out all that was recorded."""

from __future__ import annotations

from datetime import date
from typing import get_args

import yaml
from sqlalchemy import select
from sqlalchemy.orm import Session

from services_directory.models import Check, Contact, Evidence, Outcome

OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)


class NoSuchFact(LookupError):
    """The directory holds no fact of this id, or no longer with this value."""

    def __init__(self, fact_id: str) -> None:
        super().__init__(f"The directory has no fact '{fact_id}': its value or source may have changed.")


def record(session: Session, fact_id: str, *, outcome: Outcome, checked: date, by: str, how: str) -> Check:
    """Keep that `by` found a fact right or wrong on a day, and how. Raises NoSuchFact."""
    kinds = (select(kind.id).where(kind.fact_id == fact_id) for kind in (Contact, Evidence))
    if not any(session.scalar(kind.limit(1)) for kind in kinds):
        raise NoSuchFact(fact_id)
    check = Check(fact_id=fact_id, outcome=outcome, checked=checked, checked_by=by, how=how)
    session.add(check)
    return check


def as_yaml(session: Session) -> str:
    """Every check, the oldest first, for whoever carries them over into the content's files."""
    rows = session.scalars(select(Check).order_by(Check.checked, Check.id))
    fields = ("fact_id", "outcome", "checked", "checked_by", "how")
    found = [{field: getattr(row, field) for field in fields} for row in rows]
    return yaml.safe_dump({"checks": found}, sort_keys=False, allow_unicode=True)
