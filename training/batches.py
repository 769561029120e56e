"""Encode pairs to token ids and lay out the batches of a training run."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from training.pairs import Pair


@dataclass(frozen=True, slots=True)
class Side:
    """The texts of one side of a stream as token ids.

    Text i is `ids[starts[i]:starts[i + 1]]` (int32). `keys[i]` is a hash of the text, by which
    equal texts in a batch are kept from serving as negatives of each other.
    """

    ids: NDArray[np.int32]
    starts: NDArray[np.int64]
    keys: NDArray[np.int64]

    def rows(self, chosen: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the ids of the chosen texts end to end, and where each begins."""
        lengths = self.starts[chosen + 1] - self.starts[chosen]
        offsets = np.concatenate(([0], np.cumsum(lengths)))
        positions = np.arange(offsets[-1]) + np.repeat(self.starts[chosen] - offsets[:-1], lengths)
        return self.ids[positions].astype(np.int64), offsets[:-1]


@dataclass(frozen=True, slots=True)
class EncodedStream:
    """A stream's pairs as token ids, and how often a pass goes through them."""

    name: str
    left: Side
    right: Side
    repeat: int

    @property
    def size(self) -> int:
        """The number of pairs."""
        return len(self.left.keys)


@dataclass(frozen=True, slots=True)
class Batch:
    """Which pairs of which stream one optimiser step sees."""

    stream: int
    chosen: NDArray[np.int64]


def encode_stream(
    name: str, pairs: Sequence[Pair], tokenizer: Tokenizer, *, repeat: int
) -> EncodedStream:
    """Encode the pairs of a stream; pairs of which a side has no token are left out."""
    sides = [_encode([pair[side] for pair in pairs], tokenizer) for side in (0, 1)]
    kept = [i for i, (a, b) in enumerate(zip(*sides, strict=True)) if a[0] and b[0]]
    left, right = (_pack([side[i] for i in kept]) for side in sides)
    return EncodedStream(name, left, right, repeat)


def plan(streams: Sequence[EncodedStream], *, size: int, passes: int, seed: int) -> list[Batch]:
    """Return the batches of a run in order, the same for the same arguments.

    Each pass shuffles every stream and the order of all batches. A stream's last batch may be
    smaller; one of a single pair teaches nothing and is left out.
    """
    rng = np.random.default_rng(seed)
    batches: list[Batch] = []
    for _ in range(passes):
        of_pass = [
            Batch(number, chosen)
            for number, stream in enumerate(streams)
            for _ in range(stream.repeat)
            for chosen in _cuts(rng.permutation(stream.size), size)
        ]
        batches += [of_pass[i] for i in rng.permutation(len(of_pass))]
    return batches


def draw(
    streams: Sequence[EncodedStream],
    shares: Mapping[str, float],
    *,
    size: int,
    steps: int,
    seed: int,
) -> list[Batch]:
    """Return `steps` batches, each of a stream drawn by its share, the same for the same arguments.

    A stream is gone through in shuffled order, and anew when it is used up. `shares` are by name
    and need not add up to one; streams of a single pair are left out.
    """
    rng = np.random.default_rng(seed)
    numbers = [n for n, stream in enumerate(streams) if stream.size > 1]
    weights = np.array([shares[streams[n].name] for n in numbers])
    left: dict[int, list[NDArray[np.int64]]] = {n: [] for n in numbers}
    batches: list[Batch] = []
    for number in rng.choice(numbers, size=steps, p=weights / weights.sum()).tolist():
        if not left[number]:
            left[number] = _cuts(rng.permutation(streams[number].size), size)
        batches.append(Batch(number, left[number].pop()))
    return batches


def _cuts(order: NDArray[np.int64], size: int) -> list[NDArray[np.int64]]:
    cuts = [order[i : i + size] for i in range(0, len(order), size)]
    return [cut for cut in cuts if len(cut) > 1]


def _encode(texts: list[str], tokenizer: Tokenizer) -> list[tuple[list[int], int]]:
    encodings = tokenizer.encode_batch_fast(texts, add_special_tokens=False)
    return [
        (encoding.ids, int.from_bytes(hashlib.blake2b(text.encode(), digest_size=7).digest()))
        for encoding, text in zip(encodings, texts, strict=True)
    ]


def _pack(texts: list[tuple[list[int], int]]) -> Side:
    lengths = [len(ids) for ids, _ in texts]
    return Side(
        ids=np.fromiter((i for ids, _ in texts for i in ids), np.int32, sum(lengths)),
        starts=np.concatenate(([0], np.cumsum(lengths, dtype=np.int64))).astype(np.int64),
        keys=np.array([key for _, key in texts], dtype=np.int64),
    )
