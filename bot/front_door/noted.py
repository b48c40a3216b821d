"""What the front door itself notes of a visitor, so that a card fits without Rasa: who, from where, how old."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.language.ages import find_ages
from bot.language.asking import Asking
from bot.language.audience import Audiences
from bot.language.places import COUNCILS, Places
from bot.models import Conversation
from bot.safety.situation import ADULT, CHILDLINE_ENDS

OUTSIDE = "outside"
_PLACES = frozenset({*COUNCILS, OUTSIDE})
_BUTTON = re.compile(r"/inform\(area=([\w-]+)\)")
# Somebody who says their own age: find_ages leaves out those above 25, which no service for the young is for.
_OWN_AGE = re.compile(
    r"\bi ?['’]?a?m (?:a )?([2-9]\d)\b(?! (?:weeks|days|months|minutes|mins|hours|miles))", re.I
)


@dataclass(frozen=True)
class Noted:
    """Reads the visitor's words. Nothing here needs the network."""

    places: Places
    audiences: Audiences
    asking: Asking

    def who_and_where(
        self, conversation: Conversation, text: str, payload: str | None, *, located: Mapping[str, str]
    ) -> str | None:
        """Note who is writing and from where. Returns the place if it was not known: a council, or `outside`.

        `located` is where whole postcodes of the text lie, as far as that is known.
        """
        pressed = _BUTTON.fullmatch(payload or "")
        if payload is None:
            conversation.audience = conversation.audience or self.audiences.find(text)
        elif pressed is None:
            return None
        area = pressed[1] if pressed else self.places.area(text, located=located)
        before = conversation.area
        if area in COUNCILS:
            conversation.area = area
        return area if area in _PLACES and before is None else None


def age_of(conversation: Conversation, texts: Iterable[str]) -> float | None:
    """Return the age that was told: in the latest of the texts that has one, else what Rasa has noted.

    Ages of several people that lead to different help tell nothing: then it is None.
    """
    told = next((ages for ages in map(_ages, texts) if ages), conversation.summary.get("ages") or [])
    kinds = {(age >= ADULT, age >= CHILDLINE_ENDS) for age in told}
    return min(told) if len(kinds) == 1 else None


def _ages(text: str) -> list[float]:
    return find_ages(text) or [float(years) for years in _OWN_AGE.findall(text)]
