"""Fuse the ranks of terms and vectors into one list of hits. Pure.

The fused score is a convex combination of two figures that mean the same for every query: the
share of the query's term weight that BM25 finds, and the cosine. Bruch, Gai and Ingber (2023, "An
Analysis of Fusion Functions for Hybrid Retrieval") show that such a sum with a fixed, theoretical
scale does better than reciprocal ranks and needs one parameter; z-scores need the whole list and
change with the corpus.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from briefqa.dense import DenseIndex
from briefqa.lexical import LexicalIndex
from briefqa.query import Query, idf
from briefqa.records import Briefing, Hit, Language, Passage, Scope

# Weight of the bigram index beside the terms, and of the cosine beside both, by language. Chosen on
# JaQuAD train, and on JSQuAD and JaQuAD dev (docs/architecture.md); English leans on the vectors,
# since its words stand on Japanese slides only as far as the lexicon translates them.
BIGRAM_WEIGHT = 0.4
DENSE_WEIGHT: Mapping[Language, float] = {"ja": 0.15, "en": 0.9}
# Of the best score: what a passage of a slide that was cited last gets on top. Set by hand.
_CITED_BEFORE = 0.1
POOL = 100  # candidates that each index contributes at least


@dataclass(frozen=True, slots=True)
class Library:
    """What is searched: passages with their three indexes, row `i` of each being passage `i`."""

    briefings: Sequence[Briefing]
    passages: Sequence[Passage]
    terms: LexicalIndex
    bigrams: LexicalIndex
    dense: DenseIndex


def search(
    query: Query, library: Library, *, limit: int = 10, scope: Scope | None = None
) -> list[Hit]:
    """Return at most `limit` hits, best first; ties in the order of the passages."""
    if not library.passages or limit < 1:
        return []
    allowed = _allowed(library, scope or Scope())
    lexical = lexical_scores(query, library)
    if allowed is not None:
        lexical = np.where(allowed, lexical, np.float32(0.0))
    width = max(POOL, limit)
    dense_ids, dense_values = library.dense.search(
        query.vector, len(library.passages) if allowed is not None else width
    )
    if allowed is not None:
        kept = allowed[dense_ids]
        dense_ids, dense_values = dense_ids[kept][:width], dense_values[kept][:width]
    dense = np.zeros(len(library.passages), dtype=np.float32)
    dense[dense_ids] = dense_values
    lexical_top = _top(lexical, width)
    pool = np.union1d(lexical_top, dense_ids)
    fused = lexical[pool] / _scale(query, library) + DENSE_WEIGHT[query.language] * dense[pool]
    order = np.argsort(-fused, kind="stable")[:limit]
    lexical_ranks = {int(i): rank for rank, i in enumerate(lexical_top, start=1)}
    dense_ranks = {int(i): rank for rank, i in enumerate(dense_ids, start=1)}
    return [
        Hit(
            passage=library.passages[int(pool[at])],
            score=float(fused[at]),
            lexical_rank=lexical_ranks.get(int(pool[at]), 0),
            lexical_score=float(lexical[pool[at]]),
            dense_rank=dense_ranks.get(int(pool[at]), 0),
            dense_score=float(dense[pool[at]]),
        )
        for at in order
    ]


def lexical_scores(query: Query, library: Library) -> NDArray[np.float32]:
    """Return each passage's BM25 over terms plus its weighted BM25 over bigrams, shape (n,)."""
    scores = library.terms.scores(query.terms)
    return scores + np.float32(BIGRAM_WEIGHT) * library.bigrams.scores(query.bigrams)


def _scale(query: Query, library: Library) -> float:
    """Return the most that BM25 could give this query: each term it knows, at its full idf."""
    size = len(library.passages)
    total = 0.0
    for index, weights, share in (
        (library.terms, query.terms, 1.0),
        (library.bigrams, query.bigrams, BIGRAM_WEIGHT),
    ):
        for term, weight in weights.items():
            frequency = index.document_frequency(term)
            total += share * weight * idf(frequency, size) if frequency else 0.0
    return max(total, 1e-6)


def _top(scores: NDArray[np.float32], limit: int) -> NDArray[np.int64]:
    """Return the positions of the highest scores above zero, best first, ties by position."""
    found = np.flatnonzero(scores > 0)
    if len(found) > 4 * limit:
        threshold = np.partition(scores[found], -limit)[-limit]
        found = found[scores[found] >= threshold]
    return found[np.argsort(-scores[found], kind="stable")][:limit]


def _allowed(library: Library, scope: Scope) -> NDArray[np.bool_] | None:
    """Return which passages are in scope, shape (n,), or None when all are."""
    if scope == Scope():
        return None
    ids = {briefing.id for briefing in library.briefings if is_in_scope(briefing, scope)}
    return np.fromiter((p.briefing_id in ids for p in library.passages), dtype=np.bool_)


def is_in_scope(briefing: Briefing, scope: Scope) -> bool:
    """Say whether a question with this scope is put to `briefing`."""
    if scope.briefings and briefing.id not in scope.briefings:
        return False
    if (scope.since or scope.until) and not briefing.date:
        return False
    # A date of lower precision stands for all its days: 2025-06 is since 2025-06-11 and until 2025.
    since = scope.since[: len(briefing.date)]
    until = scope.until
    return briefing.date >= since and (not until or briefing.date[: len(until)] <= until)


def preferring(hits: Sequence[Hit], cited: Sequence[tuple[str, int]]) -> list[Hit]:
    """Return hits with those first that nearly lead and stand on the slides cited last."""
    top = max((hit.score for hit in hits), default=0.0)
    raised = [
        replace(hit, score=hit.score + _CITED_BEFORE * top)
        if (hit.passage.briefing_id, hit.passage.slide) in cited
        else hit
        for hit in hits
    ]
    return sorted(raised, key=lambda hit: -hit.score)
