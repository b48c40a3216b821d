"""A decision in words: the next fact to ask for, or the rules that apply."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Tracker
from sqlalchemy.orm import Session

from actions import slots
from actions.asked import Asked
from actions.cards import Cards, joined
from actions.known import Known
from actions.library import Library
from services_directory import deciding, pathways
from services_directory.card import pathway_card
from services_directory.deciding import UNKNOWN, Answers, Decided
from services_directory.models import Decision, Pathway
from services_directory.words import holds, words


@dataclass(frozen=True)
class Pathways:
    """Asks for one fact at a time, and tells the rules that apply. A rule always names its councils."""

    library: Library
    cards: Cards

    def begin(self, dispatcher: CollectingDispatcher, question: str, known: Known) -> None:
        """Take up a question: what it tells itself is not asked."""
        with self.library.open() as session:
            found = pathways.find(session, text=question, needs=known.needs)
            here = [one for one in found if _rules(one, known)]
            if not here:
                dispatcher.utter_message(response="utter_no_pathway")
                return
            answers = deciding.told(here[0].facts, question, ages=known.ages)
            self._say(dispatcher, here[0], answers, known)

    def go_on(self, dispatcher: CollectingDispatcher, asked: Asked, said: Said, known: Known) -> bool:
        """Take an answer up. Returns False when what was said is another question."""
        with self.library.open() as session:
            decision = session.get(Decision, asked.decision)
            if decision is None or (said.is_question and _is_about_another(session, said.text, decision)):
                return False
            new = deciding.told(decision.facts, said.text, ages=known.ages)
            told = {**new, **asked.answers}
            if asked.fact == slots.AREA:
                self._say(dispatcher, decision, told, known)
            elif answer := self._read(_fact(decision, asked.fact), said):
                self._say(dispatcher, decision, {**told, asked.fact: answer}, known)
            else:
                is_news = said.names_council or bool(new.keys() - asked.answers.keys())
                asked = Asked(asked.decision, asked.fact, told)
                self._ask(dispatcher, decision, asked, again=not is_news)
            return True

    def _read(self, fact: Mapping[str, Any], said: Said) -> str | None:
        """The answer that was given: a button's, or one in words; None for what is no answer."""
        known = {answer["id"] for answer in fact["answers"]} | {UNKNOWN}
        if said.answer is not None:
            return said.answer if said.answer in known else None
        if self._has(said.text, UNKNOWN):
            return UNKNOWN
        titled = [{**one, "phrases": [one["title"], *one.get("phrases", ())]} for one in fact["answers"]]
        told = deciding.told([{**fact, "answers": titled}], said.text, ages=said.ages)
        plain = (one for one in ("yes", "no") if one in known and self._has(said.text, one))
        return told.get(fact["id"]) or next(plain, None)

    def _has(self, text: str, answer: str) -> bool:
        said = words(text)
        return any(holds(said, words(phrase)) for phrase in self.cards.words.all(f"pathway.reads.{answer}"))

    def _say(
        self, dispatcher: CollectingDispatcher, decision: Decision, answers: Answers, known: Known
    ) -> None:
        """Ask for the next fact that matters, then tell what applies; where councils differ, ask for the council.

        What holds in all of them comes before that: nobody is asked where they live before they hear of 999.
        """
        asks_where = known.area is None and _hangs_on_the_council(decision, answers)
        here = pathways.common(decision) if asks_where else _rules(decision, known)
        decided = _decide(decision, here, answers)
        if decided.asks is not None:
            self._ask(dispatcher, decision, Asked(decision.id, decided.asks, answers))
            return
        self._tell(dispatcher, decision, [rule for rule in here if rule.id in decided.apply], answers, known)
        if asks_where:
            self._ask_where(dispatcher, Asked(decision.id, slots.AREA, answers))
        elif decided.unsettled:
            missing = [fact["name"] for fact in decision.facts if answers.get(fact["id"]) == UNKNOWN]
            dispatcher.utter_message(response="utter_pathway_unsettled", facts=joined(missing))

    def _ask_where(self, dispatcher: CollectingDispatcher, asked: Asked) -> None:
        dispatcher.utter_message(response="utter_pathway_area", json_message=asked.as_custom())

    def _ask(
        self, dispatcher: CollectingDispatcher, decision: Decision, asked: Asked, *, again: bool = False
    ) -> None:
        fact = _fact(decision, asked.fact)
        titles = [*((one["id"], one["title"]) for one in fact["answers"]), (UNKNOWN, self._words("unknown"))]
        dispatcher.utter_message(
            response="utter_ask_fact_again" if again else "utter_ask_fact",
            question=fact["asks"],
            buttons=[
                {"title": title, "payload": f"/answer_fact({slots.ANSWER_ENTITY}={answer})"}
                for answer, title in titles
            ],
            json_message=asked.as_custom(),
        )

    def _tell(
        self,
        dispatcher: CollectingDispatcher,
        decision: Decision,
        rules: Sequence[Pathway],
        answers: Answers,
        known: Known,
    ) -> None:
        summary = _address(decision, answers, known)
        # Who tells the council next gets the rules of that one, without being asked for the facts again.
        asked = Asked(decision.id, slots.AREA, answers).as_custom() if known.council is None else {}
        for place, rule in enumerate(rules):
            card = self.cards.of_pathway(pathway_card(rule)) | {"summary": summary}
            lead = self._lead(card, known) if place else self._first(decision, card, answers, known)
            custom = {**asked, "kind": "pathway", "pathway": card}
            dispatcher.utter_message(response="utter_pathway", lead=lead, json_message=custom)

    def _first(self, decision: Decision, card: Mapping[str, Any], answers: Answers, known: Known) -> str:
        """What comes before the first rule: also the facts that it rests on, as they were understood."""
        facts = deciding.recap(decision.facts, answers, unknown=self._words("unknown"))
        told = (
            [self._words("told", facts="; ".join(f"{name}: {title}" for name, title in facts))]
            if facts
            else []
        )
        return " ".join([self._lead(card, known), *told])

    def _lead(self, card: Mapping[str, Any], known: Known) -> str:
        areas = joined([self.cards.words.area(area) for area in card["areas"]])
        said = [card["name"] + ".", self._words("areas", areas=areas)]
        if known.council is None:
            said.append(self._words("area_unknown"))
        return " ".join(said)

    def _words(self, name: str, **values: str) -> str:
        return self.cards.words.say(f"pathway.{name}", **values)


@dataclass(frozen=True)
class Said:
    """What was said to a question for a fact: in words, or by its button."""

    text: str
    answer: str | None
    ages: Sequence[float]
    is_question: bool
    names_council: bool

    @classmethod
    def of(cls, tracker: Tracker, known: Known) -> Said:
        """Read the latest message."""
        entities = tracker.latest_message.get("entities") or []
        answers = (one["value"] for one in entities if one.get("entity") == slots.ANSWER_ENTITY)
        return cls(
            text=tracker.latest_message.get("text") or "",
            answer=next(answers, None),
            ages=known.ages,
            is_question=tracker.get_intent_of_latest_message() == "ask_pathway",
            names_council=any(one.get("entity") == slots.AREA for one in entities),
        )


def _rules(decision: Decision, known: Known) -> Sequence[Pathway]:
    """The rules of the council; before it was told, those of all of them."""
    return decision.pathways if known.area is None else pathways.rules(decision, known.council)


def _hangs_on_the_council(decision: Decision, answers: Answers) -> bool:
    """Whether a rule that does not hold in all councils applies, or still may."""
    decided = _decide(decision, decision.pathways, answers)
    common = {rule.id for rule in pathways.common(decision)}
    return pathways.differs(decision) and not common.issuperset((*decided.apply, *decided.open))


def _decide(decision: Decision, rules: Sequence[Pathway], answers: Answers) -> Decided:
    return deciding.decide(decision.facts, {rule.id: rule.when for rule in rules}, answers)


def _fact(decision: Decision, fact: str) -> Mapping[str, Any]:
    return next(one for one in decision.facts if one["id"] == fact)


def _is_about_another(session: Session, text: str, decision: Decision) -> bool:
    found = pathways.find(session, text=text, needs=())
    return bool(found) and found[0].id != decision.id


def _address(decision: Decision, answers: Answers, known: Known) -> str:
    """Where the same answer stands as a page of its own, to copy, print or save."""
    where = {"area": known.council} if known.council else {}
    return f"/pathways/{decision.id}?{urlencode({**where, **answers})}"
