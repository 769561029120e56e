"""What a reply tells of itself beside its answer: how it came about, and how long that took."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from briefqa.query import Query
from briefqa.records import Answer, Hit, Language, Reply, Trace, TraceHit, Working


@dataclass(frozen=True, slots=True)
class SearchReply:
    """The passages found for a question, best first; `timings_ms` by step."""

    question: str
    language: Language
    hits: tuple[Hit, ...]
    generation: str
    trace: Trace
    timings_ms: dict[str, float] = field(default_factory=dict)


class Clock:
    """Times of the steps of one request, in milliseconds."""

    def __init__(self) -> None:
        """Begin with the first step."""
        self._started = self._last = time.perf_counter()
        self._timings: dict[str, float] = {}

    def mark(self, step: str) -> None:
        """End a step, and begin the next."""
        now = time.perf_counter()
        self._timings[step] = round((now - self._last) * 1000, 3)
        self._last = now

    def timings(self) -> dict[str, float]:
        """Return the time of each step, and of all that have ended (`total`)."""
        return {**self._timings, "total": round((self._last - self._started) * 1000, 3)}


def trace_of(query: Query, hits: Sequence[Hit], working: Working) -> Trace:
    """Return how a question was read, what was found for it, and how that was judged."""
    return Trace(
        tuple(query.terms),
        tuple((one.source, one.target, one.weight) for one in query.expansions),
        tuple(
            TraceHit(hit.passage.id, hit.score, hit.lexical_rank, hit.dense_rank) for hit in hits
        ),
        working,
    )


def with_answer(draft: Reply, answer: Answer, started: float) -> Reply:
    """Return a draft with its final answer, and the time that it took since `started`."""
    took = round((time.perf_counter() - started) * 1000, 3)
    total = round(draft.timings_ms.get("total", 0.0) + took, 3)
    timings = {**draft.timings_ms, "rephrase": took, "total": total}
    return replace(draft, answer=answer, timings_ms=timings)
