"""Taxonomies, their terms and organizations: pages of them, and each whole."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services_directory.models import Organization, Service
from services_directory.open_referral import records, taxonomies
from services_directory.open_referral.identity import identity
from services_directory.open_referral.index import OWN
from services_directory.open_referral.listing import Paging, envelope
from services_directory.open_referral.records import ReferralRecord
from services_directory.open_referral.schema import Entity
from services_directory.open_referral.services import flat, organization_record, service_record
from services_directory.open_referral.taxonomies import Record, Terms


def page(session: Session, feed: str, entity: Entity, paging: Paging, *, search: str | None = None) -> Record:
    """A page of a feed's records, each without what it has several of. `search` is for organizations of our own."""
    if feed != OWN:
        return _imported(session, feed, entity, paging)
    if entity == "organization":
        return _organizations(session, paging, search)
    ours = taxonomies.taxonomies() if entity == "taxonomy" else taxonomies.taxonomy_terms(session)
    return envelope(ours[paging.skipped :][: paging.per_page], len(ours), paging)


def whole(session: Session, feed: str, entity: Entity, wanted: str) -> Record | None:
    """A record by its id, with all that belongs to it nested; None if the feed has none of this id."""
    if feed != OWN:
        return records.held(session, feed, entity, [wanted]).get(wanted)
    if entity == "organization":
        return _organization(session, wanted)
    ours = (
        taxonomies.whole_taxonomies(session) if entity == "taxonomy" else taxonomies.taxonomy_terms(session)
    )
    return _of_id(ours, wanted)


def _of_id(found: Sequence[Record], wanted: str) -> Record | None:
    return next((record for record in found if record["id"] == wanted), None)


def _organizations(session: Session, paging: Paging, search: str | None) -> Record:
    named = [Organization.name.icontains(word, autoescape=True) for word in (search or "").split()]
    total = session.scalar(select(func.count()).select_from(Organization).where(*named)) or 0
    rows = select(Organization).where(*named).order_by(Organization.id)
    found = session.scalars(rows.limit(paging.per_page).offset(paging.skipped))
    return envelope([organization_record(row) for row in found], total, paging)


def _organization(session: Session, wanted: str) -> Record | None:
    slugs = session.scalars(select(Organization.id))
    slug = next((slug for slug in slugs if identity("organization", slug) == wanted), None)
    if slug is None:
        return None
    terms = Terms.of(session)
    rows = session.scalars(select(Service).where(Service.organization_id == slug).order_by(Service.id))
    services = [service_record(row, terms) for row in rows]
    for service in services:
        del service["organization"]
    return {**organization_record(session.get_one(Organization, slug)), "services": services}


def _imported(session: Session, feed: str, entity: Entity, paging: Paging) -> Record:
    mine = (
        ReferralRecord.feed == feed,
        ReferralRecord.entity == entity,
        ReferralRecord.missing_since.is_(None),
    )
    total = session.scalar(select(func.count()).select_from(ReferralRecord).where(*mine)) or 0
    rows = select(ReferralRecord.document).where(*mine).order_by(ReferralRecord.id)
    found = session.scalars(rows.limit(paging.per_page).offset(paging.skipped))
    return envelope([flat(record) for record in found], total, paging)
