"""The tables of an evaluation for a terminal."""

from collections.abc import Callable

from rich.table import Table

from briefqa.evaluate.evaluation import Evaluation
from briefqa.evaluate.outcomes import Group, Measures
from briefqa.evaluate.report import percent
from briefqa.evaluate.retrieval import RetrievalScores


def measures_table(evaluation: Evaluation) -> Table:
    """Return one row a measure, with a column for all questions and one for each language."""
    groups = (Group("all", evaluation.overall), *evaluation.by_language)
    table = Table(title=f"{evaluation.overall.questions} questions, {evaluation.generation}")
    table.add_column("")
    for group in groups:
        table.add_column(f"{group.name} ({group.measures.questions})", justify="right")
    for label, cell in _ROWS:
        table.add_row(label, *(cell(group.measures) for group in groups))
    return table


_ROWS: tuple[tuple[str, Callable[[Measures], str]], ...] = (
    ("slide found first (recall@1)", lambda of: percent(of.recall_at_1)),
    ("slide among the first three", lambda of: percent(of.recall_at_3)),
    ("slide among the first five", lambda of: percent(of.recall_at_5)),
    ("nDCG@10 of slides", lambda of: _decimals(of.ndcg_at_10, 3)),
    ("answer right", lambda of: percent(of.answers_right)),
    ("right slide cited", lambda of: percent(of.cited_slide_right)),
    ("quotes verbatim", lambda of: f"{percent(of.quotes_verbatim)} of {of.quotes}"),
    ("unanswerable refused", lambda of: percent(of.abstention_recall)),
    ("refusals that were due", lambda of: percent(of.abstention_precision)),
    ("answerable refused", lambda of: percent(of.answerable_refused)),
    ("latency p50, ms", lambda of: _decimals(of.latency_p50_ms, 1)),
    ("latency p95, ms", lambda of: _decimals(of.latency_p95_ms, 1)),
)


def types_table(evaluation: Evaluation) -> Table:
    """Return one row for each type of question."""
    table = Table(title="By type of question")
    table.add_column("")
    for heading in ("questions", "recall@1", "right", "cited", "refused rightly"):
        table.add_column(heading, justify="right")
    for group in evaluation.by_type:
        of = group.measures
        table.add_row(
            group.name,
            str(of.questions),
            percent(of.recall_at_1),
            percent(of.answers_right),
            percent(of.cited_slide_right),
            percent(of.abstention_recall),
        )
    return table


def retrieval_table(scores: tuple[RetrievalScores, ...]) -> Table:
    """Return one row for each public set."""
    table = Table(title="Passage retrieval on public sets")
    table.add_column("set")
    for heading in ("questions", "passages", "nDCG@10", "recall@1", "p50 ms", "p95 ms"):
        table.add_column(heading, justify="right")
    for item in scores:
        table.add_row(
            item.name,
            str(item.queries),
            str(item.passages),
            _decimals(item.ndcg_at_10, 4),
            _decimals(item.recall_at_1, 4),
            _decimals(item.latency_p50_ms, 1),
            _decimals(item.latency_p95_ms, 1),
        )
    return table


def _decimals(value: float | None, places: int) -> str:
    return "–" if value is None else f"{value:.{places}f}"
