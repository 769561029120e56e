"""Examples for the reading model as arrays, and the batches of a training run."""

import random
import zlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from briefqa.comprehension.matches import Asked, match
from briefqa.comprehension.network import SPAN_LIMIT
from briefqa.comprehension.tokens import Tables, Words, read_words
from briefqa.query import Query
from training.reading_examples import AnswerSpan, ReadingExample, TextBlock

ReadQuery = Callable[[str], Query]
Arrays = dict[str, NDArray[Any]]
# What the network is given of words, in small types: a run holds a hundred thousand passages.
FIELDS = {
    "word": np.int32,
    "part": np.int16,
    "characters": np.int16,
    "flags": np.bool_,
    "block": np.int16,
}
AT_ONCE = 500  # examples that a worker process is handed


@dataclass(frozen=True, slots=True)
class Encoded:
    """An example as arrays; `spans` holds (first, last) words of each answer, both inclusive."""

    question: Arrays
    passage: Arrays
    spans: NDArray[np.int32]
    group: str


class Encoder:
    """Makes arrays of examples; one for each process."""

    def __init__(self, tables: Tables, read_query: ReadQuery) -> None:
        """Take the vocabulary and what reads questions."""
        self._tables = tables
        self._read_query = read_query
        self._passage = lru_cache(maxsize=64)(self._read_passage)

    def encode(self, example: ReadingExample) -> Encoded | None:
        """Return the example as arrays; None where its answer cannot be a span of whole words."""
        question = read_words([("body", example.question)], self._tables)
        passage = self._passage(example.blocks)
        if not len(question) or not len(passage):
            return None
        spans = {span for answer in example.answers if (span := word_span(passage, answer))}
        if example.answers and not spans:
            return None
        asked = Asked.of(self._read_query(example.question).concepts, question)
        figures = {"match": match(asked, passage).astype(np.float16)}
        return Encoded(
            _small(question),
            {**_small(passage), **figures},
            np.array(sorted(spans), dtype=np.int32).reshape(-1, 2),
            example.group,
        )

    def _read_passage(self, blocks: tuple[TextBlock, ...]) -> Words:
        return read_words([(block.kind, block.text) for block in blocks], self._tables)


_encoder: Encoder | None = None  # of a worker process


def encode_all(
    examples: Sequence[ReadingExample], make: Callable[[], Encoder], *, workers: int
) -> Iterator[Encoded | None]:
    """Yield the examples as arrays, in order; `make` is called once in each worker process."""
    parts = [examples[at : at + AT_ONCE] for at in range(0, len(examples), AT_ONCE)]
    with ProcessPoolExecutor(workers, initializer=_begin, initargs=(make,)) as pool:
        for part in pool.map(_encode_part, parts):
            yield from part


def _begin(make: Callable[[], Encoder]) -> None:
    global _encoder
    _encoder = make()


def _encode_part(examples: Sequence[ReadingExample]) -> list[Encoded | None]:
    if _encoder is None:
        raise RuntimeError("This process has no encoder: encode_all begins its workers.")
    return [_encoder.encode(example) for example in examples]


def _small(words: Words) -> Arrays:
    return {name: getattr(words, name).astype(kind) for name, kind in FIELDS.items()}


def word_span(passage: Words, answer: AnswerSpan) -> tuple[int, int] | None:
    """Return the first and last word that an answer touches; None for none or too many."""
    touched = np.flatnonzero(
        (passage.block == answer.block)
        & (passage.end > answer.start)
        & (passage.start < answer.end)
    )
    if not len(touched) or len(touched) > SPAN_LIMIT:
        return None
    return int(touched[0]), int(touched[-1])


def is_held_back(group: str, share: float) -> bool:
    """Say whether a group is among the `share` of groups that are not trained on."""
    return zlib.crc32(f"held:{group}".encode()) % 10_000 < share * 10_000


def batches(lengths: Sequence[int], *, words: int, seed: int) -> Iterator[list[int]]:
    """Yield the positions of all examples, those of a batch of like length, batches shuffled.

    A batch has at most `words` words of passage, padding included, and at least one example.
    """
    rng = random.Random(seed)  # noqa: S311 - shuffling, not security
    order = sorted(range(len(lengths)), key=lambda i: lengths[i] + rng.random() * 24)
    found: list[list[int]] = [[]]
    for i in order:
        if found[-1] and (len(found[-1]) + 1) * (lengths[i] + 24) > words:
            found.append([])
        found[-1].append(i)
    rng.shuffle(found)
    yield from (batch for batch in found if batch)


def collate(examples: Sequence[Encoded]) -> tuple[dict[str, torch.Tensor], dict[str, torch.Tensor]]:
    """Return the questions and the passages of a batch as padded tensors."""
    return _pad([e.question for e in examples]), _pad([e.passage for e in examples])


def answer_mask(examples: Sequence[Encoded]) -> tuple[torch.Tensor, torch.Tensor]:
    """Return (example, first, last) of each answer, and which examples have none."""
    rows = [(i, *span) for i, example in enumerate(examples) for span in example.spans.tolist()]
    return (
        torch.tensor(rows, dtype=torch.long).reshape(-1, 3),
        torch.tensor([not len(example.spans) for example in examples]),
    )


def _pad(sides: Sequence[Arrays]) -> dict[str, torch.Tensor]:
    n = max(len(side["word"]) for side in sides)
    return {name: _pad_one([side[name] for side in sides], n, name) for name in sides[0]}


def _pad_one(arrays: Sequence[NDArray[Any]], n: int, name: str) -> torch.Tensor:
    kind = np.float32 if name in ("flags", "match") else np.int64
    padded = np.full((len(arrays), n, *arrays[0].shape[1:]), -1 if name == "block" else 0, kind)
    for row, array in zip(padded, arrays, strict=True):
        row[: len(array)] = array
    return torch.from_numpy(padded)
