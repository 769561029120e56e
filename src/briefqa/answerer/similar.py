"""Words that mean nearly the same, by their vectors: 設立 and 設置, withdrawal and 脱退."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from briefqa.answerer.units import units_of
from briefqa.embedder import Embedder
from briefqa.query import Query
from briefqa.records import Slide

# Below the floor two words are as near as any two words of a topic; at the ceiling they are synonyms.
FLOOR, CEILING = 0.25, 0.6
STRENGTH = 0.7  # a word of like meaning is no match of the word itself
_CACHE_LIMIT = 50_000
_SLIDES_LIMIT = 2_000


class TermVectors:
    """Vectors of single terms, embedded once each. Threads may share it: a lost update costs time."""

    def __init__(self, embedder: Embedder) -> None:
        """Use `embedder` for terms not seen before."""
        self._embedder = embedder
        self._vectors: dict[str, NDArray[np.float32]] = {}
        self._units: dict[tuple[str, int, int], NDArray[np.float32]] = {}

    def likeness(self, words: Sequence[str], terms: Sequence[str]) -> NDArray[np.float32]:
        """Return in [0, 0.7] how alike each of `words` is to each of `terms`, shape (words, terms)."""
        if not words or not terms:
            return np.zeros((len(words), len(terms)), dtype=np.float32)
        cosines = self._embed(words) @ self._embed(terms).T
        share = np.clip((cosines - FLOOR) / (CEILING - FLOOR), 0.0, 1.0)
        return (STRENGTH * share).astype(np.float32)

    def units(self, query: Query, slide: Slide) -> NDArray[np.float32]:
        """Return the cosine of `query` and each unit of `slide`, in [0, 1], shape (units,)."""
        place = (slide.briefing_id, slide.number, len(slide.text))
        if place not in self._units:
            if len(self._units) > _SLIDES_LIMIT:
                self._units = {}
            texts = [unit.text for unit in units_of(slide)]
            self._units[place] = self._embedder.embed_passages(texts)
        return np.clip(self._units[place] @ query.vector, 0.0, 1.0)

    def _embed(self, words: Sequence[str]) -> NDArray[np.float32]:
        vectors = self._vectors
        new = [word for word in words if word not in vectors]
        if new:
            if len(vectors) > _CACHE_LIMIT:
                vectors, new = {}, list(words)
            rows = self._embedder.embed_passages(new)
            vectors = {**vectors, **dict(zip(new, rows, strict=True))}
            self._vectors = vectors
        return np.asarray([vectors[word] for word in words], dtype=np.float32)
