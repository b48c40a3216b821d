"""From a service of the directory to the card that a visitor reads: the directory's facts, and our words for them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from actions.known import Known
from actions.needs import Needs
from actions.words import Words
from services_directory.card import card
from services_directory.matching import Match, Reason
from services_directory.models import Conflict, Service

PROFESSIONAL = "professional"

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True)
class Cards:
    """Writes cards. Every sentence is in words.yml or in the directory's content."""

    words: Words
    needs: Needs

    def of_matches(self, matches: Sequence[Match], known: Known) -> list[dict[str, Any]]:
        """Return the card of each match, with why it was chosen."""
        return [
            self.of_service(match.service, known, open_now=match.open_now)
            | {"why": self.why(match.reasons, known)}
            for match in matches
        ]

    def of_service(self, service: Service, known: Known, *, open_now: bool | None) -> dict[str, Any]:
        """Return the card of a service without a reason."""
        made = card(service, audience=known.audience, area=known.council, open_now=open_now)
        withheld = made.pop("withheld", False)
        cost = self.words.say(f"cost.{made['cost'] or 'unknown'}")
        return {
            **made,
            "cost": cost,
            "freshness": self.freshness(made),
            **self._in_words(made, withheld=withheld),
        }

    def of_pathway(self, made: dict[str, Any]) -> dict[str, Any]:
        """Return the card of a rule in words."""
        steps = [
            step if isinstance(step, str) else self.words.say("pathway.step", **step)
            for step in made["next_steps"]
        ]
        said = {"next_steps": steps, "freshness": self.freshness(made)}
        if made.get("conflicts"):
            said["conflicts"] = self._conflicts(made)
        if made.pop("is_wrong", False):
            said["alert"] = self.words.say("explain.wrong")
        return {**made, **said}

    def _in_words(self, made: dict[str, Any], *, withheld: bool) -> dict[str, str]:
        """What is put into words: a contact that was found wrong, places, and sources that disagree."""
        said = {}
        if withheld:
            said["no_contact"] = " ".join(filter(None, [self.words.say("withheld"), made.get("no_contact")]))
        if locations := made.get("locations"):
            said["locations"] = joined(locations)
        if made.get("conflicts"):
            said["conflicts"] = self._conflicts(made)
        return said

    def _conflicts(self, made: dict[str, Any]) -> str:
        return " ".join(map(self._conflict, made["conflicts"]))

    def _conflict(self, conflict: Conflict) -> str:
        says = [self.words.say("conflict.says", **saying) for saying in conflict["says"]]
        return " ".join(
            [self.words.say("conflict.about", about=conflict["about"]), *says, conflict["advice"]]
        )

    def why(self, reasons: Sequence[Reason], known: Known) -> str:
        """Return one sentence that says why a service was chosen."""
        said = [part for part in (self._reason(reason, known) for reason in reasons) if part]
        sentence = joined(said or [self.words.say("why.national")])
        return f"{sentence[0].upper()}{sentence[1:]}."

    def _reason(self, reason: Reason, known: Known) -> str | None:
        if reason.kind in ("need", "also_need"):
            suffix = "_professional" if known.audience == PROFESSIONAL else ""
            return self.words.say(f"why.{reason.kind}{suffix}", need=self.needs.name(reason.value))
        if reason.kind == "area":
            return self.words.say("why.area", area=self.words.area(reason.value))
        if reason.kind == "age":
            return self._ages(*reason.value.split("-"))
        return self.words.say("why.national") if reason.kind == "national" else None

    def _ages(self, youngest: str, oldest: str) -> str:
        name = "between" if youngest and oldest else "from" if youngest else "up_to"
        return self.words.say(f"why.ages_{name}", youngest=youngest, oldest=oldest)

    def freshness(self, made: dict[str, Any]) -> str:
        """Return how fresh the facts of a card are: the source, when last checked, and what is not sure."""
        unsure = made.get("standing") == "unconfirmed" and not made.get("alert")
        doubt = [self.words.say("freshness.unconfirmed")] if unsure else []
        return " ".join([self.proof(made["evidence"]), *doubt])

    def proof(self, evidence: dict[str, Any]) -> str:
        """Return where the facts of a card come from, and when somebody last checked them."""
        dated = "source_dated" if evidence.get("date") and not _YEAR.search(evidence["source"]) else "source"
        source = self.words.say(
            f"freshness.{dated}", source=evidence["source"], date=_said(evidence.get("date"))
        )
        return f"{source} {self.words.say('freshness.checked', checked=_said(evidence['checked']))}"


def joined(parts: Sequence[str]) -> str:
    """Return a list as people say it: "a, b and c"."""
    *most, last = parts
    return f"{', '.join(most)} and {last}" if most else last


def _said(day: str | None) -> str:
    """Return a date as people say it; `day` is a year, a month or a day: 2021, 2021-04 or 2021-04-30."""
    parts = (day or "").split("-")
    known = "%Y" if len(parts) == 1 else "%B %Y" if len(parts) == 2 else "%-d %B %Y"
    first = "-".join([*parts, "01", "01"][:3])
    return date.fromisoformat(first).strftime(known) if day else ""
