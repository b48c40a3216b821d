"""What an address of the API may ask for. A value that makes no sense is a bad request."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, Field

from services_directory.open_referral.index import OWN
from services_directory.open_referral.listing import Filters, Paging
from services_directory.open_referral.records import FEED
from services_directory.open_referral.schema import UUID

MOST_AT_ONCE = 500
_DAYS = {
    spelling: name[:2].upper()
    for name in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    for spelling in (name, name[:3], name[:2])
}
_POSTCODE = "^ *[A-Za-z]{1,2}[0-9]{1,2}[A-Za-z]? *[0-9][ABD-HJLNP-UW-Zabd-hjlnp-uw-z]{2} *$"
_LAST_PAGE = 2**31 - 1


def _day(said: Any) -> Any:
    return _DAYS.get(said.strip().lower(), said) if isinstance(said, str) else said


Age = Annotated[float, Field(ge=0, le=150, allow_inf_nan=False)]
Id = Annotated[str, Field(pattern=UUID)]
Words = Annotated[str, Field(max_length=1000, pattern=r"^[^\x00]*$")]  # no database can look for NUL
Time = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$")]
Day = Annotated[Literal["MO", "TU", "WE", "TH", "FR", "SA", "SU"], BeforeValidator(_day)]


class OfFeed(BaseModel):
    """Whose records."""

    feed: str = Field(
        OWN,
        pattern=rf"({FEED})|^$",
        description="The records that were imported from this feed, as they came. Without it our own.",
    )


class Page(OfFeed):
    """Which part of a list."""

    page: int = Field(1, ge=1, le=_LAST_PAGE, description="The number of the page, from 1.")
    per_page: int = Field(50, ge=1, le=MOST_AT_ONCE, description="How many records a page has.")

    @property
    def paging(self) -> Paging:
        """The page."""
        return Paging(page=self.page, per_page=self.per_page)


class Search(Page):
    """Which part of a list of organizations."""

    search: Words | None = Field(None, description="Words that must all be in the name.")


class Wanted(Page):
    """Which services. All that is asked for must hold."""

    search: Words | None = Field(
        None,
        description="Words that must all be in the name, the description, the organization or the taxonomy terms.",
    )
    taxonomy_term_id: Id | None = Field(None, description="Services with this taxonomy term.")
    taxonomy_id: Id | None = Field(None, description="Services with any term of this taxonomy.")
    minimum_age: Age | None = Field(
        None, description="Services whose minimum age is this or above. Those without one are left out."
    )
    maximum_age: Age | None = Field(
        None, description="Services whose maximum age is this or below. Those without one are left out."
    )
    start_time: Time | None = Field(
        None, description="Services that open at this time or later, such as 09:00, on one day of a schedule."
    )
    end_time: Time | None = Field(
        None, description="Services that close at this time or earlier, on the same day of that schedule."
    )
    day: Day | None = Field(None, description="Services with a schedule for this day: MO, or Monday.")
    postcode: str | None = Field(
        None,
        pattern=_POSTCODE,
        description=(
            "A whole postcode. Of our own services: those for the council that it lies in, and those for the whole "
            "country. Imported records do not say in a form that can be compared whom they are for: none is left out."
        ),
    )
    proximity: float | None = Field(
        None,
        gt=0,
        le=2_000_000,
        allow_inf_nan=False,
        description=(
            "Metres from the postcode, without which it is refused. Left out is what is known to be farther. Our own "
            "records name places without coordinates, so none of them is left out. Where a postcode is, is known only "
            "when an imported location with coordinates has it."
        ),
    )

    @property
    def filters(self) -> Filters:
        """What the list is filtered by."""
        asked = self.model_dump(exclude={"feed", "page", "per_page"})
        times = {name: asked[name] and asked[name][:5] for name in ("start_time", "end_time")}
        return Filters(**{**asked, **times})
