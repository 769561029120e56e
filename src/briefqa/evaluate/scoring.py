"""Score the parts of briefqa on a public set: one function for each kind of set."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from briefqa.evaluate.comprehension import Read, evaluate_reading, read_reading_questions
from briefqa.evaluate.retrieval import (
    RetrievalSet,
    Searcher,
    evaluate_retrieval,
    read_contexts,
    read_judged,
)
from briefqa.evaluate.similarity import (
    Embed,
    match_scores,
    rating_correlation,
    read_rated_pairs,
    read_translations,
)

Progress = Callable[[str, int, int], None]
"""Is told what is being done, steps done, steps in all (0: unknown)."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What is measured.

    `search_over` indexes texts and returns the search over them, `read_over` what answers from one.
    """

    search_over: Callable[[Sequence[str]], Searcher]
    embed: Embed
    read_over: Callable[[Sequence[str]], Read]


@dataclass(frozen=True, slots=True)
class Scores:
    """What a set came to: its figures by measure."""

    values: Mapping[str, float | None]
    count: int
    latency_p50_ms: float | None = None


def score_judged(name: str, files: Sequence[Path], parts: Parts, progress: Progress) -> Scores:
    """Score the search over a set of three files: texts, questions and judgements."""
    corpus, queries, judgements = files
    judged = read_judged(corpus, queries, judgements, name=name)
    return _score_search(judged, parts, progress)


def score_contexts(name: str, files: Sequence[Path], parts: Parts, progress: Progress) -> Scores:
    """Score the search for the context that each question is from."""
    return _score_search(read_contexts(files[0], name=name), parts, progress)


def _score_search(retrieval_set: RetrievalSet, parts: Parts, progress: Progress) -> Scores:
    progress(f"Indexing {retrieval_set.name}", 0, 0)
    scores = evaluate_retrieval(
        retrieval_set,
        parts.search_over(retrieval_set.passages),
        progress=partial(progress, f"Searching {retrieval_set.name}"),
    )
    return Scores(
        values={"nDCG@10": scores.ndcg_at_10, "recall@1": scores.recall_at_1},
        count=scores.queries,
        latency_p50_ms=scores.latency_p50_ms,
    )


def score_translations(
    name: str, files: Sequence[Path], parts: Parts, progress: Progress
) -> Scores:
    """Score how the embedder finds the English sentence of a Japanese one."""
    pairs = read_translations(files[0])
    progress(f"Embedding {name}", 0, 0)
    japanese = parts.embed([pair.japanese for pair in pairs])
    english = parts.embed([pair.english for pair in pairs])
    scores = match_scores(japanese, english)
    return Scores(values={"F1": scores.f1, "accuracy": scores.accuracy}, count=len(pairs))


def score_ratings(name: str, files: Sequence[Path], parts: Parts, progress: Progress) -> Scores:
    """Score how the embedder's cosines rank pairs that people rated."""
    pairs = read_rated_pairs(files[0])
    progress(f"Embedding {name}", 0, 0)
    return Scores(values={"Spearman": rating_correlation(pairs, parts.embed)}, count=len(pairs))


def score_reading(name: str, files: Sequence[Path], parts: Parts, progress: Progress) -> Scores:
    """Score how the reading model answers from the right passage."""
    questions = read_reading_questions(files[0])
    passages = list(dict.fromkeys(question.passage for question in questions))
    scores = evaluate_reading(
        questions,
        parts.read_over(passages),
        progress=partial(progress, f"Answering from {name}"),
    )
    return Scores(
        values={"EM": scores.exact_match, "F1": scores.f1},
        count=scores.questions,
        latency_p50_ms=scores.latency_p50_ms,
    )
