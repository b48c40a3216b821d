"""Content into tables: the whole directory at once, or nothing."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from itertools import starmap
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, delete
from sqlalchemy.orm import Session

from services_directory import search
from services_directory.content import FOLDER, Content, Entry, fingerprint, read
from services_directory.lock import alone
from services_directory.models import (
    Base,
    Check,
    Contact,
    CostOption,
    Decision,
    DirectoryVersion,
    Evidence,
    Location,
    Need,
    Organization,
    Pathway,
    PathwayArea,
    Postcode,
    Schedule,
    Service,
    ServiceArea,
    ServiceAudience,
    ServiceNeed,
)
from services_directory.open_referral import index
from services_directory.open_referral.records import ReferralRecord

_ONLY_ROW = 1
# They come from no file of the content.
_KEPT = (Check.__table__, Postcode.__table__, ReferralRecord.__table__)
_MADE = tuple(listed.__table__ for listed in index.TABLES)  # `index.refresh` sees to them


def refresh(engine: Engine, folder: Path = FOLDER) -> bool:
    """Load a folder's content if its files are not the ones loaded; True if it was.

    Raises `ContentError`, and leaves the tables as they are, if the content is wrong.
    """
    with Session(engine) as session:
        if _loaded(session) == fingerprint(folder):
            return False
    return load(engine, read(folder))


def load(engine: Engine, content: Content) -> bool:
    """Replace the whole directory in one transaction; False if this content is loaded already."""
    with Session(engine) as session, session.begin():
        alone(session.connection())
        if _loaded(session) == content.fingerprint:
            return False
        for table in reversed(Base.metadata.sorted_tables):
            if table not in (*_KEPT, *_MADE):
                session.execute(delete(table))
        session.add(DirectoryVersion(id=_ONLY_ROW, fingerprint=content.fingerprint))
        session.add_all(_need(need_id, need) for need_id, need in content.needs.items())
        session.add_all(Organization(**entry) for entry in content.organizations)
        session.add_all(map(_decision, content.decisions))
        session.flush()  # what follows points to these
        session.add_all(map(_service, content.services))
        session.add_all(starmap(_pathway, enumerate(content.pathways)))
        session.flush()  # what is found by words is copied from these
        search.index(session)
        index.refresh(session)
    return True


def _loaded(session: Session) -> str | None:
    version = session.get(DirectoryVersion, _ONLY_ROW)
    return version.fingerprint if version else None


def _need(need_id: str, entry: Entry) -> Need:
    return Need(
        id=need_id,
        name=entry["name"],
        meaning=entry["meaning"],
        reflection_parent=entry["reflection"]["parent"],
        reflection_young_person=entry["reflection"].get("young_person"),
        reflection_professional=entry["reflection"]["professional"],
    )


def _service(entry: Entry) -> Service:
    return Service(
        id=entry["id"],
        organization_id=entry["organization"],
        name=entry["name"],
        alternate_names=entry.get("alternate_names", []),
        everyday=entry.get("everyday", False),
        kind=entry["kind"],
        standing=entry["standing"],
        level=entry["level"],
        description=entry["description"],
        eligibility_description=entry.get("eligibility_description"),
        minimum_age=entry.get("minimum_age"),
        maximum_age=entry.get("maximum_age"),
        application_process=entry.get("application_process", []),
        professional_process=entry.get("professional_process", []),
        what_happens_next=entry.get("what_happens_next"),
        footprint=entry.get("footprint"),
        consent=entry.get("consent"),
        hours=entry.get("hours"),
        conflicts=entry.get("conflicts", []),
        no_contact=entry.get("no_contact"),
        alert=entry.get("alert"),
        approved_by=entry.get("approved_by") or None,
        approved_on=entry.get("approved_on") or None,
        areas=[ServiceArea(area=area) for area in entry["areas"]],
        audiences=[ServiceAudience(audience=audience) for audience in entry["audiences"]],
        needs=list(_service_needs(entry)),
        cost_options=[CostOption(option=entry["cost_option"])] if "cost_option" in entry else [],
        schedules=[_schedule(schedule) for schedule in entry.get("schedules", [])],
        locations=[Location(**location) for location in entry.get("locations", [])],
        contacts=[_contact(contact) for contact in entry.get("contacts", [])],
        evidence=_evidence(entry),
    )


def _service_needs(entry: Entry) -> Iterator[ServiceNeed]:
    primary = [(need, True) for need in entry["needs"]]
    besides = [(need, False) for need in entry.get("also_needs", [])]
    for position, (need, is_primary) in enumerate(primary + besides):
        yield ServiceNeed(need_id=need, primary=is_primary, position=position)


def _schedule(entry: Entry) -> Schedule:
    return Schedule(byday=",".join(entry["byday"]), opens_at=entry["opens_at"], closes_at=entry["closes_at"])


def _contact(entry: Entry) -> Contact:
    fact_id = f"{entry['kind']}/{entry['value']}"  # of whichever service: a number that is wrong is wrong on every card
    return Contact(**{"audiences": [], "fact_id": fact_id, **_with_day(entry)})


def _evidence(entry: Entry) -> list[Evidence]:
    return [
        Evidence(fact_id=f"{entry['id']}/{proof['fact']}/{proof['source']}", **_with_day(proof))
        for proof in entry["evidence"]
    ]


def _with_day(entry: Entry) -> Mapping[str, Any]:
    return {**entry, "checked": datetime.date.fromisoformat(entry["checked"])}


def _decision(entry: Entry) -> Decision:
    return Decision(**{name: entry[name] for name in ("id", "name", "phrases", "needs", "facts")})


def _pathway(position: int, entry: Entry) -> Pathway:
    return Pathway(
        id=entry["id"],
        decision_id=entry["decision"],
        position=position,
        name=entry["name"],
        when=entry["when"],
        answer=entry["answer"],
        because=entry["because"],
        next_steps=entry["next_steps"],
        law=entry.get("law"),
        caveat=entry.get("caveat"),
        conflicts=entry.get("conflicts", []),
        approved_by=entry.get("approved_by") or None,
        approved_on=entry.get("approved_on") or None,
        areas=[PathwayArea(area=area) for area in entry["areas"]],
        evidence=_evidence(entry),
    )
