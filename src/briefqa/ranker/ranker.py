"""Rank the best hits of a search anew, by what neither BM25 nor vectors see."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib.resources import as_file, files
from typing import Self

import numpy as np

from briefqa.answerer.ask_japanese import read_japanese
from briefqa.query import Query, idf
from briefqa.ranker.features import FEATURES, passage_features, read_asked
from briefqa.ranker.matching import Floats, Texts
from briefqa.ranker.network import Network
from briefqa.records import Hit, Scope
from briefqa.search import DENSE_WEIGHT, Library, search

DEPTH = 20  # hits that are ranked anew; the right passage is among them for 99.6% of JaQuAD dev


@dataclass(frozen=True, slots=True)
class Ranker:
    """Ranks the hits of Japanese questions; those of others stay as they are."""

    network: Network

    @classmethod
    def open(cls) -> Self:
        """Load the shipped weights. Raises ModelError."""
        with as_file(files("briefqa") / "models" / "ranker") as folder:
            return cls(Network.load(folder, FEATURES))

    def search(
        self, query: Query, library: Library, *, limit: int, scope: Scope | None = None
    ) -> list[Hit]:
        """Return at most `limit` hits of a search over `library`, ranked anew, best first."""
        hits = search(query, library, limit=max(limit, DEPTH), scope=scope)
        return self.rank(query, hits, library)[: max(limit, 0)]

    def rank(self, query: Query, hits: Sequence[Hit], library: Library) -> list[Hit]:
        """Return the hits of a search over `library`, best first; ties in the order given.

        The best hit has the score that the search gave its own best, the others less by as much as
        they are worse, in the search's own scale; none is below 0.
        """
        if query.language != "ja" or len(hits) < 2:
            return list(hits)
        chosen = hits[:DEPTH]
        fused = np.array([hit.score for hit in chosen], dtype=np.float32)
        scores = fused + self.network(figures(query, chosen, library))
        scores += fused.max() - scores.max()
        order = np.argsort(-scores, kind="stable")
        ranked = [replace(chosen[i], score=max(0.0, float(scores[i]))) for i in order]
        lowest = ranked[-1].score
        return ranked + [replace(hit, score=min(hit.score, lowest)) for hit in hits[DEPTH:]]


def figures(query: Query, hits: Sequence[Hit], library: Library) -> Floats:
    """Return what is known of each hit, shape (hits, len(FEATURES))."""
    size = len(library.passages)
    frequencies = {pair: library.bigrams.document_frequency(pair) for pair in query.bigrams}
    pairs = {pair: idf(count, size) for pair, count in frequencies.items() if count}
    texts = Texts.of([hit.passage.indexed_text for hit in hits])
    weight = DENSE_WEIGHT[query.language]
    shares = np.array([hit.score - weight * hit.dense_score for hit in hits], dtype=np.float32)
    return passage_features(read_asked(query, read_japanese(query.text), pairs), texts, shares)
