"""Ages of children and young people in a text, in years."""

from __future__ import annotations

import re
from functools import cache
from operator import itemgetter

from bot.language.places import Places

OLDEST = 25  # Fingerpost is for children and young people; a greater number is somebody else's age

_WORDS = {
    word: str(number)
    for number, word in enumerate(
        [
            *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
            *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
            *("nineteen", "twenty"),
        ]
    )
}
_NUMBER = r"\d{1,2}(?:\.\d)?(?:\s*(?:1/2|½|and a half))?"
_SEVERAL = rf"{_NUMBER}(?:\s*(?:,|and|&|,\s*and)\s*{_NUMBER})*"
_UNIT_AFTER = (
    r"(?!\s*(?:/|:|%|\.\d|hours?|hrs?|minutes?|mins?|days?|weeks?|wks?|times?|th\b|am\b|pm\b|o'?clock"
    r"|months?|mths?|years?\s+(?:ago|later|now|of|waiting)|stone|kilos?|kg|foot|feet|ft|grand|pounds?"
    r"|kids|children|siblings|schools?|of))"
)
_WHO = (
    r"(?:he|she|they|i|it|son|daughter|child|kid|boy|girl|lad|lass|eldest|youngest|oldest|middle one|brother|sister"
    r"|grandson|granddaughter|grandchild|niece|nephew|baby|little one|toddler|one|who)"
)
_IS = (
    r"(?:\s+is|'?s|\s+are|(?<=they)'?re|\s+am|'?m|\s+was|\s+just"
    r"|(?:'?s|\s+has)?(?:\s+just)?\s+turned|\s+turns|'?ll be)"
)
_ABOUT = r"(?:\s+(?:only|just|now|nearly|almost|about|around|turning|gonna be|going to be|actually))*"
# Who stands right before an age; "child 1" and "child 2" are how professionals tell children apart.
_KIN = (
    r"(?:sons?|daughters?|boys?|girls?|lad|lass|eldest|youngest|oldest|brothers?|sisters?|grandsons?|granddaughters?"
    r"|niece|nephew|toddler|kids|children|twins|carer|teenager|(?:child|kid|grandchild|baby)(?!\s+[1-4]\b))"
)
_STOP = r"\s*(?:[;!?)]|\.(?!\d)|,(?!\s*\d)|$)"
_GOES_ON = r"(?:in|from|near|and|but|who|with|is(?:n'?t)?|has(?:n'?t)?|won'?t|can'?t|doesn'?t|keeps|needs|s?he'?s?)\b"
# A number after one of these is a time, a date, a count, an address or the name of a thing.
_LABELS = (
    r"at|by|since|till|until|before|after|from|to|past|about|around|tomorrow|today|tonight|morning|afternoon|evening"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|august|september"
    r"|october|november|december|top|up|down|over|under|of|for|with|on|in|than|or|and|the|an?|my|our|these|those"
    r"|all|only|just|every|another|last|next|first|have|has|had|got|need|want|are|were|is|was|be|there"
    r"|room|flat|house|unit|road|rd|street|st|lane|close|avenue|ave|drive|way|court|crescent|terrace|place|door"
    r"|section|sections|line|chapter|page|part|paragraph|article|bus|option|press|ring|dial|number|no|ward|floor"
    r"|class|form|group|set|key stage|stage|level|tier|band|grade|phase|step|type|week|day|month|year|years|version"
)
_NO_LABEL = rf"(?!(?:{_LABELS})\b)"

_MONTHS_OLD = re.compile(r"\b(\d{1,2})\s*(?:-\s*)?(?:months?|mths?|mo)[\s-]*old\b")
_IS_MONTHS = re.compile(rf"\b(?!is\b)(?:aged?|{_WHO}{_IS}{_ABOUT})\s+(\d{{1,2}})\s*(?:months?|mths?)\b")
_YEARS_OLD = re.compile(
    rf"\b({_SEVERAL})\s*-?\s*(?:(?:years?|yrs?|yr'?s)[\s-]*(?:olds?\b|(?=son|daughter|boy|girl|child|lad\b))|y/?os?\b)"
)
_AGED = re.compile(rf"\b(?:aged?|ages|twins of|the age of)\s*:?\s*({_SEVERAL})\b{_UNIT_AFTER}")
_WHO_IS = re.compile(rf"\b{_WHO}{_IS}{_ABOUT}\s+({_SEVERAL})\b{_UNIT_AFTER}")
_BESIDE = re.compile(rf"\b{_WHO}\s*\(\s*({_NUMBER})\s*\)")
_KIN_NUMBER = re.compile(rf"\b{_KIN}\s+(?!1\b)({_SEVERAL})(?={_STOP}|\s+{_GOES_ON})")
_BETWEEN_COMMAS = re.compile(rf"\b{_NO_LABEL}[a-z']+\s*,\s*({_SEVERAL})(?={_STOP})")
_BEFORE_PLACE = re.compile(
    rf"(?<![\w'-]){_NO_LABEL}[a-z']{{2,}},?\s+({_NUMBER}),?\s+(?:in\s+|from\s+|near\s+)?"
)
_STREET = re.compile(
    r"\s+(?:road|rd|street|st|lane|close|avenue|ave|drive|way|court|crescent|terrace|place)\b"
)
_BARE = re.compile(
    rf"^\W*(?:um+|er+|about|around|nearly|almost|only|just)?\s*({_SEVERAL})\s*(?:years?|yrs?)?\W*$"
)
_FOR_A = re.compile(rf"\bfor (?:a|an) ({_NUMBER})\s*(?:-?\s*(?:years?|yrs?|yo)|\W*$)")
_SCHOOL_YEAR = re.compile(r"\b(?:year|yr|y)\s*(1[0-3]|[1-9])s?\b(?!\s*(?:-?\s*old|ago|waiting|wait))")
_SINGLE = re.compile(_NUMBER)
_NEARLY = re.compile(r"\b(?:nearly|almost|turning|about to be)\s+$")
_STAGES = (
    (re.compile(r"\b(?:in|starts|starting|just started) reception\b|^\W*reception\W*$"), 4.0),
    (re.compile(r"\b(?:newborn|new born)\b"), 0.0),
)


def _digits(text: str) -> str:
    text = text.lower().replace("\u2019", "'")
    return re.sub(
        r"\b(" + "|".join(_WORDS) + r")\b(?=\W*(?:year|yr|month|and|$|,|\.))",
        lambda hit: _WORDS[hit[1]],
        text,
    )


def _years(number: str) -> float:
    half = 0.5 if re.search(r"1/2|½|and a half", number) else 0.0
    return float(re.match(r"\d+(?:\.\d)?", number)[0]) + half  # type: ignore[index]


def _numbers(text: str, hit: re.Match[str]) -> list[float]:
    nearly = bool(_NEARLY.search(text[: hit.start(1)]))
    return [_years(number) - (0.1 if nearly else 0.0) for number in _SINGLE.findall(hit[1])]


@cache
def _places() -> Places:
    return Places.load()


def _before_a_place(text: str) -> list[re.Match[str]]:
    """Return the numbers with a place right behind them: "young carer 9 in Wisbech", not "12 Ely Road"."""
    found = []
    for hit in _BEFORE_PLACE.finditer(text):
        place = _places().pattern.match(text, hit.end())
        if place and not _STREET.match(text, place.end()):
            found.append(hit)
    return found


def find_ages(text: str) -> list[float]:
    """Return the ages a text names, in years, each once, in the order of the text.

    "8 months old" is 0.7; "17 and a half" 17.5; "nearly 3" 2.9; a school year the age it begins with (Year 4
    is 8, Reception 4); ages above 25 are left out. A message that is only a number is an age.
    """
    text = _digits(text)
    found: list[tuple[int, float]] = []
    patterns = (_YEARS_OLD, _AGED, _WHO_IS, _BESIDE, _KIN_NUMBER, _BETWEEN_COMMAS, _BARE, _FOR_A)
    hits = [hit for pattern in patterns for hit in pattern.finditer(text)]
    for hit in [*hits, *_before_a_place(text)]:
        found += [(hit.start(1), years) for years in _numbers(text, hit)]
    for pattern in (_MONTHS_OLD, _IS_MONTHS):
        found += [(hit.start(1), round(int(hit[1]) / 12, 1)) for hit in pattern.finditer(text)]
    found += [(hit.start(), float(hit[1]) + 4) for hit in _SCHOOL_YEAR.finditer(text)]
    found += [(hit.start(), years) for stage, years in _STAGES for hit in stage.finditer(text)]
    return list(dict.fromkeys(years for _, years in sorted(found, key=itemgetter(0)) if years <= OLDEST))
