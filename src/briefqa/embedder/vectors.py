"""Vectors of tokens, their means, and rows of length 1."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class TokenVectors:
    """The weights of a static model, in their own dtype.

    Token i has the vector `rows[i]`, or where the vocabulary is quantised `rows[mapping[i]]`, times
    `weights[i]` if there are weights.
    """

    rows: NDArray[Any]
    mapping: NDArray[Any] | None = None
    weights: NDArray[Any] | None = None

    def means(self, texts: Sequence[Sequence[int]]) -> NDArray[np.float32]:
        """Return the mean vector of each text, given its token ids, in float32; zeros for none.

        Each vector is converted once for all texts: nearly twice as fast as once for each token.
        """
        flat = np.fromiter(chain.from_iterable(texts), np.int64, sum(map(len, texts)))
        tokens, places = np.unique(flat, return_inverse=True)
        vectors = self._of(tokens)
        means = np.zeros((len(texts), vectors.shape[1]), dtype=np.float32)
        start = 0
        for row, ids in zip(means, texts, strict=True):
            if ids:
                row[:] = vectors[places[start : start + len(ids)]].mean(axis=0)
            start += len(ids)
        return means

    def _of(self, tokens: NDArray[np.int64]) -> NDArray[np.float32]:
        vectors = self.rows[tokens if self.mapping is None else self.mapping[tokens]]
        if self.weights is not None:
            vectors = vectors * self.weights[tokens][:, None]
        return vectors.astype(np.float32)


def unit_rows(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the rows at length 1; a row of zeros stays as it is."""
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: NDArray[np.float32] = np.divide(rows, norms, out=np.zeros_like(rows), where=norms > 0)
    return unit
