"""The tables of the directory. Names follow Open Referral UK where it has one."""

from __future__ import annotations

import datetime
from typing import Any, Literal, TypedDict

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, MetaData, String
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, foreign, mapped_column, relationship

Audience = Literal["parent", "young_person", "professional"]
Kind = Literal["service", "programme", "panel", "assessment", "duty", "team", "tool", "training", "plan"]
Standing = Literal["confirmed", "unconfirmed", "planned_then", "ended"]
Outcome = Literal["right", "wrong"]
Level = Literal["community", "more", "targeted", "specialist", "crisis"]

NATIONAL = "national"
WHOLE_ENTRY = ("all", "existence")  # facts without which nothing is left of an entry
LEVELS: tuple[Level, ...] = ("community", "more", "targeted", "specialist", "crisis")  # the lowest first


class Saying(TypedDict):
    """What one source says of a fact."""

    value: str
    source: str


class Conflict(TypedDict):
    """Sources that disagree: all that they say, and what to do about it."""

    about: str
    says: list[Saying]
    advice: str


class Base(DeclarativeBase):
    """The directory's own tables; the bot's tables have another base."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class DirectoryVersion(Base):
    """One row: which content the tables hold. A migration that changes a table here must empty it."""

    __tablename__ = "directory_version"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    fingerprint: Mapped[str]


class Organization(Base):
    """Who runs a service."""

    __tablename__ = "organization"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    description: Mapped[str]
    website: Mapped[str | None]


class Need(Base):
    """An entry of the needs taxonomy, with the words that reflect it to whoever told it."""

    __tablename__ = "need"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    meaning: Mapped[str]
    reflection_parent: Mapped[str]
    reflection_young_person: Mapped[str | None]
    reflection_professional: Mapped[str]


class Service(Base):
    """Something that somebody can get. Ages are years, both included: 19 lasts until the 20th birthday."""

    __tablename__ = "service"
    __table_args__ = (Index("ix_service_name", "name", "id"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    organization_id: Mapped[str] = mapped_column(ForeignKey("organization.id"))
    name: Mapped[str]
    alternate_names: Mapped[list[str]] = mapped_column(JSON)
    everyday: Mapped[bool]
    kind: Mapped[Kind] = mapped_column(String)
    standing: Mapped[Standing] = mapped_column(String)
    level: Mapped[Level] = mapped_column(String)
    description: Mapped[str]
    eligibility_description: Mapped[str | None]
    minimum_age: Mapped[int | None]
    maximum_age: Mapped[int | None]
    application_process: Mapped[list[str]] = mapped_column(JSON)
    professional_process: Mapped[list[str]] = mapped_column(JSON)
    what_happens_next: Mapped[str | None]
    footprint: Mapped[str | None]
    consent: Mapped[str | None]
    hours: Mapped[str | None]
    conflicts: Mapped[list[Conflict]] = mapped_column(JSON)
    no_contact: Mapped[str | None]
    alert: Mapped[str | None]
    approved_by: Mapped[str | None]
    approved_on: Mapped[str | None]

    organization: Mapped[Organization] = relationship(lazy="selectin")
    areas: Mapped[list[ServiceArea]] = relationship(lazy="selectin", order_by="ServiceArea.area")
    audiences: Mapped[list[ServiceAudience]] = relationship(lazy="selectin")
    needs: Mapped[list[ServiceNeed]] = relationship(lazy="selectin", order_by="ServiceNeed.position")
    cost_options: Mapped[list[CostOption]] = relationship(lazy="selectin", order_by="CostOption.id")
    schedules: Mapped[list[Schedule]] = relationship(lazy="selectin", order_by="Schedule.id")
    locations: Mapped[list[Location]] = relationship(lazy="selectin", order_by="Location.id")
    contacts: Mapped[list[Contact]] = relationship(lazy="selectin", order_by="Contact.id")
    evidence: Mapped[list[Evidence]] = relationship(lazy="selectin", order_by="Evidence.id")


class ServiceArea(Base):
    """A council whose families may use a service, or `national`."""

    __tablename__ = "service_area"
    __table_args__ = (Index("ix_service_area_area", "area", "service_id"),)

    service_id: Mapped[str] = mapped_column(ForeignKey("service.id"), primary_key=True)
    area: Mapped[str] = mapped_column(primary_key=True)


class ServiceAudience(Base):
    """Who may be offered a service."""

    __tablename__ = "service_audience"

    service_id: Mapped[str] = mapped_column(ForeignKey("service.id"), primary_key=True)
    audience: Mapped[Audience] = mapped_column(String, primary_key=True)


class ServiceNeed(Base):
    """A need that a service is there for (`primary`) or helps with besides."""

    __tablename__ = "service_need"
    __table_args__ = (Index("ix_service_need_need_id", "need_id", "service_id"),)

    service_id: Mapped[str] = mapped_column(ForeignKey("service.id"), primary_key=True)
    need_id: Mapped[str] = mapped_column(ForeignKey("need.id"), primary_key=True)
    primary: Mapped[bool]
    position: Mapped[int]


class CostOption(Base):
    """What a service costs: `free`, `paid` or `varies`. No row where no source says."""

    __tablename__ = "cost_option"

    id: Mapped[int] = mapped_column(primary_key=True)
    service_id: Mapped[str] = mapped_column(ForeignKey("service.id"))
    option: Mapped[str]


class Schedule(Base):
    """Weekly hours in London time: days as in iCalendar (`MO,TU`), times as `09:00`, midnight as `24:00`."""

    __tablename__ = "schedule"

    id: Mapped[int] = mapped_column(primary_key=True)
    service_id: Mapped[str] = mapped_column(ForeignKey("service.id"))
    byday: Mapped[str]
    opens_at: Mapped[str]
    closes_at: Mapped[str]


class Location(Base):
    """Where a service is given."""

    __tablename__ = "location"

    id: Mapped[int] = mapped_column(primary_key=True)
    service_id: Mapped[str] = mapped_column(ForeignKey("service.id"))
    name: Mapped[str]
    location_type: Mapped[Literal["physical", "virtual"]] = mapped_column(String)
    city: Mapped[str | None]


class Check(Base):
    """Somebody compared a fact with the world. Kept when the content is loaded anew: it belongs to no file.

    `fact_id` names a contact, whichever services have it, or a piece of evidence of an entry. It holds what was
    checked: of another value nothing was checked.
    """

    __tablename__ = "fact_check"

    id: Mapped[int] = mapped_column(primary_key=True)
    fact_id: Mapped[str] = mapped_column(index=True)
    outcome: Mapped[Outcome] = mapped_column(String)
    checked: Mapped[datetime.date]
    checked_by: Mapped[str]
    how: Mapped[str]


class Postcode(Base):
    """In which council a whole postcode lies, or that it lies `outside`. Kept when the content is loaded anew."""

    __tablename__ = "postcode"

    postcode: Mapped[str] = mapped_column(primary_key=True)
    area: Mapped[str]


class _Fact:
    """What a contact and a piece of evidence have in common: somebody can check them."""

    fact_id: Mapped[str] = mapped_column(index=True)
    checked: Mapped[datetime.date]

    @declared_attr
    @classmethod
    def checks(cls) -> Mapped[list[Check]]:
        """The checks that were recorded, in their order."""
        return relationship(
            Check,
            primaryjoin=lambda: foreign(Check.fact_id) == cls.fact_id,
            viewonly=True,
            uselist=True,
            lazy="selectin",
            order_by=(Check.checked, Check.id),
        )

    @property
    def last_checked(self) -> datetime.date:
        """When somebody last found it right: in the content, or recorded since."""
        return max([self.checked, *(one.checked for one in self.checks if one.outcome == "right")])

    @property
    def is_wrong(self) -> bool:
        """Whether the last check found it wrong, and the content was not mended since."""
        return (
            bool(self.checks)
            and self.checks[-1].outcome == "wrong"
            and self.checks[-1].checked >= self.checked
        )


class Contact(_Fact, Base):
    """A way to reach a service that its owner confirms: grade A or B, never less. No audiences: everybody."""

    __tablename__ = "contact"
    __table_args__ = (CheckConstraint("grade IN ('A', 'B')", name="grade"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    service_id: Mapped[str] = mapped_column(ForeignKey("service.id"))
    kind: Mapped[Literal["phone", "text", "email", "website", "form"]] = mapped_column(String)
    value: Mapped[str]
    label: Mapped[str | None]
    grade: Mapped[Literal["A", "B"]] = mapped_column(String)
    source: Mapped[str]
    date: Mapped[str | None]
    audiences: Mapped[list[Audience]] = mapped_column(JSON)


class Evidence(_Fact, Base):
    """Where a fact of a service or pathway comes from. `date` is the source's own: a year, month or day."""

    __tablename__ = "evidence"
    __table_args__ = (
        CheckConstraint("(service_id IS NULL) <> (pathway_id IS NULL)", name="one_owner"),
        Index("ix_evidence_service_id", "service_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    service_id: Mapped[str | None] = mapped_column(ForeignKey("service.id"))
    pathway_id: Mapped[str | None] = mapped_column(ForeignKey("pathway.id"))
    fact: Mapped[str]
    source: Mapped[str]
    date: Mapped[str | None]
    grade: Mapped[Literal["A", "B", "C", "X"] | None] = mapped_column(String)


class Decision(Base):
    """A question that professionals ask, and the facts that settle it, each in the shape of schema.yml."""

    __tablename__ = "decision"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    phrases: Mapped[list[str]] = mapped_column(JSON)
    needs: Mapped[list[str]] = mapped_column(JSON)
    facts: Mapped[list[dict[str, Any]]] = mapped_column(JSON)

    pathways: Mapped[list[Pathway]] = relationship(lazy="selectin", order_by="Pathway.position")


class Step(TypedDict):
    """What to do, and by when."""

    do: str
    by: str


class Pathway(Base):
    """A rule for professionals: when it applies, what then, why, and what to do next.

    It applies when one of the conditions `when` holds: for each fact the answers that fit, all facts together.
    """

    __tablename__ = "pathway"

    id: Mapped[str] = mapped_column(primary_key=True)
    decision_id: Mapped[str] = mapped_column(ForeignKey("decision.id"))
    position: Mapped[int]
    name: Mapped[str]
    when: Mapped[list[dict[str, list[str]]]] = mapped_column(JSON)
    answer: Mapped[str]
    because: Mapped[str]
    next_steps: Mapped[list[str | Step]] = mapped_column(JSON)
    law: Mapped[str | None]
    caveat: Mapped[str | None]
    conflicts: Mapped[list[Conflict]] = mapped_column(JSON)
    approved_by: Mapped[str | None]
    approved_on: Mapped[str | None]

    areas: Mapped[list[PathwayArea]] = relationship(lazy="selectin", order_by="PathwayArea.area")
    evidence: Mapped[list[Evidence]] = relationship(lazy="selectin", order_by="Evidence.id")


class PathwayArea(Base):
    """A council where a pathway applies, or `national`."""

    __tablename__ = "pathway_area"

    pathway_id: Mapped[str] = mapped_column(ForeignKey("pathway.id"), primary_key=True)
    area: Mapped[str] = mapped_column(primary_key=True)
