"""Passage retrieval on public question-answering sets: does a question find its passage?"""

import gzip
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from briefqa.errors import InputError
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
    """Passages, each distinct, and the questions put to them."""

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


PUBLIC_SETS = {
    "JSQuAD valid": "jsquad_v1.3_valid.dev.jsonl.gz",
    "JaQuAD dev": "jaquad.dev.jsonl.gz",
}
"""Name of each public set and its file: gzip JSON Lines of `question` and `context`."""


def read_public_sets(folder: Path) -> tuple[RetrievalSet, ...]:
    """Read every public set from a folder. Raises InputError naming a file that cannot be used."""
    return tuple(read_set(folder / file, name=name) for name, file in PUBLIC_SETS.items())


def read_set(path: Path, *, name: str) -> RetrievalSet:
    """Read questions with their contexts; each distinct context is one passage."""
    try:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            records = [json.loads(line) for line in lines]
        pairs = [(str(record["question"]), str(record["context"])) for record in records]
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}.") from error
    except (EOFError, ValueError, KeyError, TypeError) as error:
        raise InputError(
            f"{path} is not gzip JSON Lines of question and context ({error!r})."
        ) from error
    positions: dict[str, int] = {}
    for _, context in pairs:
        positions.setdefault(context, len(positions))
    queries = (
        RetrievalQuery(text=question, relevant=frozenset({positions[context]}))
        for question, context in pairs
    )
    return RetrievalSet(name=name, passages=tuple(positions), queries=tuple(queries))


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
