"""Passage retrieval on public sets: does a question find the passages that answer it?"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from briefqa.errors import InputError
from briefqa.evaluate.jsonlines import read_lines, text
from briefqa.evaluate.measures import mean, ndcg_at, percentile, recall_at

LIMIT = 10  # passages asked for: nDCG@10 needs no more

Searcher = Callable[[str, int], Sequence[int]]
"""Takes a question and a limit; returns positions (0-based) of passages, best first."""


@dataclass(frozen=True, slots=True)
class RetrievalQuery:
    """A question and the positions (0-based) of the passages that answer it."""

    text: str
    relevant: frozenset[int]


@dataclass(frozen=True, slots=True)
class RetrievalSet:
    """Passages, and the questions put to them."""

    name: str
    passages: tuple[str, ...]
    queries: tuple[RetrievalQuery, ...]


@dataclass(frozen=True, slots=True)
class RetrievalScores:
    """What a set came to: means in [0, 1] over its queries, latencies of one search."""

    name: str
    queries: int
    passages: int
    ndcg_at_10: float | None
    recall_at_1: float | None
    latency_p50_ms: float | None
    latency_p95_ms: float | None


def read_contexts(path: Path, *, name: str) -> RetrievalSet:
    """Read `question` with its `context`; each distinct context is one passage.

    Raises InputError.
    """
    pairs = read_lines(path, lambda line: (text(line, "question"), text(line, "context")))
    positions: dict[str, int] = {}
    for _, context in pairs:
        positions.setdefault(context, len(positions))
    queries = (
        RetrievalQuery(text=question, relevant=frozenset({positions[context]}))
        for question, context in pairs
    )
    return RetrievalSet(name=name, passages=tuple(positions), queries=tuple(queries))


def read_judged(corpus: Path, queries: Path, judgements: Path, *, name: str) -> RetrievalSet:
    """Read a set as MTEB keeps them: texts, questions, and which text is relevant to which.

    A text stands under its title, as MTEB gives it to a model and as briefqa indexes a slide. Keys:
    `_id`, `title`, `text`; `_id`, `text`; `query-id`, `corpus-id`, `score` (above 0: relevant).

    Raises InputError, also for an id that the other files do not hold.
    """
    texts = read_lines(corpus, lambda line: (text(line, "_id"), _titled(line)))
    asked = read_lines(queries, lambda line: (text(line, "_id"), text(line, "text")))
    positions = {identifier: position for position, (identifier, _) in enumerate(texts)}
    relevant: dict[str, set[int]] = {identifier: set() for identifier, _ in asked}
    for query, found, score in read_lines(judgements, _judgement):
        if query not in relevant or found not in positions:
            raise InputError(f"{judgements} judges {query} and {found}, which are not both there.")
        if score > 0:
            relevant[query].add(positions[found])
    return RetrievalSet(
        name=name,
        passages=tuple(passage for _, passage in texts),
        queries=tuple(
            RetrievalQuery(question, frozenset(relevant[identifier]))
            for identifier, question in asked
        ),
    )


def _titled(line: Mapping[str, Any]) -> str:
    return f"{text(line, 'title')}\n{text(line, 'text')}".strip()


def _judgement(line: Mapping[str, Any]) -> tuple[str, str, float]:
    return text(line, "query-id"), text(line, "corpus-id"), float(line["score"])


def evaluate_retrieval(
    retrieval_set: RetrievalSet,
    search: Searcher,
    *,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> RetrievalScores:
    """Put every question of the set to `search`, which holds the set's passages in their order."""
    ndcgs, recalls, latencies = [], [], []
    for done, query in enumerate(retrieval_set.queries, start=1):
        start = time.perf_counter()
        found = search(query.text, LIMIT)
        latencies.append((time.perf_counter() - start) * 1000)
        relevance = [position in query.relevant for position in found]
        ndcgs.append(ndcg_at(relevance, 10, relevant=len(query.relevant)))
        recalls.append(recall_at(relevance, 1))
        progress(done, len(retrieval_set.queries))
    return RetrievalScores(
        name=retrieval_set.name,
        queries=len(retrieval_set.queries),
        passages=len(retrieval_set.passages),
        ndcg_at_10=mean(ndcgs),
        recall_at_1=mean(recalls),
        latency_p50_ms=percentile(latencies, 0.50),
        latency_p95_ms=percentile(latencies, 0.95),
    )
