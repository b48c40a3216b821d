"""Learns the layer of meanings from data/risk, from the examples of the phrases and from everyday questions.

Least squares with a kernel, over landmarks (Nystrom). Two to five minutes of work on two cores.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path

import numpy as np
from scipy import linalg, sparse

from bot.language import encoder as encoding
from bot.language.content import read as read_content
from bot.language.encoder import Encoder
from bot.language.normalise import Spelling
from bot.safety import examples, meanings, wording
from bot.safety.examples import Example
from bot.safety.floats import Floats
from bot.safety.meanings import Lines, Meanings, Space, likeness
from bot.safety.screening import Action
from bot.safety.wording import Wording

_PHRASES = Path(__file__).parent / "phrases"
_IDIOMS = Path(__file__).parent / "context.yml"

DIRECTIONS = 384
ORDINARY_LANDMARKS = 800  # of ordinary questions so many are landmarks; all are learned from
WORDS = 0.3  # how much the wording counts beside the meaning
STIFFNESS = 0.2  # how little one example may pull
LINES = Lines(everyday=-0.4, check_in=-0.2, escalate=-0.1, emergency=-0.4)
SEED = 7
_EVEN = 1e-3  # keeps the solution steady where landmarks are all but the same
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
        _IDIOMS,
        *(Path(module.__file__ or "") for module in (examples, meanings, wording, encoding)),
        Path(__file__),
        *sorted(Path(encoding.__file__).parent.glob("spelling.yml")),
    ]
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def is_current(folder: Path = meanings.FOLDER) -> bool:
    """Whether what lies in the folder was learned from the files as they are now."""
    names = folder / meanings.NAMES
    return names.exists() and json.loads(names.read_text(encoding="utf-8"))["learned_from"] == learned_from()


def learn(folder: Path = meanings.FOLDER, *, encoder: Encoder | None = None) -> None:
    """Learn, and write into the folder."""
    of_writers = [example for example in examples.read("train") if example.action != "check_in"]
    shown = [*of_writers, *of_phrases(), *examples.everyday()]
    model = fit(shown, encoder=encoder or Encoder.load(), spelling=Spelling.load())
    store(model, folder)


def of_phrases() -> Iterator[Example]:
    """The sentences beside the phrases and idioms of the screen."""
    for path in sorted(_PHRASES.glob("*.yml")):
        for phrase in read_content(path, {})["phrases"]:
            if phrase["then"] != "check_in":
                yield _example("disclosure", phrase["fires"], phrase["then"], path.stem)
            yield _example("hard_negative", phrase["silent"], "none")
    for idiom in read_content(_IDIOMS, {})["idioms"]:
        yield _example("hard_negative", idiom["quiet"], "none")


def _example(kind: str, text: str, action: Action, category: str = "") -> Example:
    return Example("phrases", kind, category, "", "", "", action, text)


def fit(shown: Sequence[Example], *, encoder: Encoder, spelling: Spelling) -> Meanings:
    """Learn from examples; of a text longer than a window the first window is learned."""
    texts = [spelling.fold(example.text) or "." for example in shown]
    with ThreadPoolExecutor() as threads:
        layers = np.stack([*threads.map(lambda text: encoder.layers(text)[0], texts)])
    space, wording = _space(layers), Wording.of(texts)
    places, words = space.place(layers), _table(wording, texts)
    chosen = _landmarks(shown)
    alike = likeness(places, places[chosen]) + WORDS * (words @ words[chosen].T).toarray()
    categories = tuple(sorted({one.category for one in shown if one.is_danger and one.category}))
    pulls = _solve(alike, chosen, _answers(shown, categories), _weights(shown))
    word_pulls = WORDS * (words[chosen].T @ pulls)
    half = [array.astype(np.float32) for array in (places[chosen], pulls, word_pulls)]
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
    around = layers - centre
    _, directions = np.linalg.eigh(around.T @ around)
    axes = directions[:, ::-1][:, :DIRECTIONS] / np.sqrt(np.mean(np.sum(around**2, axis=1)))
    return Space(centre.astype(np.float32), axes.astype(np.float32))


def _landmarks(shown: Sequence[Example]) -> list[int]:
    """All that is easily mistaken, on either side; of ordinary questions some."""
    chosen = [index for index, example in enumerate(shown) if example.kind != "ordinary"]
    ordinary = [index for index, example in enumerate(shown) if example.kind == "ordinary"]
    some = np.random.default_rng(SEED).permutation(ordinary)[:ORDINARY_LANDMARKS]
    return [*chosen, *some.tolist()]


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
    """Danger and no danger count alike in all, however many there are of each."""
    danger = np.array([example.is_danger for example in shown])
    half = len(shown) / 2
    weights: Floats = np.where(danger, half / danger.sum(), half / (~danger).sum())
    return weights


def _solve(alike: Floats, chosen: Sequence[int], answers: Floats, weights: Floats) -> Floats:
    share = np.sqrt(weights)[:, None].astype(np.float32)
    weighted = alike * share
    left = (weighted.T @ weighted).astype(np.float64) + STIFFNESS * alike[chosen]
    left[np.diag_indices_from(left)] += _EVEN
    pulls: Floats = linalg.solve(left, weighted.T @ (answers * share), assume_a="pos", overwrite_a=True)
    return pulls


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
