"""Sentence similarity: does an embedder find translations, and rank pairs as people do?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from briefqa.evaluate.jsonlines import read_lines, text

Vectors = NDArray[np.float32]
Embed = Callable[[Sequence[str]], Vectors]
"""Takes n texts; returns unit rows, shape (n, dimension)."""


@dataclass(frozen=True, slots=True)
class Translation:
    """A sentence in both languages."""

    english: str
    japanese: str


@dataclass(frozen=True, slots=True)
class RatedPair:
    """Two sentences and how alike people found them; higher is more alike."""

    left: str
    right: str
    score: float


@dataclass(frozen=True, slots=True)
class MatchScores:
    """Shares in [0, 1], higher is better: see `match_scores`."""

    accuracy: float
    f1: float


def read_translations(path: Path) -> tuple[Translation, ...]:
    """Read pairs whose `a` is English and whose `b` is Japanese. Raises InputError."""
    lines = read_lines(path, lambda line: Translation(text(line, "a"), text(line, "b")))
    return tuple(lines)


def read_rated_pairs(path: Path) -> tuple[RatedPair, ...]:
    """Read pairs `a` and `b` with their `score`. Raises InputError."""
    return tuple(
        read_lines(
            path, lambda line: RatedPair(text(line, "a"), text(line, "b"), float(line["score"]))
        )
    )


def match_scores(queries: Vectors, targets: Vectors) -> MatchScores:
    """Measure how well each query's nearest target is its own, the one in the same row.

    As MTEB scores bitext mining (https://arxiv.org/abs/2210.07316): each target is a class of its
    own, F1 is the mean over classes. A class that k queries choose, its own among them, has the
    precision 1/k and the recall 1, any other 0. Of equal cosines the first row is taken.
    """
    nearest = (queries @ targets.T).argmax(axis=1)
    is_own = nearest == np.arange(len(targets))
    choosing = np.bincount(nearest, minlength=len(targets))
    f1 = np.where(is_own, 2 / (1 + np.maximum(choosing, 1)), 0.0)
    return MatchScores(accuracy=float(is_own.mean()), f1=float(f1.mean()))


def rating_correlation(pairs: Sequence[RatedPair], embed: Embed) -> float | None:
    """Return Spearman's rank correlation of the pairs' cosines with what people said."""
    left, right = embed([pair.left for pair in pairs]), embed([pair.right for pair in pairs])
    cosines = (left * right).sum(axis=1)
    return spearman(cosines, np.array([pair.score for pair in pairs], dtype=np.float32))


def spearman(left: Vectors, right: Vectors) -> float | None:
    """Return the rank correlation of two series, in [-1, 1], None where one never changes.

    Equal values share their mean rank.

    >>> spearman(np.array([1.0, 2.0, 2.0]), np.array([3.0, 5.0, 5.0]))
    1.0
    """
    ranks = _ranks(left), _ranks(right)
    if any(series.min() == series.max() for series in ranks):
        return None
    return round(float(np.corrcoef(*ranks)[0, 1]), 12)


def _ranks(values: Vectors) -> NDArray[np.float64]:
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    ranks: NDArray[np.float64] = (ends - (counts - 1) / 2)[inverse]
    return ranks
