"""Load the reading model and put questions to passages."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load_file

from briefqa.comprehension.matches import Asked, match
from briefqa.comprehension.network import (
    NEVER,
    Context,
    Scores,
    Weights,
    encode,
    flatten_convolutions,
    score,
    unit_vectors,
)
from briefqa.comprehension.tokens import Floats, Tables, Words, read_words
from briefqa.errors import ModelError
from briefqa.query import Concept
from briefqa.records import BlockKind

WEIGHTS, VECTORS, VOCABULARY = "model.safetensors", "vectors.npy", "vocabulary.json"
SHIPPED = Path(str(files("briefqa") / "models" / "reader"))


@dataclass(frozen=True, slots=True)
class EncodedPassage:
    """A passage as the model takes it, whatever is asked: what is worth keeping of it.

    `rows` are its words in context, shape (words, width).
    """

    words: Words
    rows: NDArray[np.float16]


@dataclass(frozen=True, slots=True)
class EncodedQuestion:
    """A question as the model takes it, whatever passage is read."""

    asked: Asked
    context: Context


@dataclass(frozen=True, slots=True)
class ReadSpan:
    """A span of a block's text, `end` exclusive, with its score; higher is better."""

    block: int
    start: int
    end: int
    score: float


class PassageScores:
    """What the model says of the spans of one passage."""

    def __init__(self, words: Words, scores: Scores) -> None:
        """Take the passage's words and the scores of their spans."""
        self._words = words
        self._scores = scores

    @property
    def none(self) -> float:
        """The score of there being no answer, on the scale of the spans' scores."""
        return self._scores.none

    @cached_property
    def total(self) -> float:
        """The log of the sum of the exponentials of all spans' scores."""
        spans = self._scores.spans
        if not spans.size:
            return float(NEVER)
        most = float(spans.max())
        return most + float(np.log(np.exp(spans - most).sum()))

    def best(self, limit: int) -> list[ReadSpan]:
        """Return the spans of the highest scores, best first."""
        spans = self._scores.spans
        if not spans.size:
            return []
        flat = spans.ravel()
        top = np.argpartition(-flat, min(limit, flat.size - 1))[:limit]
        ordered = top[np.argsort(-flat[top], kind="stable")]
        words = self._words
        found = []
        for at in ordered.tolist():
            first, last = divmod(at, spans.shape[1])
            if flat[at] > NEVER:
                place = (int(words.block[first]), int(words.start[first]), int(words.end[last]))
                found.append(ReadSpan(*place, float(flat[at])))
        return found


class SpanReader:
    """The reading model: which words of a passage answer a question. Threads may share it."""

    def __init__(self, tables: Tables, vectors: NDArray[np.float16], weights: Weights) -> None:
        """Take the vocabulary, the vectors of its words and the weights of the layers."""
        self._tables = tables
        self._vectors = vectors
        self._weights = flatten_convolutions(weights)

    @classmethod
    def load(cls, folder: Path = SHIPPED) -> Self:
        """Load a model's folder. Raises ModelError where it is not one."""
        try:
            arrays = load_file(folder / WEIGHTS)
            tables = Tables.load(folder / VOCABULARY)
            # Mapped: of 60,000 words the commonest come first, and few pages are ever touched.
            vectors = np.load(folder / VECTORS, mmap_mode="r", allow_pickle=False)
        except (OSError, ValueError, KeyError, SafetensorError) as error:
            raise ModelError(
                f"The reading model in {folder} cannot be read ({error}).",
                hint="Install briefqa again, or run `make -C training reader`.",
            ) from error
        weights = {name: array.astype(np.float32) for name, array in arrays.items()}
        return cls(tables, vectors, weights)

    def encode_question(self, text: str, concepts: Sequence[Concept]) -> EncodedQuestion:
        """Return a question ready to be put to passages; `concepts` are those of its query."""
        words = read_words([("body", text)], self._tables)
        return EncodedQuestion(Asked.of(concepts, words), self._encode(words))

    def encode_passage(self, blocks: Sequence[tuple[BlockKind, str]]) -> EncodedPassage:
        """Return the blocks of a passage, in order, ready to be read."""
        words = read_words(blocks, self._tables)
        return EncodedPassage(words, self._encode(words).rows.astype(np.float16))

    def read(self, question: EncodedQuestion, passage: EncodedPassage) -> PassageScores:
        """Return what the model says of the spans of a passage."""
        words = passage.words
        if not len(words) or not len(question.context.rows):
            empty: Floats = np.zeros((0, 0), dtype=np.float32)
            return PassageScores(words, Scores(empty, 0.0))
        figures = match(question.asked, words)
        context = Context(passage.rows.astype(np.float32), unit_vectors(words, self._vectors))
        scores = score(question.context, context, words, figures, self._weights)
        return PassageScores(words, scores)

    def _encode(self, words: Words) -> Context:
        if not len(words):
            empty: Floats = np.zeros((0, 0), dtype=np.float32)
            return Context(empty, empty)
        return encode(words, self._vectors, self._weights)
