"""One spelling for all: what people type, made clean to store and folded to match."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.language import content

_CONTENT = Path(__file__).with_name("spelling.yml")
_LONGEST_TEXT_SPEAK = 3
_LONG_WORD = 6
_CURLY = str.maketrans({"\u2018": "'", "\u2019": "'", "\u02bc": "'", "`": "'", "\u00b4": "'"})
_MARKS = {"?": "?", ".": ".", "!": ".", ";": ".", ":": ",", ",": ",", "\n": ","}
_STEMS = {"ca": "can", "wo": "will", "sha": "shall"}
_NOT, _WOULD = ("n't", " not"), ("'d", " would")
_ENDINGS = (_NOT, _WOULD, ("'m", " am"), ("'re", " are"), ("'ve", " have"), ("'ll", " will"))
_MASKS = re.compile(r"[*#_%\u2022]+")
_SIGN = re.compile(r"\.\.+|\u2026|[?.!;:,\n]|[^\s?.!;:,()\[\]{}\"\u201c\u201d/\\<>=~^\u2013\u2014-]+")
_LETTERS_APART = re.compile(r"(?<![^\W_])(?:[^\W\d_][.\-_*\u00b7]){2,}[^\W\d_](?![^\W_])")
_LONE_LETTERS = re.compile(r"(?<![^\s])(?:[^\W\d_] ){2,}[^\W\d_](?![^\s])")
_AGE = re.compile(r"\b(\d{1,2}) ?y(?:r |r)?/?o(?:ld)?\b")
_YEARS = re.compile(r"\b(\d{1,2})yrs?\b")
_SCHOOL_YEAR = re.compile(r"\by(?:r|ear)? ?(\d{1,2})\b")
_MARK_FOR_LETTER = re.compile(r"(?<=[a-z])!(?=[a-z])")
_LONG_RUN = re.compile(r"(.)\1{2,}")

SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "required": ["words", "is_after", "disguised", "often_mistyped", "not_mistyped", "emoji", "lookalikes"],
    "properties": {
        "words": {"type": "object", "additionalProperties": {"type": "string", "minLength": 1}},
        "emoji": {"type": "object", "additionalProperties": {"type": "string"}},
        "lookalikes": {"type": "object", "additionalProperties": {"type": "string"}},
        "digits": {"type": "array", "items": {"type": "object", "additionalProperties": {"type": "string"}}},
    },
}


def clean(text: str) -> str:
    """The text as it is stored and passed on: NFKC, nothing invisible, single blanks, no leading slash.

    Cleaning twice changes nothing. A leading slash would reach Rasa's parser of `/intent{...}`.
    """
    spaced = "".join(" " if char.isspace() else char for char in text)
    seen = "".join(char for char in spaced if unicodedata.category(char) not in ("Cc", "Cf", "Cs"))
    return " ".join(unicodedata.normalize("NFKC", seen).split()).lstrip("/ ")


@dataclass(frozen=True)
class Spelling:
    """The ways of writing in spelling.yml. `load` reads them once; `fold` uses them."""

    words: Mapping[str, str]
    is_after: frozenset[str]
    disguised: tuple[str, ...]
    mistyped: Mapping[str, str]
    not_mistyped: frozenset[str]
    emoji: Mapping[int, str]
    lookalikes: Mapping[int, str]
    digits: tuple[Mapping[int, str], ...]

    @classmethod
    def load(cls, path: Path = _CONTENT) -> Spelling:
        """Read the word list. Raises `ContentError` if it is not what the schema describes."""
        raw = content.read(path, SCHEMA)
        mistyped = {less: word for word in raw["often_mistyped"] for less in _one_letter_less(word)}
        return cls(
            words=raw["words"],
            is_after=frozenset(raw["is_after"]),
            disguised=tuple(raw["disguised"]),
            mistyped=mistyped,
            not_mistyped=frozenset(raw["not_mistyped"]) | frozenset(raw["often_mistyped"]),
            emoji=str.maketrans(raw["emoji"]),
            lookalikes=str.maketrans(raw["lookalikes"]),
            digits=tuple(str.maketrans(table) for table in raw["digits"]),
        )

    def fold(self, text: str) -> str:
        """The text for matching: lower-case words and the marks `.`, `?` and `,`, one blank between them.

        A full stop stands for every end of a sentence, a comma for every smaller pause. Contractions are
        written out ("dont" is "do not"), disguises undone ("su*cide", "k1ll", "s u i c i d e").
        """
        lines = [clean(line) for line in text.splitlines()]
        plain = "\n".join(line for line in lines if line).translate(self.emoji).translate(_CURLY)
        plain = self._join_letters(without_accents(plain).lower())
        plain = _YEARS.sub(r"\1 years", _AGE.sub(r"\1 year old", _SCHOOL_YEAR.sub(r"year \1", plain)))
        plain = _MARK_FOR_LETTER.sub("i", plain)
        words = [word for sign in _SIGN.findall(plain) for word in self._written_out(sign)]
        return " ".join(self._text_speak(words))

    def _join_letters(self, text: str) -> str:
        text = _LETTERS_APART.sub(lambda found: re.sub(r"[\W_]", "", found.group()), text)
        return _LONE_LETTERS.sub(self._joined, text)

    def _joined(self, found: re.Match[str]) -> str:
        letters = found.group().replace(" ", "")
        for word in self.disguised:
            before, met, after = letters.partition(word)
            if met and len(word) > 2 and len(before) + len(after) <= 2:
                return " ".join((*before, word, *after))
        return found.group()

    def _written_out(self, sign: str) -> Iterator[str]:
        if sign[0] in _MARKS or sign[0] == "\u2026":
            yield "," if len(sign) > 1 or sign == "\u2026" else _MARKS[sign]
            return
        for word in self._expand(self._unmask(sign)).split():
            bare = word.strip("'*#_%")
            if bare:
                yield bare

    def _unmask(self, token: str) -> str:
        if token.isalpha() and token.isascii() and not _LONG_RUN.search(token):
            return self._correct(token)
        latin = token.translate(self.lookalikes) if re.search("[a-z]", token) else token
        if latin in self.words or latin.isdigit():
            return latin
        for table in self.digits:
            plain = latin.translate(table)
            if plain != latin and plain.strip("'") in self.disguised:
                return plain
        if _MASKS.search(latin) and re.search(r"\w", latin):
            return self._unstar(latin)
        return self._shorten(latin)

    def _unstar(self, token: str) -> str:
        """The disguised word that fits; in a long word a mark may stand for two letters."""
        shown = _MASKS.sub("", token)
        exact = _MASKS.sub(lambda marks: "." * len(marks.group()), token)
        loose = _MASKS.sub(lambda marks: f".{{1,{len(marks.group()) + 1}}}", token)
        fits = (
            word
            for word in self.disguised
            if re.fullmatch(exact, word) or (len(word) >= _LONG_WORD and re.fullmatch(loose, word))
        )
        return next(fits, shown) if len(shown) > 1 else shown

    def _shorten(self, token: str) -> str:
        for letters in (r"\1\1", r"\1"):
            word = _LONG_RUN.sub(letters, token)
            if word in self.disguised or word in self.words:
                return word
        return self._correct(_LONG_RUN.sub(r"\1", token))

    def _correct(self, word: str) -> str:
        if len(word) < 5 or word in self.not_mistyped or word in self.words:
            return word
        meant = (self.mistyped[less] for less in _one_letter_less(word) if less in self.mistyped)
        return next((known for known in meant if _is_slip(word, known)), word)

    def _expand(self, word: str) -> str:
        if word in self.words:
            return word
        for ending, meaning in _ENDINGS:
            stem = word[: -len(ending)]
            if stem and word.endswith(ending):
                return _STEMS.get(stem, stem) + meaning
        if word.endswith("'s"):
            return f"{word[:-2]} is" if word[:-2] in self.is_after else word[:-2]
        return word.replace("'", "")

    def _text_speak(self, words: list[str]) -> Iterator[str]:
        place = 0
        while place < len(words):
            for length in range(_LONGEST_TEXT_SPEAK, 0, -1):
                meaning = self.words.get(" ".join(words[place : place + length]))
                if meaning or length == 1:
                    yield meaning or words[place]
                    place += length
                    break


def without_accents(text: str) -> str:
    """The text without the accents of Latin and Cyrillic letters and the vowel signs of Arabic ones."""
    apart = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(char for char in apart if not _is_accent(char)))


def _is_accent(char: str) -> bool:
    return "\u0300" <= char <= "\u036f" or "\u064b" <= char <= "\u0655" or char == "\u0670"


def _one_letter_less(word: str) -> list[str]:
    return sorted({word, *(word[:place] + word[place + 1 :] for place in range(len(word)))})


def _is_slip(word: str, known: str) -> bool:
    """Whether one letter was added, left out, replaced or swapped. A last letter may be grammar."""
    return word[0] == known[0] and word not in (f"{known}s", f"{known}d", known[:-1])
