"""Words that mean nearly the same, by their vectors: 設立 and 設置, withdrawal and 脱退."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from briefqa.answerer.units import terms_of, units_of
from briefqa.embedder import Embedder
from briefqa.query import Query
from briefqa.records import Slide

# Cosines. Below the floor two words are as near as any two words of a topic; at the ceiling they
# are synonyms.
FLOOR, CEILING = 0.25, 0.6
STRENGTH = 0.7  # a word of like meaning is no match of the word itself
WORDS_KEPT = 10_000
SLIDES_KEPT = 1_000  # about 200 kB each
Vector = NDArray[np.float32]
Matrix = NDArray[np.float32]


class WordVectors:
    """Vectors of words, of a slide's terms and of its units, embedded once each.

    Threads may share it: an update that is lost costs time, nothing else.
    """

    def __init__(self, embedder: Embedder) -> None:
        """Use `embedder` for what was not seen before."""
        self._embedder = embedder
        self._words: dict[str, Vector] = {}
        self._slides: dict[tuple[str, int], _SlideVectors] = {}

    def likeness(self, words: Sequence[str], slide: Slide) -> Matrix:
        """Return how alike `words` are to `terms_of(slide)`, shape (words, terms).

        In [0, STRENGTH]; higher is more alike.
        """
        terms = self._of(slide).terms
        if not words or not len(terms):
            return np.zeros((len(words), len(terms)), dtype=np.float32)
        share = np.clip((self._embed(words) @ terms.T - FLOOR) / (CEILING - FLOOR), 0.0, 1.0)
        likeness: Matrix = (STRENGTH * share).astype(np.float32)
        return likeness

    def units(self, query: Query, slide: Slide) -> Vector:
        """Return the cosine of `query` and each of `units_of(slide)`, cut to [0, 1]."""
        cosines: Vector = np.clip(self._of(slide).units @ query.vector, 0.0, 1.0)
        return cosines

    def _of(self, slide: Slide) -> "_SlideVectors":
        place = (slide.briefing_id, slide.number)
        found = self._slides.get(place)
        if found is None or found.slide != slide:
            if len(self._slides) >= SLIDES_KEPT:
                self._slides = {}
            # A term with a digit is a name of its own: nothing is like it.
            terms = [t if not any(map(str.isdigit, t)) else "" for t in terms_of(slide)]
            found = _SlideVectors(
                slide,
                self._embedder.embed_passages(terms),
                self._embedder.embed_passages([unit.text for unit in units_of(slide)]),
            )
            self._slides[place] = found
        return found

    def _embed(self, words: Sequence[str]) -> Matrix:
        if len(self._words) >= WORDS_KEPT:
            self._words = {}
        known = self._words
        new = [word for word in words if word not in known]
        if new:
            known.update(zip(new, self._embedder.embed_passages(new), strict=True))
        return np.asarray([known[word] for word in words], dtype=np.float32)


@dataclass(frozen=True, slots=True)
class _SlideVectors:
    """Rows for the terms of a slide, `terms_of`, and for its units, `units_of`."""

    slide: Slide
    terms: Matrix
    units: Matrix
