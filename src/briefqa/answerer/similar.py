"""Words that mean nearly the same, by their vectors: 設立 and 設置, withdrawal and 脱退."""

import numpy as np
from numpy.typing import NDArray

from briefqa.embedder import Embedder

# Below the floor two words are as near as any two words of a topic; at the ceiling they are synonyms.
# Read off the cosines of Sudachi's synonym pairs against random pairs of the same words.
_FLOOR, _CEILING = 0.45, 0.8
_STRENGTH = 0.7  # a word of like meaning is no match of the word itself
_CACHE_LIMIT = 50_000


class TermVectors:
    """Vectors of single terms, embedded once each."""

    def __init__(self, embedder: Embedder) -> None:
        """Use `embedder` for terms not seen before."""
        self._embedder = embedder
        self._vectors: dict[str, NDArray[np.float32]] = {}

    def similarity(self, text: str, terms: frozenset[str]) -> float:
        """Return in [0, 0.7] how near the nearest of `terms` comes to `text`; 0 for unlike words."""
        words = sorted(term for term in terms if not any(c.isdigit() for c in term))
        if not words or any(c.isdigit() for c in text):
            return 0.0
        nearest = float(np.max(self._embed(words) @ self._embed([text])[0]))
        return _STRENGTH * min(1.0, max(0.0, (nearest - _FLOOR) / (_CEILING - _FLOOR)))

    def _embed(self, words: list[str]) -> NDArray[np.float32]:
        new = [word for word in words if word not in self._vectors]
        if new:
            if len(self._vectors) > _CACHE_LIMIT:
                self._vectors = {}
                new = words
            rows = self._embedder.embed_passages(new)
            self._vectors.update(zip(new, rows, strict=True))
        return np.stack([self._vectors[word] for word in words])
