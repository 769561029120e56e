"""The reading model's layers in NumPy: what `training.reader_network` trains, without torch.

Torch takes 1.5 s to import and 200 MB; the model is so small that NumPy loses nothing by it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from briefqa.comprehension.matches import CONCEPTS_FOUND
from briefqa.comprehension.tokens import Floats, Words

DILATIONS = (1, 2, 4)  # of the convolutions, in words
HEADS = 4  # of self-attention
PAIR = 64  # width of the product that says how a span's start and end fit
SPAN_LIMIT = 48  # words of an answer
NEVER = np.float32(-1e4)  # a score that gives no probability
_EPSILON = 1e-5  # of layer normalisation, torch's default

Weights = Mapping[str, Floats]


@dataclass(frozen=True, slots=True)
class Context:
    """Words in their context, shape (n, width), and their own vectors, unit rows."""

    rows: Floats
    vectors: Floats


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores of spans from word i to word j, both inclusive, shape (n, n), and of no answer.

    NEVER where no span is. Higher is better; softmax over all of them gives probabilities.
    """

    spans: Floats
    none: float


def encode(words: Words, vectors: NDArray[np.float16], weights: Weights) -> Context:
    """Return the words of a question or a passage in context; `vectors` are those of all words."""
    own = vectors[words.word].astype(np.float32)
    letters = words.characters
    count = np.maximum((letters > 0).sum(axis=1, keepdims=True), 1)
    mean = weights["characters.weight"][letters].sum(axis=1) / count
    last = weights["last.weight"][np.take_along_axis(letters, count - 1, axis=1)[:, 0]]
    parts = weights["parts.weight"][words.part]
    x = _linear(np.concatenate([own, mean, last, parts, words.flags], axis=1), "inward", weights)
    for i, dilation in enumerate(DILATIONS):
        x = _convolution(x, f"encoder.{i}", dilation, weights)
    return Context(x.astype(np.float32), unit_vectors(words, vectors))


def unit_vectors(words: Words, vectors: NDArray[np.float16]) -> Floats:
    """Return the words' own vectors at unit length, shape (n, width of `vectors`)."""
    own = vectors[words.word].astype(np.float32)
    length = np.maximum(np.linalg.norm(own, axis=1, keepdims=True), np.float32(1e-12))
    units: Floats = own / length
    return units


def score(
    question: Context, passage: Context, words: Words, matches: Floats, weights: Weights
) -> Scores:
    """Return the scores of all spans of a passage for a question."""
    q, p = question.rows, passage.rows
    asked = _softmax(_linear(q, "pool", weights)[:, 0])
    summary = asked @ q
    attention = _softmax(p @ _linear(q, "ask", weights).T / np.sqrt(np.float32(p.shape[1])))
    aligned = attention @ q
    alike = (passage.vectors @ question.vectors.T).max(axis=1, keepdims=True)
    together = [p, aligned, p * aligned, p * summary, matches, alike]
    x = _relu(_linear(np.concatenate(together, axis=1), "fuse", weights))
    x = _layers(x, weights)
    return Scores(_spans(x, words, weights), _none(x, summary, matches, weights))


def _layers(x: Floats, weights: Weights) -> Floats:
    count = len(DILATIONS)
    for i, dilation in enumerate(DILATIONS):
        x = _convolution(x, f"model.{i}", dilation, weights)
    x = _attention(x, f"model.{count}", weights)
    x = _feed(x, f"model.{count + 1}", weights)
    for i, dilation in enumerate(DILATIONS, start=count + 2):
        x = _convolution(x, f"model.{i}", dilation, weights)
    x = _feed(x, f"model.{2 * count + 2}", weights)
    return _norm(x, "norm", weights)


def _spans(x: Floats, words: Words, weights: Weights) -> Floats:
    left, right = _linear(x, "left", weights), _linear(x, "right", weights)
    spans: Floats = left @ right.T / np.sqrt(np.float32(PAIR))
    spans += _linear(x, "start", weights) + _linear(x, "end", weights).T
    at = np.arange(len(x))
    length = at[None, :] - at[:, None]
    may = (length >= 0) & (length < SPAN_LIMIT) & (words.block[:, None] == words.block[None, :])
    spans[~may] = NEVER
    return spans


def _none(x: Floats, summary: Floats, matches: Floats, weights: Weights) -> float:
    best = _softmax(_linear(x, "start", weights)[:, 0]) @ x
    cover = matches[:, CONCEPTS_FOUND].max(keepdims=True)
    inner = np.concatenate([summary, best, x.max(axis=0), cover])
    return float(_linear(_relu(_linear(inner, "none_inward", weights)), "none", weights)[0])


def _linear(x: Floats, name: str, weights: Weights) -> Floats:
    product: Floats = x @ weights[f"{name}.weight"].T
    product += weights[f"{name}.bias"]
    return product


def _convolution(x: Floats, name: str, dilation: int, weights: Weights) -> Floats:
    inner = _norm(x, f"{name}.norm", weights)
    n, width = inner.shape
    # torch keeps (out, in, 3): `around` has the three words one after the other, zeros for none.
    around = np.zeros((n, 3 * width), dtype=inner.dtype)
    around[dilation:, :width] = inner[: max(n - dilation, 0)]
    around[:, width : 2 * width] = inner
    around[: max(n - dilation, 0), 2 * width :] = inner[dilation:]
    product: Floats = around @ weights[f"{name}.conv.flat"]
    product += weights[f"{name}.conv.bias"]
    return x + np.maximum(product, np.float32(0.0), out=product)


def flatten_convolutions(weights: Weights) -> dict[str, Floats]:
    """Return the weights with each convolution, (out, in, 3), also as one product (3 in, out)."""
    flat = {
        name.removesuffix("weight") + "flat": np.ascontiguousarray(
            array.transpose(2, 1, 0).reshape(-1, array.shape[0])
        )
        for name, array in weights.items()
        if name.endswith(".conv.weight")
    }
    return {**weights, **flat}


def _attention(x: Floats, name: str, weights: Weights) -> Floats:
    n, width = x.shape
    parts = _linear(_norm(x, f"{name}.norm", weights), f"{name}.inward", weights)
    q, k, v = parts.reshape(n, 3, HEADS, width // HEADS).transpose(1, 2, 0, 3)
    seen = _softmax(q @ k.transpose(0, 2, 1) / np.sqrt(np.float32(width // HEADS))) @ v
    together = seen.transpose(1, 0, 2).reshape(n, width)
    return x + _linear(together, f"{name}.outward", weights)


def _feed(x: Floats, name: str, weights: Weights) -> Floats:
    inner = _relu(_linear(_norm(x, f"{name}.norm", weights), f"{name}.inward", weights))
    return x + _linear(inner, f"{name}.outward", weights)


def _norm(x: Floats, name: str, weights: Weights) -> Floats:
    normal: Floats = x - x.mean(axis=-1, keepdims=True)
    scale = np.sqrt((normal * normal).mean(axis=-1, keepdims=True) + np.float32(_EPSILON))
    normal /= scale
    normal *= weights[f"{name}.weight"]
    normal += weights[f"{name}.bias"]
    return normal


def _relu(x: Floats) -> Floats:
    return np.maximum(x, np.float32(0.0))


def _softmax(x: Floats) -> Floats:
    """Return the softmax over the last axis."""
    powers = np.exp(x - x.max(axis=-1, keepdims=True))
    shares: Floats = powers / powers.sum(axis=-1, keepdims=True)
    return shares
