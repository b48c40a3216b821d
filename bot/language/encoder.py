"""Turns a text into 384 numbers, so that texts that mean the same lie close together.

The model is all-MiniLM-L6-v2 (Reimers and Gurevych; Apache-2.0) with 7-bit weights, on the processor, with one thread.
`python -m bot train` puts its files into models/encoder (bot/launcher/encoder.py). It only reads: it writes no word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Encoding, Tokenizer

FOLDER = Path(__file__).parents[2] / "models" / "encoder"
GRAPH = (
    "seven-bits.onnx"  # another name whenever it is built in another way: an older one is then built again
)
TOKENIZER = "tokenizer.json"
SIZE = 384
LAYERS = 6
LONGEST = 256  # tokens at once: the length that the model's authors trained it for
_OVERLAP = 64  # tokens that two windows of a longer text share

Vectors = npt.NDArray[np.float32]


class EncoderMissing(FileNotFoundError):
    """The files of the encoder are not there yet; the message says how to get them."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"The sentence encoder is not in {folder}: run `make train`, which builds it first.")


@dataclass(frozen=True)
class Encoder:
    """A loaded encoder: about 50 MB of memory and 3 ms a short message."""

    session: onnxruntime.InferenceSession
    tokenizer: Tokenizer

    @classmethod
    def load(cls, folder: Path = FOLDER) -> Encoder:
        """Read the files. Raises EncoderMissing when they are not there."""
        if not (folder / GRAPH).exists() or not (folder / TOKENIZER).exists():
            raise EncoderMissing(folder)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False  # a long message would keep its memory for good
        session = onnxruntime.InferenceSession(
            str(folder / GRAPH), options, providers=["CPUExecutionProvider"]
        )
        tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        tokenizer.no_padding()
        tokenizer.enable_truncation(LONGEST, stride=_OVERLAP)
        return cls(session, tokenizer)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return a vector of unit length for each text: float32, (texts, 384). Their product is the cosine.

        Each text is encoded by itself: small numbers are scaled by all that is encoded together, so that a
        text would otherwise get another vector in other company.
        """
        vectors = [self._vector(self.tokenizer.encode(text)) for text in texts]
        return np.stack(vectors) if vectors else np.zeros((0, SIZE), dtype=np.float32)

    def windows(self, text: str) -> list[str]:
        """The pieces of a text that `layers` reads one by one; a text of up to 256 tokens is one."""
        encoding = self.tokenizer.encode(text)
        spans = [[span for span in one.offsets if span[1]] for one in (encoding, *encoding.overflowing)]
        return [text[some[0][0] : some[-1][1]] if some else text for some in spans]

    def layers(self, text: str) -> Vectors:
        """Return what each layer makes of a text, window by window: float32, (windows, 6 x 384).

        A text of up to 256 tokens, some 200 words, is one window; a longer one is read in windows that overlap.
        """
        encoding = self.tokenizer.encode(text)
        return np.stack([self._read(window, "layers") for window in (encoding, *encoding.overflowing)])

    def _vector(self, encoding: Encoding) -> Vectors:
        """Return the vector of one text; a long text is the mean of its overlapping windows."""
        windows = (encoding, *encoding.overflowing)
        total = np.sum([self._read(window, "embedding") for window in windows], axis=0)
        unit: Vectors = (total / np.linalg.norm(total)).astype(np.float32)
        return unit

    def _read(self, window: Encoding, output: str) -> Vectors:
        tokens = np.array([window.ids], dtype=np.int64)
        [found] = self.session.run([output], {"input_ids": tokens})
        vector: Vectors = found[0]
        return vector
