"""Learns the layer of meanings from data/risk, from the examples of the phrases and from everyday questions.

Least squares with a kernel, over landmarks (Nystrom). Three to seven minutes of work on two cores.
"""

from __future__ import annotations

import hashlib
import json
from bisect import bisect
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
from scipy import sparse

from bot.language import encoder as encoding
from bot.language.content import read as read_content
from bot.language.encoder import Encoder
from bot.language.normalise import Spelling
from bot.safety import boundary, examples, meanings, regression, wording
from bot.safety.examples import Example
from bot.safety.floats import Floats
from bot.safety.meanings import Lines, Meanings, Space
from bot.safety.regression import WORDS, Regression
from bot.safety.screening import HANDED_OVER, Action
from bot.safety.wording import Wording

_PHRASES = Path(__file__).parent / "phrases"
_CONTEXT = Path(__file__).parent / "context.yml"

DIRECTIONS = 384
# How much each layer of the encoder counts: the middle ones tell who did what to whom.
LAYERS = (1, 2, 3, 3, 2, 1)
FEW = 4_000  # landmarks for a first look, which tells what is hard
HARDEST = 7_500  # landmarks: those that are missed most at first
OTHERS = 2_500  # others that are easily mistaken
ORDINARY_LANDMARKS = 800  # other ordinary questions; all are learned from
JOINED = 1_500  # harmless messages that are learned from with another one behind
JOINED_LENGTH = 40  # words of either at most
# The tables in which the first phrases were tried, and the sentences beside the phrases, were agreed on one by one.
AGREED = frozenset({"phrases", "bramble", "clover", "fern"})
AGREED_COUNTS = 3.0  # times
# By meaning alone a text goes to a person or to nobody: a line for a question between the two helped nobody.
LINES = Lines(everyday=-0.4, escalate=-0.15, emergency=-0.2)
JOINED_KIND = "joined"
_HALF = "8"  # of all lots, half begin below it
# The voices of the boundary that the writers' files call otherwise.
_VOICES: Mapping[str, str] = {"parent_or_carer": "parent", "sibling_or_friend": "sibling_friend"}
# Whom a message is about, as a rule, by whose voice it is.
_ABOUT: Mapping[str, str] = {
    "young_person": "self",
    "adult": "self",
    "parent": "child",
    "sibling_friend": "other",
    "neighbour": "child",
    "professional": "child",
}


def learned_from() -> str:
    """A digest of all that the layer is learned from."""
    paths = [
        *sorted(examples.FOLDER.glob("*.csv")),
        *sorted(examples.EVERYDAY.rglob("*.yml")),
        *sorted(_PHRASES.glob("*.yml")),
        _CONTEXT,
        *(Path(module.__file__ or "") for module in (examples, meanings, wording, regression, encoding)),
        Path(__file__),
        *sorted(Path(encoding.__file__).parent.glob("spelling.yml")),
    ]
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    digest.update(repr([*of_boundary()]).encode())  # what else stands in its file is not learned
    return digest.hexdigest()


def is_current(folder: Path = meanings.FOLDER) -> bool:
    """Whether what lies in the folder was learned from the files as they are now."""
    names = folder / meanings.NAMES
    return names.exists() and json.loads(names.read_text(encoding="utf-8"))["learned_from"] == learned_from()


def learn(folder: Path = meanings.FOLDER, *, encoder: Encoder | None = None) -> None:
    """Learn, and write into the folder."""
    of_writers = [example for example in examples.read("train") if example.action != "check_in"]
    shown = [*of_writers, *of_phrases(), *of_boundary(), *examples.everyday()]
    shown = [*shown, *joined(shown)]
    model = fit(shown, encoder=encoder or Encoder.load(), spelling=Spelling.load())
    store(model, folder)


def of_phrases() -> Iterator[Example]:
    """The sentences beside the phrases, idioms and frames of the screen."""
    for path in sorted(_PHRASES.glob("*.yml")):
        for phrase in read_content(path, {})["phrases"]:
            if phrase["then"] != "check_in":
                yield _example("disclosure", phrase["fires"], phrase["then"], path.stem)
            yield _example("hard_negative", phrase["silent"], "none")
    context = read_content(_CONTEXT, {})
    for idiom in context["idioms"]:
        yield _example("hard_negative", idiom["quiet"], "none")
    for one in (*context["idioms"], *context["frames"]):
        if loud := one.get("loud"):
            yield _example("disclosure", loud, "escalate")


def of_boundary() -> Iterator[Example]:
    """The sentences in which a safeguarding lead says where an action ends; none that hang on what was said before.

    What must only be asked about is no danger by its meaning: phrases lead to the question.
    """
    for one in boundary.load():
        if not one.before:
            action = one.action if one.action in HANDED_OVER else "none"
            kind = "disclosure" if action != "none" else "hard_negative"
            yield _example(kind, one.says, action, voice=_VOICES.get(one.voice, one.voice))


def _example(kind: str, text: str, action: Action, category: str = "", voice: str = "") -> Example:
    return Example("phrases", kind, category, voice, "", "", action, text)


def joined(shown: Sequence[Example]) -> Iterator[Example]:
    """Harmless messages, each with another before or behind it: much talk is no danger.

    The first of each two is one that is easily mistaken. The same with a danger in it was worse than without.
    """
    calm = _drawn(one for one in shown if not one.is_danger and len(one.text.split()) < JOINED_LENGTH)
    lots = [_lot(one.text) for one in calm]
    for first in [one for one in calm if one.kind == "hard_negative"][:JOINED]:
        drawn = _lot(f"with {first.text}")
        other = calm[bisect(lots, drawn) % len(calm)]
        texts = [first.text, other.text] if drawn < _HALF else [other.text, first.text]
        yield replace(first, kind=JOINED_KIND, text=" ".join(texts))


def _drawn(shown: Iterable[Example]) -> list[Example]:
    """Examples in an order of chance, which stays as it is for all others when one is added or taken away."""
    return sorted(shown, key=lambda one: _lot(one.text))


def _lot(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def fit(shown: Sequence[Example], *, encoder: Encoder, spelling: Spelling) -> Meanings:
    """Learn from examples; of a text longer than a window the first window is learned."""
    texts = [spelling.fold(example.text) or "." for example in shown]
    with ThreadPoolExecutor() as threads:
        layers = np.stack([*threads.map(lambda text: encoder.layers(text)[0], texts)])
    space, wording = _space(layers), Wording.of(texts)
    places, words = space.place(layers), _table(wording, texts)
    categories = tuple(sorted({one.category for one in shown if one.is_danger and one.category}))
    lesson = Regression(places, words, _answers(shown, categories), _weights(shown))
    few = _landmarks(shown, hardest=0, others=FEW)
    misses = lesson.misses(few, lesson.pulls(few))
    landmarks = _landmarks(shown, misses, hardest=HARDEST, others=OTHERS)
    pulls = lesson.pulls(landmarks)
    word_pulls = WORDS * (words[landmarks].T @ pulls)
    half = [array.astype(np.float32) for array in (places[landmarks], pulls, word_pulls)]
    return Meanings(encoder, space, half[0], half[1], wording, half[2], categories, LINES)


def _table(wording: Wording, texts: Sequence[str]) -> sparse.csr_matrix:
    """The wording of each text, a row each."""
    rows = [wording.read(text) for text in texts]
    ends = np.cumsum([0, *(len(places) for places, _ in rows)])
    places, weights = (np.concatenate(some) for some in zip(*rows, strict=True))
    return sparse.csr_matrix((weights, places, ends), shape=(len(texts), len(wording.remembered)))


def _space(layers: Floats) -> Space:
    """The directions in which the examples differ most, found from their covariance; a usual example lies at 1."""
    centre = layers.mean(axis=0)
    scale = _scale(layers - centre)
    around = (layers - centre) * scale
    _, directions = np.linalg.eigh(around.T @ around)
    axes = scale[:, None] * directions[:, ::-1][:, :DIRECTIONS]
    return Space(centre.astype(np.float32), axes.astype(np.float32))


def _scale(around: Floats) -> Floats:
    """By how much each number counts, so that each layer of the encoder has its share."""
    width = around.shape[1] // len(LAYERS)
    usual = [np.sqrt(np.mean(np.sum(layer**2, axis=1))) for layer in np.split(around, len(LAYERS), axis=1)]
    shares = np.sqrt(np.array(LAYERS) / sum(LAYERS)) / usual
    scale: Floats = np.repeat(shares, width).astype(np.float32)
    return scale


def _landmarks(
    shown: Sequence[Example], misses: Floats | None = None, *, hardest: int, others: int
) -> list[int]:
    """Those that are missed most, some others, and fewer ordinary questions; nothing that was joined."""
    drawn = sorted(range(len(shown)), key=lambda index: _lot(shown[index].text))
    drawn = [index for index in drawn if shown[index].kind != JOINED_KIND]
    missed = [] if misses is None else sorted(drawn, key=lambda index: -misses[index])[:hardest]
    chosen = {*missed}
    rest = [index for index in drawn if index not in chosen]
    mistaken = [index for index in rest if shown[index].kind != "ordinary"][:others]
    ordinary = [index for index in rest if shown[index].kind == "ordinary"][:ORDINARY_LANDMARKS]
    return [*missed, *mistaken, *ordinary]


def _answers(shown: Sequence[Example], categories: Sequence[str]) -> Floats:
    """1 where an example (row) is a danger, an emergency, about somebody, of a category (columns), else -1."""
    names = ["danger", "emergency", *meanings.ABOUT, *categories]
    given = [_names(example) for example in shown]
    table: Floats = np.array([[1.0 if name in some else -1.0 for name in names] for some in given])
    return table


def _names(example: Example) -> set[str]:
    if not example.is_danger:
        return set()
    return {"danger", example.action, example.category, _ABOUT.get(example.voice, "")}


def _weights(shown: Sequence[Example]) -> Floats:
    """Danger and no danger count alike in all, however many there are of each; what was agreed on counts for more."""
    danger = np.array([example.is_danger for example in shown])
    weights: Floats = np.array([AGREED_COUNTS if one.writer in AGREED else 1.0 for one in shown])
    for some in (danger, ~danger):
        weights[some] *= len(shown) / 2 / weights[some].sum()
    return weights


def store(model: Meanings, folder: Path) -> None:
    """Write what was learned; the names come last, so that a half-written folder is not taken for a whole one."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / meanings.NAMES).unlink(missing_ok=True)
    np.savez(
        folder / meanings.NUMBERS,
        centre=model.space.centre,
        axes=model.space.axes,
        landmarks=model.landmarks,
        pulls=model.pulls,
        rarity=model.wording.rarity,
        word_pulls=model.word_pulls,
    )
    names = {
        "learned_from": learned_from(),
        "categories": model.categories,
        "lines": asdict(model.lines),
        "pieces": list(model.wording.remembered),
    }
    (folder / meanings.NAMES).write_text(json.dumps(names), encoding="utf-8")
