"""Ages of children and young people in a text, in years."""

from __future__ import annotations

import re

OLDEST = 25  # Fingerpost is for children and young people; a greater number is somebody else's age

_WORDS = {
    word: str(number)
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty".split()
    )
}
_NUMBER = r"\d{1,2}(?:\.\d)?(?:\s*(?:1/2|½|and a half))?"
_SEVERAL = rf"{_NUMBER}(?:\s*(?:,|and|&|,\s*and)\s*{_NUMBER})*"
_UNIT_AFTER = (
    r"(?!\s*(?:/|:|%|\.\d|hours?|hrs?|minutes?|mins?|days?|weeks?|wks?|times?|th\b|am\b|pm\b|o'?clock|stone|kilos?|kg"
    r"|months?(?!\s*old)|years?\s+(?:ago|later|now|of|waiting)|foot|feet|ft|grand|pounds?|kids|children|siblings|schools?|of))"
)
_WHO = (
    r"(?:he|she|they|i|it|son|daughter|child|kid|boy|girl|lad|lass|eldest|youngest|oldest|middle one|brother|sister"
    r"|grandson|granddaughter|grandchild|niece|nephew|baby|little one|toddler|one|who)"
)
_IS = r"(?:\s+is|'?s|\s+are|\s+am|'?m|\s+was|\s+just|\s+turned|'?s just turned|\s+has just turned|\s+turns|'?ll be)"
_ABOUT = r"(?:\s+(?:only|just|now|nearly|almost|about|around|turning|gonna be|going to be|actually))*"

_MONTHS = re.compile(r"\b(\d{1,2})\s*(?:-\s*)?(?:months?|mths?|mo)[\s-]*old\b")
_YEARS_OLD = re.compile(
    rf"\b({_SEVERAL})\s*-?\s*(?:(?:years?|yrs?|yr'?s)[\s-]*(?:olds?\b|(?=son|daughter|boy|girl|child|lad\b))|y/?os?\b)"
)
_AGED = re.compile(rf"\b(?:aged?|ages|twins of|the age of)\s*:?\s*({_SEVERAL}){_UNIT_AFTER}")
_WHO_IS = re.compile(rf"\b{_WHO}{_IS}{_ABOUT}\s+({_SEVERAL})\b{_UNIT_AFTER}")
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


def find_ages(text: str) -> list[float]:
    """Return the ages a text names, in years, each once, in the order of the text.

    "8 months old" is 0.7; "17 and a half" 17.5; "nearly 3" 2.9; a school year the age it begins with (Year 4
    is 8, Reception 4); ages above 25 are left out. A message that is only a number is an age.
    """
    text = _digits(text)
    found: list[tuple[int, float]] = []
    for pattern in (_YEARS_OLD, _AGED, _WHO_IS, _BARE, _FOR_A):
        for hit in pattern.finditer(text):
            found += [(hit.start(1), years) for years in _numbers(text, hit)]
    found += [(hit.start(), round(int(hit[1]) / 12, 1)) for hit in _MONTHS.finditer(text)]
    found += [(hit.start(), float(hit[1]) + 4) for hit in _SCHOOL_YEAR.finditer(text)]
    found += [(hit.start(), years) for stage, years in _STAGES for hit in stage.finditer(text)]
    return list(dict.fromkeys(years for _, years in sorted(found) if 0 <= years <= OLDEST))
