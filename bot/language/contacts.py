"""Contacts in what somebody wrote: phone numbers, e-mails, links and handles, each in one spelling."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from bot.language.normalise import clean

_DIGITS = {
    word: digit
    for digit, words in enumerate(
        ("zero|oh|nought", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    )
    for word in words.split("|")
}
_TIMES = {"double": 2, "triple": 3}
_SPOKEN = "|".join((*_DIGITS, *_TIMES))
_SPELT_OUT = re.compile(rf"\b(?:(?:{_SPOKEN})[\s,.-]+){{4,}}(?:{_SPOKEN})\b")

_ENDINGS = "uk|com|org|net|info|eu|co|io|me|app|tv|ly|gg|gl|link|chat|online|site|gov|edu|ie|xyz|help"
_EMAIL = re.compile(r"[\w.+-]+ ?(?:@|[(\[]at[)\]]) ?[\w-]+(?: ?(?:\.|[(\[]dot[)\]]) ?[\w-]+)+")
_LINK = re.compile(
    rf"https?://[^\s<>\"]+|\bwww\.[^\s<>\"]+|\b(?:[a-z0-9-]+\.)+(?:{_ENDINGS})\b(?:/[^\s<>\"]*)?"
)
_DATE_OR_TIME = re.compile(
    r"(?<![\d.-])(?:\d{1,2}[:.]\d{2}(?![\d.]*\d)|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d{4}-\d{2}-\d{2})(?![\d-])"
)
_PHONE = re.compile(r"\+?\(?\d(?:[ ().-]{0,3}\d){4,}")
_SHORT = re.compile(r"\b(?:ring|call|phone|text|dial)(?: \w+){0,4}? \d{3,4}\b")
_SHORT_NUMBER = re.compile(r"(?<!\d)\d{3,4}(?!\d)")
_PLACES = r"whatsapp|snap(?:chat)?|insta(?:gram)?|tiktok|discord|telegram|facebook|messenger|signal|skype"
_AT_HANDLE = re.compile(r"(?<![\w.])@[\w.]{2,}")
_HANDLE = re.compile(
    rf"\b(?:{_PLACES})(?: ?[:=] ?| (?:name |user ?name |handle |id )?(?:is|as|called) )[\w.]{{3,}}"
    rf"|\b(?:add|dm|follow|message|find) (?:me|us) on (?:{_PLACES})\b"
)


def contacts(text: str) -> list[str]:
    """Return every contact of a text, each once and in one spelling.

    A number is a contact when it has five digits or more, or three after a word such as *ring*; a date or a
    time of day is none. What only looks like a contact costs a second look, and nothing else.
    """
    found: list[str] = []
    words = _without_spelling_out(clean(text).casefold())
    for pattern, spelt in _IN_ORDER:
        found += [spelt(hit[0]) for hit in pattern.finditer(words)]
        words = pattern.sub(" ; ", words)  # so that no part of it is read as something else
    return [*dict.fromkeys(filter(None, found))]


def unknown(text: str, known: Iterable[str]) -> list[str]:
    """Return the contacts of a text that are none of the `known` ones, written as people write them.

    Of a page that is known, the front page of its site is known too.
    """
    found = contacts(text)
    if not found:
        return []
    listed = {contact for one in known for contact in contacts(one) or _SHORT_NUMBER.findall(one)}
    homes = {contact.partition("/")[0] for contact in listed}
    return [contact for contact in found if contact not in listed | homes]


def _number(written: str) -> str:
    digits = re.sub(r"\D", "", written)
    return "0" + digits[2:].lstrip("0") if written.startswith("+44") else digits


def _address(written: str) -> str:
    """An e-mail or a link without what makes no difference."""
    plain = re.sub(r"[(\[]at[)\]]", "@", written)
    plain = re.sub(r"[(\[]dot[)\]]", ".", plain).replace(" ", "")
    return re.sub(r"^(?:https?://)?(?:www\.)?", "", plain).rstrip("/.,;:!?)'")


def _without_spelling_out(words: str) -> str:
    return _SPELT_OUT.sub(lambda run: _digits(re.split(r"[\s,.-]+", run[0])), words)


def _digits(spoken: Iterable[str]) -> str:
    times, written = 1, ""
    for word in spoken:
        if word in _TIMES:
            times = _TIMES[word]
        else:
            written, times = written + str(_DIGITS[word]) * times, 1
    return written


def _nothing(_written: str) -> str:
    return ""


_IN_ORDER: tuple[tuple[re.Pattern[str], Callable[[str], str]], ...] = (
    (_EMAIL, _address),
    (_LINK, _address),
    (_AT_HANDLE, str),
    (_HANDLE, str),
    (_DATE_OR_TIME, _nothing),
    (_PHONE, _number),
    (_SHORT, lambda written: _SHORT_NUMBER.findall(written)[-1]),
)
