"""Services that a text names, whatever their kind and standing: who asks by name gets an answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from sqlalchemy import select
from sqlalchemy.orm import Session

from services_directory.models import Service
from services_directory.words import words

_CLOSE = 0.87  # one slip in eight letters; "united" is not YOUnited
_SHORTEST = 6  # letters: a slip makes a shorter name another word
_LONGEST_QUESTION = 40  # words: longer texts tell of something
_LONGEST_TEXT = 300  # words: slips are mended in a question, not in a long story


def find(session: Session, text: str) -> list[Service]:
    """The services a text names: longer names first, then names with a slip; all that share a name."""
    names = _Names.of(session)
    said = words(text)
    free = [True] * len(said)
    found: dict[str, None] = {}
    for recognise in (names.exactly, names.nearly)[: 1 if len(said) > _LONGEST_TEXT else 2]:
        for span in _spans(free, names.most_words):
            service_ids = recognise(said[span])
            if service_ids:
                found.update(dict.fromkeys(service_ids))
                free[span] = [False] * (span.stop - span.start)
    services = {row.id: row for row in session.scalars(select(Service).where(Service.id.in_(found)))}
    return [services[service_id] for service_id in found]


def is_asked_about(session: Session, text: str) -> bool:
    """Whether a short text names a service; what everybody knows, such as the GP, does not count."""
    short = len(text.split()) <= _LONGEST_QUESTION
    return short and any(not service.everyday for service in find(session, text))


def _spans(free: Sequence[bool], longest: int) -> Iterator[slice]:
    """Every run of words that no name has taken yet, the longest first."""
    for size in range(min(longest, len(free)), 0, -1):
        for start in range(len(free) - size + 1):
            if all(free[start : start + size]):
                yield slice(start, start + size)


@dataclass(frozen=True)
class _Names:
    """Every name of every service: its words, and its letters run together, by the first of them."""

    by_words: Mapping[str, list[str]]
    by_letter: Mapping[str, list[tuple[str, int, list[str]]]]  # letters, how many words, services
    most_words: int

    @classmethod
    def of(cls, session: Session) -> _Names:
        by_words: defaultdict[str, list[str]] = defaultdict(list)
        rows = session.execute(select(Service.id, Service.name, Service.alternate_names).order_by(Service.id))
        for service_id, name, others in rows:
            for spelling in filter(None, {" ".join(words(each)) for each in (name, *others)}):
                by_words[spelling].append(service_id)
        by_letter: defaultdict[str, list[tuple[str, int, list[str]]]] = defaultdict(list)
        for spelling in sorted(by_words):
            letters, length = spelling.replace(" ", ""), len(spelling.split())
            by_letter[spelling[0]].append((letters, length, by_words[spelling]))
        most_words = max((len(spelling.split()) for spelling in by_words), default=0)
        return cls(by_words, by_letter, most_words + 1)  # a slip may split a word in two

    def exactly(self, said: Sequence[str]) -> Sequence[str]:
        return self.by_words.get(" ".join(said), ())

    def nearly(self, said: Sequence[str]) -> Sequence[str]:
        """With a slip in one of as many words, or with words run together or split: "child in" is not Childline."""
        letters = "".join(said)
        if len(letters) < _SHORTEST:
            return ()
        matcher = SequenceMatcher(None, "", letters, autojunk=False)
        best, found = _CLOSE, []
        for name, length, service_ids in self.by_letter.get(letters[0], ()):
            if len(said) != length and name != letters:
                continue
            if abs(len(name) - len(letters)) > 2 or _digits(name) != _digits(letters):
                continue
            matcher.set_seq1(name)
            if matcher.quick_ratio() >= best and matcher.ratio() >= best:
                best, found = matcher.ratio(), service_ids
        return found


def _digits(text: str) -> str:
    """Section 85 is not section 86: a digit is never a slip."""
    return "".join(filter(str.isdigit, text))
